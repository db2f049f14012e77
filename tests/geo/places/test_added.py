"""Places that the user adds: GeoNames dumps and Who's On First files, made here."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GazetteerError, UnknownPlace, UnknownSource
from geo.model import PlaceKind
from geo.places import added, dumps
from geo.places.added import AddedPlaces
from geo.places.gazetteer import Gazetteer
from geo.places.names import normalise
from geo.places.sources import NameRank

Opened = Callable[[], Gazetteer]


def geonames(number: int, name: str, **said: object) -> str:
    """Return a row of GeoNames' main table."""
    row = {
        "ascii": name,
        "others": "",
        "lat": 48.1,
        "lon": 37.5,
        "class": "P",
        "code": "PPL",
        "country": "UA",
        "population": 900,
    } | said
    cells = [number, name, row["ascii"], row["others"], row["lat"], row["lon"]]
    cells += [row["class"], row["code"], row["country"], "", "05", "", "", ""]
    cells += [row["population"], "", "100", "Europe/Kyiv", "2024-01-01"]
    return "\t".join(map(str, cells)) + "\n"


def further(number: int, name: str, language: str = "uk", preferred: str = "") -> str:
    """Return a row of alternateNamesV2."""
    return f"1\t{number}\t{language}\t{name}\t{preferred}\t\t\t\t\t\n"


def feature(number: int, name: str, **said: object) -> dict[str, object]:
    """Return a feature as Who's On First writes it: a square of a tenth of a degree."""
    west, south = 37.5, 48.1
    ring = [
        [west, south],
        [west + 0.1, south],
        [west + 0.1, south + 0.1],
        [west, south + 0.1],
        [west, south],
    ]
    properties = {"wof:id": number, "wof:name": name, "wof:placetype": "locality"} | said
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def more(tmp_path: Path) -> AddedPlaces:
    """Return an empty file of added places."""
    return AddedPlaces(tmp_path / "data" / "added.sqlite")


@pytest.fixture
def opened(gazetteer: Gazetteer, more: AddedPlaces) -> Opened:
    """Return a function that opens the real gazetteer with the places added so far."""
    return lambda: Gazetteer(gazetteer.path, AddedPlaces(more.path))


def written(path: Path, text: str) -> Path:
    """Return a file that holds a text."""
    path.write_text(text, "utf-8")
    return path


def test_an_added_village_is_found_by_all_its_names(
    tmp_path: Path, more: AddedPlaces, opened: Opened
) -> None:
    """It has its parents from where it lies, and says where it comes from."""
    row = geonames(99000001, "Zzyzxivka", others="Zyzyxovka,Ззизксівка")

    source = more.add(written(tmp_path / "UA.txt", row))
    place = opened().lookup("Zyzyxovka")[0]

    assert (place.id, place.kind, place.country, place.admin1) == (
        "geonames:99000001",
        PlaceKind.VILLAGE,
        "UA",
        "UA-14",
    )
    assert opened().lookup("ЗЗИЗКСІВКА")[0].id == place.id == opened().place(place.id).id
    assert (source.name, source.places, source.names, source.unread) == ("UA", 1, 3, 0)
    assert source.licence == "CC BY 4.0"
    assert opened().suggest("zzyzx")[0].id == place.id
    assert "zzyzxivka" in opened().keys_in("zz", ["UA"], range(9, 10))
    assert opened().keys_in("zz", ["UA"], range(9)) == []
    assert opened().keys_in("zz", ["DE"], range(100)) == []


def test_a_known_place_gets_further_names_and_no_twin(
    tmp_path: Path, more: AddedPlaces, opened: Opened
) -> None:
    """The compiled row stays what it is: its names, people and parents."""
    names = further(703448, "Qqkyivqq") + further(703448, "QKV", "abbr")
    names += further(703448, "https://example.org", "link") + further(98765432, "Nowhereqq")

    more.add(written(tmp_path / "alternateNamesV2.txt", names))
    more.add(written(tmp_path / "UA.txt", geonames(703448, "Kyiv", population=5)))

    (place,) = opened().lookup("Qqkyivqq")
    assert (place.id, place.population > 1_000_000) == ("geonames:703448", True)
    assert opened().lookup("qkv") == []
    assert opened().lookup("QKV")[0].id == place.id
    assert opened().lookup("https://example.org") == []
    assert opened().lookup("Nowhereqq") == []
    assert [found.id for found in opened().lookup("Kyiv")].count("geonames:703448") == 1


@pytest.mark.parametrize("form", ["collection", "lines", "one", "late type"])
def test_geojson_is_read_in_every_form(
    tmp_path: Path, more: AddedPlaces, opened: Opened, form: str
) -> None:
    """A collection, a feature a line, or a file of one feature."""
    one = feature(
        7,
        "Zzfirst",
        **{
            "wof:placetype": "county",
            "name:eng_x_preferred": ["Zzfirst County"],
            "iso:country": "UA",
        },
    )
    two = feature(8, "Zzsecond", **{"gn:population": 20_000, "wof:concordances": {"gn:id": 703448}})
    features = [one, two] if form != "one" else [one]
    text = {
        "collection": json.dumps({"type": "FeatureCollection", "features": features}),
        "late type": json.dumps(
            {"bbox": [0, 1, 2, 3], "features": features, "type": "FeatureCollection"}, indent=1
        ),
        "lines": "\n".join(map(json.dumps, features)),
        "one": json.dumps(one, indent=2),
    }[form]

    source = more.add(written(tmp_path / "wof.geojson", text))
    place = opened().lookup("Zzfirst County")[0]

    assert (source.places, source.unread) == (len(features), 0)
    assert (place.id, place.kind, place.country) == ("wof:7", PlaceKind.ADMIN2, "UA")
    assert place.footprint is not None
    assert place.footprint.bounds == (37.5, 48.1, 37.6, 48.2)
    assert opened().place("wof:7").name == "Zzfirst"


def test_a_zip_is_read_as_what_is_in_it(tmp_path: Path, more: AddedPlaces, opened: Opened) -> None:
    """GeoNames' own archives hold a readme beside the table."""
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("readme.txt", "This readme describes the tables")
        archive.writestr("UA.txt", geonames(99000001, "Zzyzxivka"))

    source = more.add(tmp_path / "UA.zip")

    assert source.places == 1
    assert opened().lookup("Zzyzxivka")


def test_rows_that_cannot_be_read_are_counted_and_stop_nothing(
    tmp_path: Path, more: AddedPlaces, opened: Opened
) -> None:
    """A bad number, a point off the globe, a short row, bytes that are no text."""
    good = geonames(99000001, "Zzyzxivka").encode()
    bad = (
        geonames(99000002, "Zzbad", lat="95").encode() + geonames(99000003, "Zz", lon="x").encode()
    )
    file = tmp_path / "XX.txt"
    file.write_bytes(good + bad + b"1\t2\n" + b"\xff\xfe\t\n" + good.replace(b"Zzyzx", b"Zzother"))

    source = more.add(file)

    assert (source.read, source.unread, source.places) == (6, 4, 1)
    assert opened().lookup("Zzyzxivka")


