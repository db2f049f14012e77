"""What a report has said so far of where things happen."""

from geo.model import Span, Toponym, Use
from geo.reading.whereabouts import Whereabouts, places_in


def named(text: str, start: int = 0, use: Use = Use.LITERAL) -> Toponym:
    """Return a place name that begins somewhere."""
    return Toponym(Span(start, start + len(text)), text, use)


def test_the_place_named_last_comes_first() -> None:
    """A place that is named again comes forward and is counted."""
    so_far = Whereabouts()
    so_far.note([named("Kyiv"), named("Odesa", 10)])
    so_far.go_on("", 0)
    so_far.note([named("Kyiv", 40)])

    first, second = so_far.recent()

    assert (first.toponym.span.start, first.mentions, first.sentence) == (40, 2, 1)
    assert second.toponym.text == "Odesa"


def test_few_places_are_gone_back_to() -> None:
    """However many a report names."""
    so_far = Whereabouts()
    so_far.note([named(f"Place {number}") for number in range(500)])

    assert len(list(so_far.recent())) == 6


def test_what_happened_at_a_place_is_remembered() -> None:
    """Its type, the group of its type, and in which sentence."""
    so_far = Whereabouts()
    so_far.go_on("", 0)
    so_far.note([named("Kyiv")])

    so_far.place(named("Kyiv"), "strike.air")
    so_far.place(named("Nowhere"), "strike.air")

    (kyiv,) = so_far.recent()
    assert (kyiv.groups, kyiv.types, kyiv.at) == ({"strike"}, {"strike.air"}, 1)


def test_a_paragraph_begins_after_a_line_end() -> None:
    """A sentence after a space goes on with the one before it."""
    so_far, text = Whereabouts(), "One. Two.\n\nThree."

    so_far.go_on(text, text.index("Two"))
    assert so_far.paragraph == 0
    so_far.go_on(text, text.index("Three"))
    assert (so_far.sentence, so_far.paragraph) == (2, 1)


def test_only_names_that_may_be_places_are_kept() -> None:
    """Not those of newspapers and peoples, nor a land that only says which town is meant."""
    texas = named("Texas", 20)
    paris = Toponym(Span(13, 18), "Paris", within=texas.span)
    russian = Toponym(Span(30, 37), "Russian", is_demonym=True)

    found = places_in([named("Kyiv Post", 0, Use.NAME), paris, texas, russian])

    assert [place.text for place in found] == ["Paris"]
