"""Policies, and JSON inside a script element."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.policy import explorer_policy, hash_of, script_json, standalone_policy

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters())
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(JSON)
def test_escaping_changes_nothing_that_json_says(value: object) -> None:
    """What the page reads is what was written."""
    assert json.loads(script_json(value)) == value


@given(st.text(st.characters() | st.sampled_from("<>&\u2028\u2029\ud800")))
def test_no_text_can_end_the_script_element(text: str) -> None:
    """No character that HTML or old JavaScript minds is left, nor one that UTF-8 cannot hold."""
    written = script_json({"title": text})

    assert not set(written) & set("<>&\u2028\u2029")
    written.encode("utf-8")


def test_numbers_that_json_cannot_say_are_errors() -> None:
    """Python would write NaN, which no browser reads."""
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))


def test_the_standalone_policy_allows_its_own_scripts_only() -> None:
    """Every inline script is named by its hash; nothing may be fetched."""
    digest = base64.b64encode(hashlib.sha256(b"f()").digest()).decode()

    policy = standalone_policy(["f()"], ["p {}"])

    assert f"script-src 'sha256-{digest}';" in policy
    assert f"style-src {hash_of('p {}')};" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_the_explorer_policy_allows_its_own_origin_only() -> None:
    """Scripts come from the server or bear the nonce."""
    policy = explorer_policy("abc")

    assert "script-src 'self' 'nonce-abc';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy
