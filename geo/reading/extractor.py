"""The extractor: spaCy's parse, the gazetteer's names, our rules and learned weights."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from geo.model import EventMention, Reading, Report, Span, Toponym
from geo.protocols import Lexicon
from geo.reading.actors import ActorRegistry, load_actors
from geo.reading.asides import find_asides, stands_in
from geo.reading.cast import Cast
from geo.reading.document import flatten, sentences
from geo.reading.english import is_english
from geo.reading.event_places import places_of_words
from geo.reading.language_model import Passage, load_model, parse
from geo.reading.mention_quantities import with_later
from geo.reading.mentions import Story, sentence_mentions
from geo.reading.place_links import link_scene
from geo.reading.timeline import begin_timeline
from geo.reading.toponyms import find_toponyms
from geo.reading.trigger_features import Scene
from geo.reading.triggers import TriggerModel, find_triggers, load_trigger_model

if TYPE_CHECKING:
    from spacy.language import Language

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Text:
    """A report's text as received and flattened, equally long, and what in it is no report."""

    raw: str
    flat: str
    asides: tuple[Span, ...] = ()


class SpacyExtractor:
    """Reads toponyms and event mentions out of English reports.

    Implements `Extractor` and `Locator`.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        model: "Language | None" = None,
        registry: ActorRegistry | None = None,
        triggers: TriggerModel | None = None,
    ) -> None:
        """Load what is not given.

        Args:
            lexicon: What is a place, and of which kind.
            model: spaCy's English pipeline; None loads the best that is installed.
            registry: The actors; None loads the bundled ones.
            triggers: Which words tell of events; None loads the bundled weights.

        Raises:
            ModelMissing: no language model is installed.
            DatelineError: the installation lacks its data.
        """
        self._lexicon = lexicon
        self._model = model or load_model()
        self._registry = registry or load_actors()
        self._triggers = triggers or load_trigger_model()
        self._names = self._registry.names()

    def read(self, report: Report) -> Reading:
        """Return the toponyms and event mentions of `report`, both in reading order.

        A report in another language than English gives neither: it is logged and not guessed at.
        Links, captions of archive pictures and words to a reading machine give no events.
        """
        flat = flatten(report.text)
        if not _is_readable(report, flat):
            return Reading((), ())
        spans = sentences(report.text)
        text = _Text(report.text, flat, find_asides(flat, spans))
        if text.asides:
            logger.info("report %s: no events in %d asides", report.id, len(text.asides))
        story = Story(Cast(self._registry, report.published), begin_timeline(report))
        scene = Scene()
        toponyms: list[Toponym] = []
        mentions: list[EventMention] = []
        for passage, found in self._passages(text, spans):
            toponyms += found
            mentions += self._mentions(passage, text, found, story, scene)
        counted = tuple(with_later(mention, story.tally) for mention in mentions)
        return Reading(tuple(toponyms), counted)

    def toponyms_of(self, report: Report) -> Sequence[Toponym]:
        """Return the toponyms of `report` in reading order, without looking for events."""
        text = _Text(report.text, flatten(report.text))
        if not _is_readable(report, text.flat):
            return ()
        passages = self._passages(text, sentences(text.raw))
        return [toponym for _, toponyms in passages for toponym in toponyms]

    def places_of(self, report: Report, triggers: Sequence[Span]) -> Sequence[Span]:
        """Return the names in `report` that say where the events of some words happened.

        Raises:
            DatelineError: the installation lacks its data.
        """
        text = _Text(report.text, flatten(report.text))
        return [
            span
            for passage, toponyms in self._passages(text, sentences(text.raw))
            for span in places_of_words(passage, toponyms, triggers)
        ]

    def _passages(self, text: _Text, spans: list[Span]) -> Iterator[tuple[Passage, list[Toponym]]]:
        """Yield the parsed stretches of a text with their place names."""
        for passage in parse(text.flat, spans, self._model):
            names = find_toponyms(passage, text.flat, self._lexicon, names=self._names)
            yield passage, [replace(name, text=name.span.of(text.raw)) for name in names]

    def _mentions(
        self, passage: Passage, text: _Text, toponyms: list[Toponym], story: Story, scene: Scene
    ) -> Iterator[EventMention]:
        """Yield the mentions of one passage, sentence by sentence."""
        story.cast.note_acronyms(passage.doc)
        story.cast.note_places(passage, toponyms)
        triggers = deque(find_triggers(passage.doc, self._triggers, scene))
        names, links = deque(toponyms), link_scene(passage, toponyms)
        for sentence in passage.doc.sents:
            span = Span(passage.start + sentence.start_char, passage.start + sentence.end_char)
            here = list(_up_to(triggers, lambda trigger: trigger.token.i, sentence.end))
            near = list(_up_to(names, lambda name: name.span.start, span.end))
            if stands_in(text.asides, span.start):
                continue
            story.whereabouts.go_on(text.flat, span.start)
            if here:
                for mention in sentence_mentions(links, text.flat, span, here, near, story):
                    yield replace(mention, quote=mention.span.of(text.raw))
            else:
                story.cast.listen(sentence)
                story.tally.count(passage, text.flat, span, ())
                story.whereabouts.note(near)


def _is_readable(report: Report, flat: str) -> bool:
    """Return whether a report is in English, and log it if not."""
    is_ours = report.lang.casefold().startswith("en") and is_english(flat)
    if not is_ours:
        logger.warning("report %s is not in English and was not read", report.id)
    return is_ours


_T = TypeVar("_T")


def _up_to(queue: deque[_T], position: Callable[[_T], int], end: int) -> Iterator[_T]:
    """Yield and remove what stands before `end`."""
    while queue and position(queue[0]) < end:
        yield queue.popleft()
