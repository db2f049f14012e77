"""What goes out, as the API document describes it and as the tests check it."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

_Geometry = Annotated[dict[str, Any] | None, WithJsonSchema({"type": "object", "nullable": True})]


class Link(BaseModel):
    """A link (RFC 8288)."""

    href: str
    rel: str
    type: str = ""
    title: str = ""


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class LandingPage(BaseModel):
    """Where everything is found."""

    title: str
    description: str
    links: list[Link]


class Conformance(BaseModel):
    """The requirement classes that the service conforms to."""

    conformsTo: list[str]  # noqa: N815 - the standard's name


class Collection(BaseModel):
    """What a collection holds."""

    id: str
    title: str
    description: str
    extent: dict[str, Any]
    itemType: str  # noqa: N815 - the standard's name
    crs: list[str]
    links: list[Link]


class Collections(BaseModel):
    """The collections of the service."""

    links: list[Link]
    collections: list[Collection]


class Feature(BaseModel):
    """A GeoJSON feature (RFC 7946); a null geometry is an event whose place is not known."""

    type: str
    id: str
    geometry: _Geometry
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    """GeoJSON features that match a filter."""

    type: str
    numberMatched: Annotated[int, Field(ge=0)]  # noqa: N815 - the standard's name
    numberReturned: Annotated[int, Field(ge=0)]  # noqa: N815 - the standard's name
    timeStamp: str  # noqa: N815 - the standard's name
    links: list[Link]
    features: list[Feature]


class Health(BaseModel):
    """Whether the service can answer."""

    status: str
    events: int
    sequence: int


class MapData(BaseModel):
    """What the map page is given."""

    events: list[Feature]
    footprints: dict[str, Any]
    regions: dict[str, str]
    types: dict[str, str]
    meta: dict[str, Any]


MODELS: tuple[type[BaseModel], ...] = (
    Collection,
    Collections,
    Conformance,
    Feature,
    FeatureCollection,
    Health,
    LandingPage,
    Link,
    MapData,
    Problem,
)
"""Every schema of the API document."""
