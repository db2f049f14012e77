"""The nouns: identity, spans and precision."""

from datetime import date

import pytest

from geo.model import Place, PlaceKind, Precision, Report, Span


def test_a_span_that_runs_backward_is_refused() -> None:
    """Offsets are checked where they are made, not where they are used."""
    with pytest.raises(ValueError, match="runs forward"):
        Span(3, 2)


def test_a_report_is_known_by_its_content_and_address() -> None:
    """The key, under which a revised report is filed, is no part of the content."""
    report = Report("text", published=date(2024, 1, 1))

    assert report.id == Report("text", published=date(2024, 1, 1), key="elsewhere").id
    assert report.id != Report("text", published=date(2024, 1, 2)).id
    assert report.id != Report("text", published=date(2024, 1, 1), url="https://e.example/").id


@pytest.mark.parametrize(
    ("uncertainty_m", "expected"),
    [
        pytest.param(20_000, Precision.DISTRICT, id="20 km south of a town"),
        pytest.param(120_000, Precision.REGION, id="north of a town"),
        pytest.param(1_600_000, Precision.MACROREGION, id="eastern Russia"),
    ],
)
def test_a_derived_place_is_as_exact_as_it_is_wide(
    uncertainty_m: float, expected: Precision
) -> None:
    """And never as exact as a settlement."""
    place = Place("RU/east", "eastern Russia", PlaceKind.DIRECTIONAL, 0, 0, uncertainty_m)

    assert place.precision is expected
    assert place.is_region
