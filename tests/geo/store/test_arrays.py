import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.store.arrays import Blobs, common

rows = st.sets(st.integers(0, 30)).map(lambda found: np.array(sorted(found), dtype=np.int32))


@given(st.lists(st.binary(max_size=5)))
def test_byte_strings_come_back_in_their_order(parts: list[bytes]) -> None:
    """Empty ones too."""
    assert list(Blobs.of(parts)) == parts


@given(st.sets(st.text(max_size=3)), st.text(max_size=3))
def test_sorted_byte_strings_are_found_by_word_and_by_beginning(
    words: set[str], wanted: str
) -> None:
    """As a look at each of them finds them."""
    terms = sorted(word.encode() for word in words)
    blobs = Blobs.of(terms)

    place = blobs.find(wanted.encode())
    first, end = blobs.beginning(wanted.encode())

    assert (place is not None) == (wanted in words)
    assert terms[first:end] == [term for term in terms if term.startswith(wanted.encode())]


@given(rows, rows)
def test_common_rows_are_those_in_both(one: np.ndarray, other: np.ndarray) -> None:
    """In order."""
    assert common(one, other).tolist() == sorted({*one.tolist()} & {*other.tolist()})
