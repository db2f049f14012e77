from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.places import curated, sources
from geo.places.build import build
from geo.places.gazetteer import Gazetteer, is_complete, open_gazetteer


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gazetteer of the largest cities, compiled over a damaged file."""
    path = tmp_path_factory.mktemp("cache") / "dateline" / "small.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    steps: list[int] = []
    build(path, progress=lambda _, done, __: steps.append(done), least_population=1_000_000)
    assert steps == sorted(steps)
    assert len(steps) > 4
    return path


def test_a_damaged_file_is_replaced_by_a_whole_one(small: Path) -> None:
    """Building leaves a complete file and nothing beside it."""
    assert is_complete(small)
    assert [path.name for path in small.parent.iterdir()] == [small.name]


def test_a_complete_file_is_opened_and_not_built_again(small: Path) -> None:
    """A second opening reports no progress, for there is nothing to do."""
    steps: list[str] = []

    with_cities = open_gazetteer(small, progress=lambda step, *_: steps.append(step))

    assert steps == []
    assert with_cities.lookup("Kyiv")[0].country == "UA"
    with_cities.close()


def test_a_settlement_already_known_gets_its_curated_names(small: Path) -> None:
    """Curated rows never make a second place out of a known one."""
    gazetteer = Gazetteer(small)
    ids = gazetteer.rows("SELECT id FROM place WHERE name = 'Robotyne'")
    gazetteer.close()

    assert ids == [("place-robotyne",)]


def test_a_folder_that_cannot_be_made_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    """The user learns where the gazetteer was to be written."""
    (tmp_path / "file").write_text("in the way")
    path = tmp_path / "file" / "gazetteer.sqlite"

    with pytest.raises(GazetteerError, match=r"gazetteer\.sqlite"):
        build(path)
    with pytest.raises(GazetteerError, match=r"gazetteer\.sqlite"):
        open_gazetteer(path)


def test_every_member_of_a_curated_region_is_known() -> None:
    """No region is built from an id that nothing bears."""
    known = set(sources.read_shapes().polygons)
    for region in curated.regions():
        members = {part.lstrip("-") for part in region.members if not part.startswith("un:")}
        assert members <= known, region.id
        assert region.members or region.outline, region.id


def test_curated_ids_are_unique() -> None:
    """One id, one place."""
    ids = [region.id for region in curated.regions()]
    ids += [spot.id for spot in (*curated.facilities(), *curated.settlements())]

    assert len(ids) == len(set(ids))


def test_curated_spots_are_on_the_globe() -> None:
    """Longitude comes first, and none is out of range."""
    for spot in (*curated.facilities(), *curated.settlements()):
        assert abs(spot.lon) <= 180, spot.id
        assert abs(spot.lat) <= 90, spot.id


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Donetsk Oblast", "Donetsk"),
        ("Republic of Tatarstan", "Tatarstan"),
        ("Butler County", "Butler"),
        ("Bavaria", None),
    ],
)
def test_an_admin_unit_is_known_without_its_word_too(name: str, bare: str | None) -> None:
    """The administrative word is left out at will."""
    assert list(sources.bare_names([name])) == ([bare] if bare else [])
