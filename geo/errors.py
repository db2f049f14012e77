"""Every error Dateline raises on purpose.

    DatelineError
    ├── BadReport           a report that cannot be read
    ├── BadQuery            a filter that cannot be understood
    │   ├── BadDate
    │   ├── BadBbox
    │   ├── BadCoverage
    │   └── UnknownName     (a word names nothing we know)
    │       ├── UnknownRegion
    │       ├── UnknownActor
    │       ├── UnknownType
    │       ├── UnknownPlace
    │       └── UnknownSource
    ├── UnknownFormat       an export format nobody writes
    ├── ExportError         a file cannot be written
    ├── ModelMissing        the language model is not installed
    ├── GazetteerError      the gazetteer file is missing or damaged
    ├── GeocoderError       an online geocoder failed
    ├── NoAnswer            a server was asked and gave no answer that can be used
    │   ├── TooLate
    │   └── Unreachable
    ├── BadEndpoint         a large language model cannot be asked so
    ├── NoReading           a large language model gave no reading of a report
    └── StoreError          the store cannot be read or written
        └── UnknownEvent

Messages say what is wrong, with which value, and what to do; lower case, no full stop.
"""

from collections.abc import Iterable


class DatelineError(Exception):
    """Base of every error raised on purpose."""


class BadReport(DatelineError, ValueError):
    """A report cannot be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"report {name!r} cannot be read: {reason}")
        self.name = name
        self.reason = reason


class BadQuery(DatelineError, ValueError):
    """A filter cannot be understood."""


class BadDate(BadQuery):
    """A date or interval is not one."""

    def __init__(self, value: str) -> None:
        super().__init__(
            f"{value!r} is not a date or interval; "
            "write 2024-10-17, 2024-10-01/2024-10-31 or ../2024-10-31"
        )
        self.value = value


class BadBbox(BadQuery):
    """A bounding box is not one."""

    def __init__(self, value: str, reason: str) -> None:
        super().__init__(f"{value!r} is not a bounding box (west,south,east,north): {reason}")
        self.value = value


class BadCoverage(BadQuery):
    """The share that a region must cover is none, or there is no region to cover it."""

    def __init__(self, value: str, reason: str) -> None:
        super().__init__(f"coverage={value!r}: {reason}")
        self.value = value


class UnknownName(BadQuery):
    """A word in a filter names nothing we know."""

    noun = "name"

    def __init__(self, value: str, nearest: Iterable[str] = ()) -> None:
        hints = ", ".join(repr(name) for name in nearest)
        super().__init__(
            f"no {self.noun} is known as {value!r}" + (f"; did you mean {hints}?" if hints else "")
        )
        self.value = value


class UnknownRegion(UnknownName):
    """A region in a filter is in neither the gazetteer nor the curated table."""

    noun = "region"


class UnknownActor(UnknownName):
    """An actor in a filter is in neither the registry nor the store."""

    noun = "actor"


class UnknownType(UnknownName):
    """An event type in a filter is not in the ontology."""

    noun = "event type"


class UnknownPlace(UnknownName):
    """A place name is not in the gazetteer."""

    noun = "place"


class UnknownSource(UnknownName):
    """Nothing of this name was added to the gazetteer."""

    noun = "added source"


class UnknownFormat(DatelineError, ValueError):
    """An export format is not one of those we write."""

    def __init__(self, value: str, known: Iterable[str]) -> None:
        super().__init__(f"cannot write {value!r}; known formats are {', '.join(sorted(known))}")
        self.value = value


class ExportError(DatelineError, RuntimeError):
    """A file cannot be written."""


class ModelMissing(DatelineError, RuntimeError):
    """The language model is not installed."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"no language model is installed; install one of {', '.join(names)}")


class GazetteerError(DatelineError, RuntimeError):
    """The gazetteer cannot be built or opened."""


class GeocoderError(DatelineError, RuntimeError):
    """An online geocoder failed; the failure is never remembered as 'no such place'."""


class NoAnswer(DatelineError, RuntimeError):
    """A server was asked and gave no answer that can be used."""


class TooLate(NoAnswer):
    """The answer was not there in time."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__(f"no whole answer within {timeout_s:g} s")


class Unreachable(NoAnswer):
    """The host cannot be reached, or broke off."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the host cannot be reached: {reason}")


class BadEndpoint(DatelineError, ValueError):
    """A large language model cannot be asked so."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the large language model cannot be asked: {reason}")


class NoReading(DatelineError, ValueError):
    """A large language model gave no reading of a report; other reports are not concerned."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the large language model gave no reading: {reason}")
        self.reason = reason


class StoreError(DatelineError, RuntimeError):
    """The store cannot be read or written."""


class UnknownEvent(StoreError, LookupError):
    """No event has this id."""

    def __init__(self, event_id: str) -> None:
        super().__init__(f"no event has the id {event_id!r}")
        self.event_id = event_id
