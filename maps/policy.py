"""Content security policies, and what may stand inside a script element.

Report text is hostile. It reaches the page as data only: as JSON in which no character can end
the element or open a comment, under a policy that runs no script but our own.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def script_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return `value` as JSON that is safe inside a script element.

    `<`, `>`, `&` and the two Unicode line separators are escaped; they can only occur inside
    strings, so the value is unchanged. A lone surrogate becomes its escape.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def hash_of(text: str) -> str:
    """Return the CSP source expression for an inline script or style (CSP Level 3, 2.3.1)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def standalone_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the policy of the standalone file: its own inline scripts and styles, no network."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(hash_of, scripts))}",
            f"style-src {' '.join(map(hash_of, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def explorer_policy(nonce: str) -> str:
    """Return the policy of the live page, to be sent as its Content-Security-Policy header.

    Args:
        nonce: Fresh for every answer, and the same that the page was made with.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )
