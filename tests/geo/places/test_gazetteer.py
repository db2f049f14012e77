import threading
from pathlib import Path

import pytest
import shapely

from geo.errors import GazetteerError, UnknownPlace, UnknownRegion
from geo.model import PlaceKind
from geo.places.footprint import distance_m
from geo.places.gazetteer import Gazetteer, default_path, is_complete


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Kyiv", "geonames:703448"),
        ("Kiev", "geonames:703448"),
        ("Київ", "geonames:703448"),
        ("Киев", "geonames:703448"),
        ("Kharkov", "geonames:706483"),
        ("Artemivsk", "geonames:713174"),
        ("U.S.", "US"),
        ("Türkiye", "TR"),
        ("DPRK", "KP"),
        ("W.Va.", "US-WV"),
        ("Donbas", "donbas"),
        ("Korean Peninsula", "korean-peninsula"),
        ("Russian Far East", "russian-far-east"),
        ("Bab el-Mandeb", "bab-al-mandab"),
        ("Zaporizhzhia nuclear plant", "facility-zaporizhzhia-nuclear-power-plant"),
    ],
)
def test_a_place_is_found_by_each_of_its_names(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    """Old, new, foreign and abbreviated names lead to the same place."""
    assert gazetteer.lookup(name)[0].id == place_id


def test_a_name_nobody_bears_is_found_nowhere(gazetteer: Gazetteer) -> None:
    """An unknown name is an empty list, not an error."""
    assert gazetteer.lookup("Xyzzyville") == []
    assert gazetteer.kinds("Xyzzyville") == frozenset()
    assert gazetteer.prominence("Xyzzyville") == 0


def test_the_lexicon_tells_kinds_and_prominence(gazetteer: Gazetteer) -> None:
    """Recognition learns what a name may be and how big its bearer is."""
    assert PlaceKind.DEMONYM in gazetteer.kinds("Ukrainians")
    assert {PlaceKind.CITY, PlaceKind.ADMIN1} <= gazetteer.kinds("DONETSK")
    assert gazetteer.kinds("us") & {PlaceKind.COUNTRY} == frozenset()
    assert gazetteer.prominence("Kyiv") > gazetteer.prominence("Pokrovsk") > 4


def test_crimea_belongs_to_ukraine(gazetteer: Gazetteer) -> None:
    """Internationally recognised borders decide."""
    assert (gazetteer.place("UA-43").country, gazetteer.place("UA-40").country) == ("UA", "UA")
    assert "UA" in gazetteer.places_containing(34.1, 44.95)
    assert "RU" not in gazetteer.places_containing(34.1, 44.95)


def test_a_town_is_found_by_every_region_around_it(gazetteer: Gazetteer) -> None:
    """A filter for the oblast, the country or a macro-region finds the town."""
    bakhmut = gazetteer.lookup("Bakhmut")[0]

    assert {"UA-14", "UA", "donbas", "eastern-europe", "europe"} <= set(bakhmut.region_ids)


def test_a_region_is_found_by_what_contains_all_of_it(gazetteer: Gazetteer) -> None:
    """Donbas is in Ukraine and in eastern Europe; the Caucasus is in no one country."""
    assert {"donbas", "UA", "eastern-europe"} <= set(gazetteer.place("donbas").region_ids)
    assert "RU" not in gazetteer.place("caucasus").region_ids


def test_every_curated_region_has_an_area_with_its_point_inside(gazetteer: Gazetteer) -> None:
    """No curated region is empty, and its anchor lies in or by it."""
    rows = gazetteer.rows("SELECT id FROM place WHERE kind IN ('region', 'water')")
    places = [gazetteer.place(key) for (key,) in rows]

    assert len(places) > 300
    for place in places:
        assert place.footprint is not None, place.id
        near = place.footprint.distance(shapely.Point(place.lon, place.lat))
        assert near < 10, place.id


def test_country_points_lie_in_their_countries(gazetteer: Gazetteer) -> None:
    """The display point of a country is on its land."""
    rows = gazetteer.rows("SELECT id FROM place WHERE kind = 'country'")
    for (key,) in rows:
        place = gazetteer.place(key)
        if place.footprint is not None:
            assert place.footprint.distance(shapely.Point(place.lon, place.lat)) < 1.5, key


@pytest.mark.parametrize(
    ("word", "region"),
    [
        ("ua", "UA"),
        ("UKR", "UA"),
        ("Ukraine", "UA"),
        ("ua-14", "UA-14"),
        ("Donetsk", "UA-14"),
        ("Donetsk region", "UA-14"),
        ("DONBAS", "donbas"),
        ("korean-peninsula", "korean-peninsula"),
        ("Black Sea", "black-sea"),
    ],
)
def test_a_filter_s_word_names_a_region(gazetteer: Gazetteer, word: str, region: str) -> None:
    """Ids, codes and names in any spelling work."""
    assert gazetteer.find_region(word).id == region


def test_an_unknown_region_names_the_nearest(gazetteer: Gazetteer) -> None:
    """The message helps who mistyped."""
    with pytest.raises(UnknownRegion, match="Donbas"):
        gazetteer.find_region("Donbos")


@pytest.mark.parametrize("word", ["", " ", "/", "RU/east", "geonames:709717", "%"])
def test_what_is_no_region_is_unknown(gazetteer: Gazetteer, word: str) -> None:
    """Towns, derived places and wild characters are no regions."""
    with pytest.raises(UnknownRegion):
        gazetteer.find_region(word)


def test_region_names_leaves_out_what_is_unknown(gazetteer: Gazetteer) -> None:
    """Names come in the order asked for."""
    names = gazetteer.region_names(["donbas", "nowhere", "UA"])

    assert names == {"donbas": "Donbas", "UA": "Ukraine"}


def test_suggestions_begin_with_the_letters_typed(gazetteer: Gazetteer) -> None:
    """The most populous come first, and no more than asked for."""
    found = gazetteer.suggest("khark", 3)

    assert 0 < len(found) <= 3
    assert all("hark" in place.name.casefold() for place in found)
    assert gazetteer.suggest("", 3) == []


@pytest.mark.parametrize(
    "place_id",
    ["RU/east", "UA/central", "geonames:706483/south-20km", "UA-63/near", "UA/east/north-of"],
)
def test_a_derived_place_can_be_derived_again_from_its_id(
    gazetteer: Gazetteer, place_id: str
) -> None:
    """What an event stores is enough to draw its place again."""
    place = gazetteer.place(place_id)

    assert place.id == place_id
    assert place.kind == PlaceKind.DIRECTIONAL
    assert place.footprint is not None


@pytest.mark.parametrize("place_id", ["", "nowhere", "RU/up", "RU/central-of", "geonames:0", "/"])
def test_an_unknown_place_is_an_error(gazetteer: Gazetteer, place_id: str) -> None:
    """An id that means nothing never gives a place."""
    with pytest.raises(UnknownPlace):
        gazetteer.place(place_id)


def test_threads_may_share_a_gazetteer(gazetteer: Gazetteer) -> None:
    """Eight threads asking at once all get answers."""
    answers: list[str] = []

    def ask() -> None:
        answers.extend(gazetteer.lookup(name)[0].id for name in ("Kyiv", "Lviv", "Odesa") * 20)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8 * 60


def test_a_truncated_file_is_not_complete(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Half a file is noticed without reading it."""
    half = tmp_path / "half.sqlite"
    with gazetteer.path.open("rb") as whole:
        half.write_bytes(whole.read(1 << 20))

    assert not is_complete(half)
    assert not is_complete(tmp_path / "absent.sqlite")
    assert is_complete(gazetteer.path)


def test_a_file_that_is_no_gazetteer_is_an_error_that_names_it(tmp_path: Path) -> None:
    """The message says which file to delete."""
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(b"not a database at all" * 100)

    with pytest.raises(GazetteerError, match=r"wrong\.sqlite"):
        Gazetteer(wrong)


def test_the_cache_folder_of_the_user_is_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XDG_CACHE_HOME decides; a relative one is ignored, as its specification says."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path().is_relative_to(tmp_path)

    monkeypatch.setenv("XDG_CACHE_HOME", "somewhere")
    assert default_path().is_relative_to(Path.home())


def test_a_town_of_the_list_of_missing_ones_is_where_it_should_be(gazetteer: Gazetteer) -> None:
    """A front-line village is found at its place."""
    place = gazetteer.lookup("Robotyne")[0]

    assert distance_m(place.lon, place.lat, 35.8358, 47.4478) < 3_000
    assert place.admin1 == "UA-23"
