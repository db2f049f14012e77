"""What commands and routes work with: store, read model, gazetteer, actors and types."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from api.settings import LlmSettings, Settings
from geo.asking import Vocabulary, Words, ask
from geo.columns import EventRow
from geo.errors import DatelineError
from geo.query import Query
from geo.reader import Reader
from geo.reading.types import EventType, load_types

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings
    from rich.progress import Progress
    from spacy.language import Language

    from geo.model import Candidate, Place
    from geo.places.coverage import Coverage
    from geo.places.gazetteer import Gazetteer
    from geo.reading.actors import ActorRegistry
    from geo.reading.extractor import SpacyExtractor
    from geo.reading.llm import LlmExtractor
    from geo.reading.triggers import TriggerModel
    from geo.store.geopackage import GeoPackageStore
    from geo.store.index import ReadModel


_MOST_SUGGESTED = 10
"""Places offered for the beginning of a name."""


class BadSetting(DatelineError, ValueError):
    """A setting is not what it should be."""


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - fields of several types
    """Return the settings of the environment, with those given instead.

    Raises:
        BadSetting: one is not what it should be; the message names it.
    """
    return _loaded(Settings, given)


def load_llm_settings(**given: Any) -> LlmSettings:  # noqa: ANN401 - fields of several types
    """Return the settings of the large language model, likewise.

    Raises:
        BadSetting: one is not what it should be; the message names it.
    """
    return _loaded(LlmSettings, given)


_SettingsT = TypeVar("_SettingsT", bound="BaseSettings")


def _loaded(kind: type[_SettingsT], given: Mapping[str, Any]) -> _SettingsT:
    from pydantic import ValidationError

    try:
        return kind(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        variable = f"{kind.model_config.get('env_prefix', '')}{name.upper()}"
        msg = f"the setting {name!r} ({variable}) is not right: {first['msg']}"
        raise BadSetting(msg) from error


class Workspace:
    """One store and what its reading and asking need, each part opened when first used.

    Attributes:
        settings: What it is made of.
        llm_settings: Which large language model `reader` asks; None = none.
    """

    def __init__(
        self,
        settings: Settings,
        shown: "Progress | None" = None,
        llm_settings: LlmSettings | None = None,
    ) -> None:
        self.settings = settings
        self.llm_settings = llm_settings
        self._shown = shown

    def close(self) -> None:
        """Let go of every file that was opened."""
        for name in ("store", "gazetteer"):
            part = self.__dict__.pop(name, None)
            if part is not None:
                part.close()

    @cached_property
    def store(self) -> "GeoPackageStore":
        """The store, to be read only, for a command; the service has `read_model`.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        from geo.store.geopackage import GeoPackageStore

        return GeoPackageStore(self.settings.store, is_read_only=True)

    @cached_property
    def read_model(self) -> "ReadModel":
        """The read model of the store, as of when it was opened or last refreshed.

        Raises:
            StoreError: there is no store, or it cannot be read.
        """
        from geo.store.index import ReadModel

        with self._task("preparing the events") as update:
            return ReadModel.open(self.settings.store, progress=update)

    def fresh_model(self) -> "ReadModel":
        """Return the read model, caught up with the store.

        Raises:
            StoreError: the store cannot be read.
        """
        self.read_model.refresh()
        return self.read_model

    @property
    def state(self) -> str:
        """What tells the events that are served from any others; changes when they do."""
        inode = 0
        with suppress(FileNotFoundError):  # gone since the last refresh; the next one says so
            inode = self.settings.store.stat().st_ino
        return f"{inode}-{self.read_model.sequence}"

    @cached_property
    def gazetteer(self) -> "Gazetteer":
        """The gazetteer, compiled if it is not there yet."""
        from geo.places.gazetteer import open_gazetteer

        with self._task("compiling the gazetteer, once") as update:
            return open_gazetteer(
                self.settings.gazetteer, progress=lambda _, step, steps: update(step, steps)
            )

    def open_gazetteer(self) -> None:
        """Open the gazetteer now, so that nobody waits later while it is compiled."""
        self.gazetteer  # noqa: B018 - opening it is the point

    def bias(self, names: Iterable[str]) -> frozenset[str]:
        """Return the ids of the countries and regions called so, where places are expected.

        Raises:
            UnknownRegion: nothing is known by a name.
        """
        return frozenset(self.gazetteer.find_region(name).id for name in names)

    def candidates(self, words: str, bias: Iterable[str] = ()) -> list["Candidate"]:
        """Return the places that words may mean, likeliest first; then those that begin so.

        Args:
            words: A name or a phrase around one, or the beginning of a name.
            bias: Names of countries or regions that are expected.

        Raises:
            UnknownRegion: nothing is known by a name in `bias`.
        """
        from geo.model import Candidate
        from geo.places.vague import candidates_of

        found = candidates_of(words, self.gazetteer, bias=self.bias(bias))
        known = {candidate.place.id for candidate in found}
        more = self.gazetteer.suggest(words, _MOST_SUGGESTED)
        begun = (Candidate(place, 0.0, ("a name that begins so",)) for place in more)
        return [*found, *(candidate for candidate in begun if candidate.place.id not in known)]

    @cached_property
    def language_model(self) -> "Language":
        """The language model; loading it takes seconds.

        Raises:
            ModelMissing: none is installed.
        """
        from geo.reading.language_model import load_model

        return load_model()

    @cached_property
    def trigger_model(self) -> "TriggerModel":
        """Which words tell of events."""
        from geo.reading.triggers import load_trigger_model

        return load_trigger_model()

    @cached_property
    def extractor(self) -> "SpacyExtractor":
        """What reads reports with the language model and the gazetteer's names."""
        from geo.reading.extractor import SpacyExtractor

        return SpacyExtractor(
            self.gazetteer,
            model=self.language_model,
            registry=self.actors,
            triggers=self.trigger_model,
        )

    @cached_property
    def llm_extractor(self) -> "LlmExtractor | None":
        """What asks a large language model; None where none is set.

        Raises:
            BadEndpoint: it cannot be asked as the settings say.
        """
        from geo.reading.llm import LlmExtractor, open_endpoint

        said = self.llm_settings
        if said is None or not said.url:
            return None
        endpoint = open_endpoint(
            said.url,
            model=said.model,
            key=said.key.get_secret_value(),
            timeout_s=said.timeout_s,
        )
        return LlmExtractor(
            endpoint,
            self.extractor,
            registry=self.actors,
            types=self.types,
            falls_back=said.on_failure == "fall-back",
        )

    @property
    def llm_usage(self) -> str:
        """What a large language model was asked so far, in words; empty where none is set."""
        asked = self.__dict__.get("llm_extractor")
        return str(asked.usage) if asked else ""

    @cached_property
    def reader(self) -> Reader:
        """The extractor, or the large language model where one is set, with the gazetteer."""
        from geo.places.online import open_online
        from geo.places.resolver import Resolver

        where = self.settings.geocoder
        online = open_online(where, contact=self.settings.contact) if where else None
        return Reader(
            self.llm_extractor or self.extractor, Resolver(self.gazetteer, geocoder=online)
        )

    @cached_property
    def actors(self) -> "ActorRegistry":
        """The bundled actors."""
        from geo.reading.actors import load_actors

        return load_actors()

    @cached_property
    def types(self) -> Mapping[str, EventType]:
        """The bundled event types by id."""
        return load_types()

    def query(self, words: Words) -> Query:
        """Return the query that the words of a filter mean.

        Raises:
            BadQuery: they are not understood.
        """
        return ask(words, self._vocabulary)

    def region_shares(self, regions: "Sequence[Place]") -> Mapping[str, float]:
        """Return which share of each place of events some regions together cover, by place id.

        Places that are only spots are left out, and those of which `region_ids` say it already.
        The first question for some regions takes up to some seconds in a large store; any thread
        may ask.
        """
        from geo.store.geopackage import GeoPackageStore

        known = self._coverage.known
        rows = self.read_model.areas(known) if self._is_serving else self.store.areas()
        if rows.keys() - known:
            with GeoPackageStore(self.settings.store, is_read_only=True) as store:
                self._coverage.learn(rows, store.polygons(rows))
        return self._coverage.shares(regions)

    def has_events(self, query: Query) -> bool:
        """Return whether any event matches."""
        if self._is_serving:
            return self.read_model.count(query) > 0
        return next(iter(self.store.find(query)), None) is not None

    def map_data(self, rows: Iterable[EventRow]) -> dict[str, Any]:
        """Return what the map page is given for some events; any thread may ask."""
        from maps.payload import payload

        rows = list(rows)
        return payload(
            rows,
            footprints=self.footprints({row["place_id"] for row in rows}),
            region_names=self.region_names({name for row in rows for name in row["region_ids"]}),
            type_labels=self.type_labels(),
        )

    def footprints(self, place_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return the polygons of places as GeoJSON by id; places without one are left out."""
        from geo.store.geopackage import GeoPackageStore

        # Opened for this alone: a service must not hold on to a file that may be replaced.
        with GeoPackageStore(self.settings.store, is_read_only=True) as store:
            return store.footprints(place_ids)

    def region_names(self, region_ids: Collection[str]) -> dict[str, str]:
        """Return the names of regions by id; those the gazetteer does not know are left out."""
        return self.gazetteer.region_names(region_ids)

    def type_labels(self) -> dict[str, str]:
        """Return labels of event types by id, and of the first parts of ids."""
        labels = {type_id: kind.label for type_id, kind in self.types.items()}
        heads = {type_id.partition(".")[0] for type_id in labels}
        return {**{head: head.capitalize() for head in heads}, **labels}

    def _actor_names(self) -> set[str]:
        if self._is_serving:
            named = set(self.read_model.actor_names().values())
        else:
            named = {actor["name"] for row in self.store.rows() for actor in row["actors"]}
        return named | self.actors.names()

    @property
    def _is_serving(self) -> bool:
        """True once the read model is open: it answers without looking at every row."""
        return "read_model" in self.__dict__

    @contextmanager
    def _task(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """Give the block a function that shows how much of how much is done."""
        shown, task = self._shown, None

        def update(done: int, total: int) -> None:
            nonlocal task
            if shown is None:
                return
            if task is None:
                task = shown.add_task(name)
            shown.update(task, completed=done, total=total)

        try:
            yield update
        finally:
            if shown is not None and task is not None:
                shown.remove_task(task)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            regions=lambda: self.gazetteer,
            actors=lambda: self.actors,
            types=lambda: self.types,
            has_events=self.has_events,
            actor_names=self._actor_names,
            shares=self.region_shares,
        )

    @cached_property
    def _coverage(self) -> "Coverage":
        from geo.places.coverage import Coverage

        return Coverage()


@contextmanager
def opened_workspace(store: Path, shown: "Progress | None" = None) -> Iterator[Workspace]:
    """Give the block the workspace of a store, and close it behind the block.

    Args:
        store: The store's file; the other settings are those of the environment.
        shown: Where progress is shown while the gazetteer is compiled; None = nowhere.
    """
    with closing(Workspace(load_settings(store=store), shown, load_llm_settings())) as workspace:
        yield workspace
