"""The language model and the gazetteer, loaded once and used for every report."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.model import Event, Report
from geo.pipeline import read_events
from geo.protocols import Extractor, Geocoder

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True)
class Reader:
    """What reads reports: an extractor and a geocoder."""

    extractor: Extractor
    geocoder: Geocoder

    def events(self, report: Report, *, bias: Collection[str] = ()) -> list[Event]:
        """Return the events of a report in reading order.

        Args:
            report: What to read.
            bias: ISO 3166-1 alpha-2 codes of countries the caller expects.
        """
        return read_events(report, extractor=self.extractor, geocoder=self.geocoder, bias=bias)

    def frame(self, report: Report, *, bias: Collection[str] = ()) -> "GeoDataFrame":
        """Return the events of a report as a GeoDataFrame in OGC:CRS84, one row per event."""
        from geo.frame import to_frame, to_row

        updated = f"{report.published or '1970-01-01'}T00:00:00Z"
        return to_frame(to_row(event, updated=updated) for event in self.events(report, bias=bias))


def open_reader(gazetteer: Path | None = None) -> Reader:
    """Load the language model and open the gazetteer.

    Args:
        gazetteer: The gazetteer's file; None = the one in the user's cache folder, which is
            compiled on first use.

    Raises:
        ModelMissing: no language model is installed.
        GazetteerError: the gazetteer can be neither opened nor built.
    """
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolver import Resolver
    from geo.reading.extractor import SpacyExtractor

    places = open_gazetteer(gazetteer)
    return Reader(SpacyExtractor(places), Resolver(places))
