"""The real gazetteer, compiled once per machine, and small ways to ask it."""

from collections.abc import Callable, Collection, Iterator

import pytest

from geo.model import Location, Report, Span, Toponym
from geo.places.gazetteer import Gazetteer, open_gazetteer
from geo.places.resolver import Resolver

Locate = Callable[..., dict[str, Location]]


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """Return the compiled gazetteer of this installation."""
    opened = open_gazetteer()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def locate(gazetteer: Gazetteer) -> Locate:
    """Return a function that resolves names in a text, by the name."""

    def resolve(
        text: str, *names: str, bias: Collection[str] = (), **said: str
    ) -> dict[str, Location]:
        starts = [text.index(name) for name in names]
        toponyms = [
            Toponym(Span(start, start + len(name)), name)
            for start, name in sorted(zip(starts, names, strict=True))
        ]
        found = Resolver(gazetteer).locate(toponyms, Report(text, **said), bias=bias)
        return {location.toponym.text: location for location in found}

    return resolve