def test_an_interrupted_run_goes_on_where_it_stopped(
    tmp_path: Path, more: AddedPlaces, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is complete, nothing of it is found; then everything is, once."""
    monkeypatch.setattr(added, "BATCH", 2)
    file = written(
        tmp_path / "UA.txt", "".join(geonames(99000000 + n, f"Zzplace{n}") for n in range(7))
    )
    real = more._write
    calls = []

    def stopping(source: int, batch: list[dumps.Row]) -> None:
        calls.append(batch)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(source, batch)

    monkeypatch.setattr(more, "_write", stopping)
    with pytest.raises(KeyboardInterrupt):
        more.add(file)

    assert opened().lookup("Zzplace0") == []
    assert any("incomplete" in problem for problem in more.verify())

    again = AddedPlaces(more.path)
    source = again.add(file)

    assert (source.read, source.places, source.is_complete) == (7, 7, True)
    assert list(again.verify()) == []
    assert opened().lookup("Zzplace6")
    assert again.add(file) == source


def test_another_file_of_the_same_name_is_refused(tmp_path: Path, more: AddedPlaces) -> None:
    """Two sources never mix under one name."""
    file = written(tmp_path / "UA.txt", geonames(99000001, "Zzyzxivka"))
    more.add(file)
    written(file, geonames(99000002, "Zzother"))

    with pytest.raises(GazetteerError, match="named 'UA' is there already"):
        more.add(file)

    assert more.add(file, name="UA-2", origin="mine", licence="CC0").licence == "CC0"


def test_a_removed_source_leaves_nothing(tmp_path: Path, more: AddedPlaces, opened: Opened) -> None:
    """What another source has stays."""
    more.add(written(tmp_path / "one.txt", geonames(99000001, "Zzone")))
    more.add(written(tmp_path / "two.txt", geonames(99000002, "Zztwo")))

    assert more.remove("one").places == 1

    assert opened().lookup("Zzone") == []
    assert opened().lookup("Zztwo")
    with pytest.raises(UnknownPlace):
        opened().place("geonames:99000001")
    with pytest.raises(UnknownSource):
        more.remove("one")


def test_lost_rows_are_noticed(tmp_path: Path, more: AddedPlaces) -> None:
    """`verify` counts what is there against what came in."""
    more.add(written(tmp_path / "one.txt", geonames(99000001, "Zzone")))
    with sqlite3.connect(more.path) as connection:
        connection.execute("DELETE FROM name")
    connection.close()

    assert list(more.verify()) == ["one has 0 names, of 1 that were added"]


@pytest.mark.parametrize(
    "content", [b"", b"hello\n", b"a\tb\tc\n", b"\x89PNG\r\n", b"PK\x03\x04 no archive"]
)
def test_what_is_no_gazetteer_file_is_refused(
    tmp_path: Path, more: AddedPlaces, content: bytes
) -> None:
    """The message names the file and what would do."""
    file = tmp_path / "notes.txt"
    file.write_bytes(content)

    with pytest.raises(GazetteerError, match=r"notes\.txt is no gazetteer file"):
        more.add(file)
    assert more.sources() == []


def test_a_missing_file_is_named(tmp_path: Path, more: AddedPlaces) -> None:
    """No traceback for a typing error."""
    with pytest.raises(GazetteerError, match=r"missing\.txt"):
        more.add(tmp_path / "missing.txt")


def test_a_cut_off_collection_gives_what_is_whole(tmp_path: Path, more: AddedPlaces) -> None:
    """The rest counts as one unreadable row."""
    text = json.dumps(
        {"type": "FeatureCollection", "features": [feature(1, "Zza"), feature(2, "Zzb")]}
    )

    source = more.add(written(tmp_path / "cut.geojson", text[: len(text) - 60]))

    assert (source.places, source.unread) == (1, 1)


def test_features_that_lack_what_a_place_needs_are_counted(
    tmp_path: Path, more: AddedPlaces
) -> None:
    """No name, no id, no place on the globe, a placetype we do not map, no object at all."""
    odd = [
        {"type": "Feature", "properties": {"wof:id": 1}},
        {"type": "Feature", "properties": {"wof:name": "Zz", "wof:id": 1}, "geometry": None},
        feature(3, "Zzplanet", **{"wof:placetype": "planet"}),
        feature(4, "Zzoff", **{"geom:longitude": 900, "geom:latitude": 0}),
        {"type": "Feature", "properties": None},
        7,
    ]

    source = more.add(written(tmp_path / "odd.geojson", "\n".join(map(json.dumps, odd))))

    assert (source.read, source.unread, source.places) == (6, 6, 0)


@pytest.mark.parametrize(
    ("feature_class", "code", "population", "kind"),
    [
        ("P", "PPLA", 60_000, PlaceKind.CITY),
        ("P", "PPL", 20, PlaceKind.VILLAGE),
        ("A", "ADM1", 0, PlaceKind.ADMIN1),
        ("A", "ADM2H", 0, PlaceKind.ADMIN2),
        ("A", "PCLI", 0, PlaceKind.COUNTRY),
        ("A", "ZN", 0, PlaceKind.REGION),
        ("H", "STM", 0, PlaceKind.WATER),
        ("S", "AIRP", 0, PlaceKind.FACILITY),
        ("T", "MT", 0, PlaceKind.REGION),
        ("", "", 0, PlaceKind.REGION),
    ],
)
def test_feature_codes_become_kinds(
    tmp_path: Path, feature_class: str, code: str, population: int, kind: PlaceKind
) -> None:
    """By GeoNames' class, and its code for settlements and admin units."""
    row = geonames(1, "Zz", **{"class": feature_class, "code": code, "population": population})

    (draft,) = dumps.rows(written(tmp_path / "t.txt", row), dumps.DumpKind.GEONAMES)

    assert not isinstance(draft, dumps.FurtherName)
    assert draft is not None
    assert draft.kind is kind
    assert draft.uncertainty_m >= 1000


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), max_size=6))
def test_every_further_name_comes_out_as_it_stands(names: list[str]) -> None:
    """A name is read as written, whatever letters it has, but for what parts the table."""
    clean = [
        name for name in names if not set(name) & set("\t\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    ]
    lines = [further(5, name, preferred="1").encode("utf-8", "ignore") for name in clean]

    read = [dumps._from_line(line, dumps._from_alternate) for line in lines]

    assert [row.name for row in read if isinstance(row, dumps.FurtherName)] == [
        name.encode("utf-8", "ignore").decode() for name in clean
    ]


def test_a_preferred_english_name_ranks_first(tmp_path: Path, more: AddedPlaces) -> None:
    """Others are alternates."""
    rows = further(703448, "Zzone", "en", "1") + further(703448, "Zztwo", "en")
    more.add(written(tmp_path / "names.txt", rows))

    assert more.numbers(normalise("Zzone"))[0][1] == NameRank.PRIMARY
    assert more.numbers(normalise("Zztwo"))[0][1] == NameRank.ALTERNATE


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """What to do is said."""
    file = tmp_path / "added.sqlite"
    file.write_bytes(b"no database " * 100)

    with pytest.raises(GazetteerError, match="cannot be opened"):
        AddedPlaces(file)


def test_the_file_lies_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the XDG base directories have it; a relative setting is ignored."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert added.default_path() == tmp_path / "dateline" / "added-places.sqlite"

    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert added.default_path().is_absolute()
