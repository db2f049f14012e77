"""What the tests of reading share: the language model, a small gazetteer, an extractor."""

from collections.abc import Callable, Collection
from datetime import date

import pytest
from spacy.language import Language

from geo.model import EventMention, PlaceKind, Reading, Report
from geo.reading.actors import ActorRegistry, load_actors
from geo.reading.document import flatten, sentences
from geo.reading.extractor import SpacyExtractor
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.word_lists import word_set

PUBLISHED = date(2024, 10, 21)

COUNTRIES = word_set(
    """
    russia ukraine north_korea south_korea iran israel lebanon united_states u.s. us canada france
    germany belgium jordan turkey philippines united_kingdom uk china yemen poland
    """
)
CITIES = word_set(
    """
    kyiv kursk brussels moscow donetsk paris berlin beirut tehran washington kharkiv toretsk
    pokrovsk austin reading houston london odesa pyongyang seoul
    """
)
DEMONYMS = word_set("russian russians ukrainian iranian israeli north_korean south_korean german")


class SmallLexicon:
    """A gazetteer of a few dozen names."""

    def __init__(self) -> None:
        """Fill the table."""
        self._kinds = {
            **dict.fromkeys(COUNTRIES, PlaceKind.COUNTRY),
            **dict.fromkeys(CITIES, PlaceKind.CITY),
            **dict.fromkeys(DEMONYMS, PlaceKind.DEMONYM),
            "texas": PlaceKind.ADMIN1,
            "bulacan": PlaceKind.ADMIN1,
            "pandi": PlaceKind.CITY,
            "black_sea": PlaceKind.WATER,
        }

    def kinds(self, name: str) -> Collection[PlaceKind]:
        """Return the kind of a name, empty where there is none."""
        kind = self._kinds.get(name.casefold().replace(" ", "_"))
        return {kind} if kind else set()

    def prominence(self, name: str) -> float:
        """Return the size of a big city for every known name."""
        return 6.0 if self.kinds(name) else 0.0


@pytest.fixture(scope="session")
def registry() -> ActorRegistry:
    """Return the bundled actors."""
    return load_actors()


@pytest.fixture(scope="session")
def lexicon() -> SmallLexicon:
    """Return the small gazetteer."""
    return SmallLexicon()


@pytest.fixture(scope="session")
def model() -> Language:
    """Return the language model, loaded once."""
    return load_model()


@pytest.fixture(scope="session")
def passage(model: Language) -> Callable[[str], Passage]:
    """Return what parses a short text."""

    def parsed(text: str) -> Passage:
        return next(parse(flatten(text), sentences(text), model))

    return parsed


@pytest.fixture(scope="session")
def extractor(lexicon: SmallLexicon, model: Language, registry: ActorRegistry) -> SpacyExtractor:
    """Return the real extractor over a small gazetteer."""
    return SpacyExtractor(lexicon, model=model, registry=registry)


@pytest.fixture(scope="session")
def read(extractor: SpacyExtractor) -> Callable[..., Reading]:
    """Return what reads a text published on 21 October 2024."""

    def read_text(text: str, published: date | None = PUBLISHED, lang: str = "en") -> Reading:
        return extractor.read(Report(text, published=published, lang=lang))

    return read_text


@pytest.fixture(scope="session")
def only(read: Callable[..., Reading]) -> Callable[[str, str], EventMention]:
    """Return what gives the one mention of a text whose type begins with a word."""

    def only_mention(text: str, kind: str) -> EventMention:
        found = [mention for mention in read(text).mentions if mention.type.startswith(kind)]
        assert len(found) == 1, [(mention.type, mention.title) for mention in read(text).mentions]
        return found[0]

    return only_mention
