"""Tables of numbers and bytes that live in numpy arrays, in memory or in a mapped file alike.

Every class here can be taken apart into flat arrays (`arrays`) and put together again from them
(`of_arrays`), under a name that keeps several apart in one file.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Rows = NDArray[np.int32]
"""Row numbers, ascending, none twice."""

_NONE = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Blobs(Sequence[bytes]):
    """Many byte strings in one buffer."""

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Iterable[bytes]) -> Self:
        """Return the byte strings `parts` in their order."""
        parts = list(parts)
        offsets = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(parts), dtype=np.uint8), offsets)

    @classmethod
    def of_arrays(cls, arrays: Arrays, name: str) -> Self:
        """Return what `arrays` took apart."""
        return cls(arrays[f"{name}.buffer"], arrays[f"{name}.offsets"])

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the flat arrays this is made of."""
        return {f"{name}.buffer": self.buffer, f"{name}.offsets": self.offsets}

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - one number in, one byte string out
        return self.buffer[self.offsets[place] : self.offsets[place + 1]].tobytes()

    def take(self, places: NDArray[Any]) -> list[bytes]:
        """Return the byte strings at `places`; for many this is much faster than one by one."""
        view = self.buffer.data
        starts, ends = self.offsets[places].tolist(), self.offsets[places + 1].tolist()
        return [bytes(view[start:end]) for start, end in zip(starts, ends, strict=True)]

    def find(self, wanted: bytes) -> int | None:
        """Return where `wanted` stands; None if it does not. The strings must be sorted."""
        place = bisect_left(self, wanted)
        return place if place < len(self) and self[place] == wanted else None

    def beginning(self, start: bytes) -> tuple[int, int]:
        """Return from where up to where (excluded) sorted UTF-8 strings begin with `start`."""
        return bisect_left(self, start), bisect_left(self, start + b"\xff")


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows hold a term.

    Attributes:
        terms: Sorted, UTF-8.
        starts: Where the rows of each term begin in `rows`, and at the end their number.
    """

    terms: Blobs
    starts: NDArray[np.int64]
    rows: Rows

    @classmethod
    def of_arrays(cls, arrays: Arrays, name: str) -> Self:
        """Return what `arrays` took apart."""
        terms = Blobs.of_arrays(arrays, f"{name}.terms")
        return cls(terms, arrays[f"{name}.starts"], arrays[f"{name}.rows"])

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the flat arrays this is made of."""
        terms = self.terms.arrays(f"{name}.terms")
        return terms | {f"{name}.starts": self.starts} | {f"{name}.rows": self.rows}

    def holding(self, terms: Iterable[str], size: int) -> Rows:
        """Return the rows that hold any of `terms`, of a table of `size` rows."""
        places = (self.terms.find(term.encode("utf-8", "surrogatepass")) for term in terms)
        parts = [self._between(at, at + 1) for at in places if at is not None]
        return parts[0] if len(parts) == 1 else _in_order(np.concatenate([_NONE, *parts]), size)

    def holding_start(self, start: str, size: int) -> Rows:
        """Return the rows that hold a term beginning with `start`, of a table of `size` rows."""
        first, end = self.terms.beginning(start.encode("utf-8", "surrogatepass"))
        rows = self._between(first, end)
        return rows if end - first <= 1 else _in_order(rows, size)

    def _between(self, first: int, end: int) -> Rows:
        return self.rows[self.starts[first] : self.starts[end]]


@dataclass(frozen=True, slots=True)
class Labels:
    """Which labels each row carries, for counting them.

    Attributes:
        terms: Sorted, UTF-8.
        offsets: Where the codes of each row begin in `codes`, and at the end their number.
        codes: Places in `terms`.
    """

    terms: Blobs
    offsets: NDArray[np.int64]
    codes: NDArray[np.int32]

    @classmethod
    def of_arrays(cls, arrays: Arrays, name: str) -> Self:
        """Return what `arrays` took apart."""
        terms = Blobs.of_arrays(arrays, f"{name}.terms")
        return cls(terms, arrays[f"{name}.offsets"], arrays[f"{name}.codes"])

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the flat arrays this is made of."""
        terms = self.terms.arrays(f"{name}.terms")
        return terms | {f"{name}.offsets": self.offsets} | {f"{name}.codes": self.codes}

    def counts(self, rows: Rows) -> dict[str, int]:
        """Return how many of `rows` carry each label, without those that none carries."""
        found = np.bincount(self._codes_of(rows), minlength=len(self.terms))
        return {
            self.terms[code].decode(): int(found[code]) for code in np.flatnonzero(found).tolist()
        }

    def _codes_of(self, rows: Rows) -> NDArray[np.int32]:
        if len(rows) == len(self.offsets) - 1:
            return self.codes
        starts = self.offsets[rows]
        lengths = self.offsets[rows + 1] - starts
        # Each row's codes are neighbours: its first place, repeated, plus a running number.
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        codes: NDArray[np.int32] = self.codes[places]
        return codes


def common(one: Rows, other: Rows) -> Rows:
    """Return the rows in both."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    if not len(few):
        return few
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    both: Rows = few[many[places] == few]
    return both


def _in_order(rows: NDArray[np.int32], size: int) -> Rows:
    """Return row numbers in order and each once."""
    held = np.zeros(size, dtype=bool)
    held[rows] = True
    return np.flatnonzero(held).astype(np.int32)
