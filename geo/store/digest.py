"""One hash of many events: equal exactly when the events are."""

import hashlib
from collections.abc import Iterable

import orjson

from geo.columns import VOLATILE_COLUMNS, EventRow


def digest(rows: Iterable[EventRow]) -> str:
    """Return the SHA-256 of all rows, whatever their order, in hexadecimal digits.

    The columns that say when and not what (`VOLATILE_COLUMNS`) do not count.
    """
    prints = sorted((row["id"], _fingerprint(row)) for row in rows)
    return hashlib.sha256(b"".join(fingerprint for _, fingerprint in prints)).hexdigest()


def _fingerprint(row: EventRow) -> bytes:
    lasting = {name: value for name, value in row.items() if name not in VOLATILE_COLUMNS}
    return hashlib.sha256(orjson.dumps(lasting, option=orjson.OPT_SORT_KEYS)).digest()
