"""The closed vocabularies: every value a field of the model may take."""

from enum import StrEnum


class PlaceKind(StrEnum):
    """What sort of place a place is."""

    CITY = "city"
    VILLAGE = "village"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    COUNTRY = "country"
    REGION = "region"
    WATER = "water"
    FACILITY = "facility"
    DIRECTIONAL = "directional"
    DEMONYM = "demonym"


class Precision(StrEnum):
    """How exactly an event is placed, finest first."""

    SITE = "site"
    SETTLEMENT = "settlement"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    MACROREGION = "macroregion"
    UNKNOWN = "unknown"


PRECISION_OF_KIND = {
    PlaceKind.FACILITY: Precision.SITE,
    PlaceKind.CITY: Precision.SETTLEMENT,
    PlaceKind.VILLAGE: Precision.SETTLEMENT,
    PlaceKind.ADMIN2: Precision.DISTRICT,
    PlaceKind.ADMIN1: Precision.REGION,
    PlaceKind.COUNTRY: Precision.COUNTRY,
    PlaceKind.DEMONYM: Precision.COUNTRY,
    PlaceKind.REGION: Precision.MACROREGION,
    PlaceKind.WATER: Precision.MACROREGION,
    PlaceKind.DIRECTIONAL: Precision.MACROREGION,
}


class Role(StrEnum):
    """What a place is to an event."""

    EVENT = "event"
    ORIGIN = "origin"
    TARGET = "target"
    DESTINATION = "destination"
    VIA = "via"
    STATEMENT = "statement"


class ActorRole(StrEnum):
    """What an actor is to an event."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    PARTICIPANT = "participant"


class Modality(StrEnum):
    """Whether an event is said to have happened.

    `happened` is stated as fact, or an official reporting its own act; `claimed` is the word of
    an interested party; `alleged` a hedged accusation.
    """

    HAPPENED = "happened"
    CLAIMED = "claimed"
    ALLEGED = "alleged"
    PLANNED = "planned"
    POSSIBLE = "possible"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"


class DatePrecision(StrEnum):
    """How exactly an event is dated."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    OPEN = "open"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """How a place name is used in its sentence."""

    LITERAL = "literal"
    METONYM = "metonym"
    MODIFIER = "modifier"
    NAME = "name"
