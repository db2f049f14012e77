from hypothesis import given
from hypothesis import strategies as st

from geo.merging.sketch import SIZE, is_same_text, pack, resemblance, sketch, unpack

WORDS = [f"word{number}" for number in range(400)]
REPORT = " ".join(WORDS)


def test_a_copy_with_a_few_words_changed_is_the_same_text() -> None:
    """As an agency's report is in two papers: another headline, a cut at the end."""
    copy = " ".join(["Agency", *WORDS[:200], "changed", *WORDS[201:370]])

    assert is_same_text(sketch(REPORT), sketch(copy.upper().replace(" ", ", ")))


def test_another_text_is_another() -> None:
    """Also one that shares some sentences."""
    other = " ".join(WORDS[:80] + [f"other{number}" for number in range(320)])

    assert not is_same_text(sketch(REPORT), sketch(other))


def test_a_text_too_short_to_be_known_is_like_none() -> None:
    """Not even like itself."""
    assert sketch("two words") == ()
    assert not is_same_text((), ())


@given(st.text())
def test_any_text_has_a_sketch_that_survives_packing(text: str) -> None:
    """At most `SIZE` numbers, and like itself."""
    made = sketch(text)

    assert len(made) <= SIZE
    assert unpack(pack(made)) == made
    assert not made or resemblance(made, made) == 1
