import pytest

from geo.model import Report
from geo.places.gazetteer import Gazetteer
from geo.places.publisher import home_countries


@pytest.mark.parametrize(
    ("publisher", "url", "countries"),
    [
        pytest.param("", "https://www.smh.com.au/world", {"AU"}, id="a country domain"),
        pytest.param("", "https://www.bbc.co.uk/news", {"GB"}, id="uk is no ISO code"),
        pytest.param("", "https://example.io/a", set(), id="a domain that all use"),
        pytest.param("", "http://[bad", set(), id="no address"),
        pytest.param("The Times of Israel", "", {"IL"}, id="a country in the name"),
        pytest.param("Kyiv Independent", "", {"UA"}, id="a well-known city in the name"),
        pytest.param("New York Times", "", {"US"}, id="two words before one: not York"),
        pytest.param("Reading Eagle", "", set(), id="a city that few languages name"),
        pytest.param("Wikinews", "", set(), id="nothing tells"),
    ],
)
def test_the_publisher_tells_its_country(
    gazetteer: Gazetteer, publisher: str, url: str, countries: set[str]
) -> None:
    """By its address or its name, or not at all."""
    report = Report("Text.", publisher=publisher, url=url)

    assert home_countries(report, gazetteer) == countries
