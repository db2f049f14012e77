"""The language model and the gazetteer, loaded once and used for every report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.model import Event, Report, Toponym
from geo.pipeline import read_events
from geo.protocols import Extractor, Geocoder, Locator

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True)
class Reader:
    """What reads reports: an extractor and a geocoder.

    Attributes:
        bias: Ids of countries and regions where places are expected, in every report.
        locator: Finds names without the events; None where only whole reports are read.
    """

    extractor: Extractor
    geocoder: Geocoder
    bias: frozenset[str] = frozenset()
    locator: Locator | None = None

    def events(self, report: Report, *, bias: Collection[str] = ()) -> list[Event]:
        """Return the events of a report in reading order.

        Args:
            report: What to read.
            bias: Ids of further countries and regions where its places are expected: ISO
                3166-1 alpha-2, ISO 3166-2, or those of curated regions.
        """
        expected = self.bias.union(bias)
        return read_events(report, extractor=self.extractor, geocoder=self.geocoder, bias=expected)

    def toponyms(self, report: Report) -> Sequence[Toponym]:
        """Return the toponyms of a report in reading order."""
        if self.locator is None:
            return self.extractor.read(report).toponyms
        return self.locator.toponyms_of(report)

    def frame(self, report: Report, *, bias: Collection[str] = ()) -> "GeoDataFrame":
        """Return the events of a report as a GeoDataFrame in OGC:CRS84, one row per event."""
        from geo.frame import to_frame, to_row

        updated = f"{report.published or '1970-01-01'}T00:00:00Z"
        return to_frame(to_row(event, updated=updated) for event in self.events(report, bias=bias))


def open_reader(gazetteer: Path | None = None, *, bias: Collection[str] = ()) -> Reader:
    """Load the language model and open the gazetteer.

    Args:
        gazetteer: The gazetteer's file; None = the one in the user's cache folder, which is
            compiled on first use, with what the user added.
        bias: ISO codes, ids or names of countries and regions where places are expected.

    Raises:
        UnknownRegion: nothing is known by a name in `bias`.
        ModelMissing: no language model is installed.
        GazetteerError: the gazetteer can be neither opened nor built.
    """
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolver import Resolver
    from geo.reading.extractor import SpacyExtractor

    places = open_gazetteer(gazetteer)
    expected = frozenset(places.find_region(name).id for name in bias)
    extractor = SpacyExtractor(places)
    return Reader(extractor, Resolver(places), expected, extractor)
