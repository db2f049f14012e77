"""The gazetteer over HTTP and on the command line, on the real one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import run
from api.settings import Settings
from tests.geo.places.test_added import geonames

PLACES = "/collections/places/items"


@pytest.fixture(scope="module")
def real(filled: Path) -> Iterator[TestClient]:
    """Return a client of the service with the compiled gazetteer."""
    with TestClient(create_app(Settings(store=filled)), base_url="http://127.0.0.1") as client:
        yield client


def get(client: TestClient, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
    """Return the body of a good answer."""
    answer = client.get(path, params=parameters)  # type: ignore[arg-type] # as typed
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of its own for what is added."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_a_region_is_explained_with_its_footprint(real: TestClient) -> None:
    """Candidates, scores, reasons, polygon."""
    best = get(real, PLACES, q="Donetsk region")["features"][0]

    assert best["id"] == "UA-14"
    assert best["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert best["properties"]["precision"] == "region"
    assert best["properties"]["score"] > 0
    assert any("region" in reason for reason in best["properties"]["why"])
    point = get(real, PLACES, q="Donetsk region", geometry="point")["features"][0]
    assert point["geometry"]["type"] == "Point"


def test_an_expected_country_comes_first(real: TestClient) -> None:
    """Of namesakes that which lies where the caller looks."""
    first = get(real, PLACES, q="Odessa")["features"][0]["properties"]
    expected = get(real, PLACES, q="Odessa", bias="US")["features"][0]["properties"]

    assert (first["country"], expected["country"]) == ("UA", "US")


def test_a_beginning_suggests_names(real: TestClient) -> None:
    """For a search box."""
    found = get(real, PLACES, q="Zaporizhz", limit=5)["features"]

    assert found
    assert all("begins" in one["properties"]["why"][0] for one in found)


def test_all_places_can_be_paged_through(real: TestClient) -> None:
    """A collection has items without any parameter."""
    one = get(real, PLACES, limit=2, geometry="point")
    two = get(real, PLACES, limit=2, offset=1, geometry="point")

    assert one["numberMatched"] > 200_000
    assert one["numberReturned"] == 2
    assert one["features"][1] == two["features"][0]


def test_a_place_is_found_by_its_id(real: TestClient) -> None:
    """Derived places too; an unknown id is 404."""
    assert get(real, f"{PLACES}/UA-14")["properties"]["name"].startswith("Donetsk")
    east = get(real, f"{PLACES}/RU/east")
    assert east["properties"]["precision"] == "macroregion"
    assert east["properties"]["region_shares"]["RU"] > 0.99
    assert real.get(f"{PLACES}/nowhere").status_code == 404
    assert real.get(f"{PLACES}/UA-14", params={"f": "html"}).text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "wrong", [{"q": " "}, {"bias": "Xyzzyland", "q": "Odessa"}, {"geometry": "line"}, {"x": "1"}]
)
def test_wrong_questions_are_refused(real: TestClient, wrong: dict[str, str]) -> None:
    """400 with the reason."""
    answer = real.get(PLACES, params=wrong)

    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_page_of_places_is_readable(real: TestClient) -> None:
    """For people, without a script."""
    page = real.get(PLACES, params={"q": "Kursk region", "f": "html"})

    assert page.status_code == 200
    assert "RU-KRS" in page.text


def test_a_file_is_added_listed_verified_and_removed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole life of a source."""
    (home / "UA.txt").write_text(geonames(99000001, "Zzyzxivka"), "utf-8")

    assert run(["place", "Zzyzxivka"]) == 1
    assert run(["gazetteer", "list"]) == 0
    assert run(["gazetteer", "add", str(home / "UA.txt"), "--licence", "CC0"]) == 0
    assert run(["gazetteer", "list"]) == 0
    assert run(["gazetteer", "verify"]) == 0
    assert run(["place", "Zzyzxivka"]) == 0
    shown = capsys.readouterr().out
    assert "nothing was added" in shown
    assert "1 places" in shown
    assert "CC0" in shown
    assert "geonames:99000001" in shown

    assert run(["gazetteer", "remove", "UA"]) == 0
    assert run(["place", "Zzyzxivka"]) == 1


def test_unreadable_rows_are_a_part_not_done(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, with their number; other mistakes are one line each."""
    bad = geonames(99000002, "Zzbad", lat=99)
    (home / "UA.txt").write_text(geonames(99000001, "Zzyzxivka") + bad, "utf-8")
    (home / "none.txt").write_text("no table", "utf-8")

    assert run(["gazetteer", "add", "--quiet", str(home / "UA.txt")]) == 3
    assert run(["gazetteer", "add", str(home / "none.txt")]) == 1
    assert run(["gazetteer", "remove", "other"]) == 2
    assert run(["gazetteer", "add", "--name", "x", "a.txt", "b.txt"]) == 2
    said = capsys.readouterr().err
    assert "1 rows could not be read" in said
    assert "none.txt is no gazetteer file" in said


def test_an_incomplete_source_is_a_fault(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify` says so with its exit code."""
    import sqlite3

    from geo.places.added import default_path

    (home / "UA.txt").write_text(geonames(99000001, "Zzyzxivka"), "utf-8")
    run(["gazetteer", "add", str(home / "UA.txt")])
    connection = sqlite3.connect(default_path())
    with connection:
        connection.execute("UPDATE source SET is_complete = 0")
    connection.close()

    assert run(["gazetteer", "verify"]) == 1
    assert "UA is incomplete" in capsys.readouterr().err


def test_an_online_geocoder_must_be_told_who_asks(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half-made setting is a mistake before anything is read."""
    (home / "report.txt").write_text("A bomb killed ten people in Baghdad on 3 May 2021.")
    monkeypatch.setenv("DATELINE_GEOCODER", "nominatim:https://geocoder.example")

    code = run(["read", str(home / "report.txt"), "--store", str(home / "s.gpkg")])

    assert code == 1
    assert "DATELINE_CONTACT" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_an_expected_country_decides_between_namesakes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On the command line as over HTTP; a country nobody knows is a mistake."""
    assert run(["place", "Odessa", "--country", "United States"]) == 0
    first = capsys.readouterr().out.splitlines()[3]
    assert "Odessa" in first
    assert run(["place", "Odessa", "--country", "Xyzzyland"]) == 2
