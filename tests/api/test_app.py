"""The service as clients see it."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import geopandas
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.parameters import FILTERS, FORMAT, PAGING
from api.routes.items import DOWNLOADS
from api.schemas import (
    Collections,
    Conformance,
    FeatureCollection,
    Health,
    LandingPage,
    MapData,
    Problem,
)
from geo.frame import to_rows
from geo.store.geopackage import GeoPackageStore
from tests.api.conftest import EVENTS, fill, serving
from tests.geo.parts import EAST, event_at, strike

ITEMS = "/collections/events/items"


def get(client: TestClient, path: str, **parameters: object) -> dict[str, Any]:
    """Return the JSON of an answer that must be right."""
    answer = client.get(path, params=parameters)  # type: ignore[arg-type] # lists and text
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def links(body: dict[str, Any]) -> dict[str, str]:
    """Return the addresses of a document's links by what they are to it."""
    return {link["rel"]: link["href"] for link in body["links"]}


def test_the_landing_page_links_to_everything(client: TestClient) -> None:
    """Each of the standard's links leads somewhere."""
    body = get(client, "/")

    LandingPage.model_validate(body)
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(links(body))
    for href in links(body).values():
        assert client.get(href).status_code in {200, 503}  # 503: the page's files are not fetched


def test_conformance_and_collections_are_what_the_document_says(client: TestClient) -> None:
    """Their members are those of the schemas."""
    Conformance.model_validate(get(client, "/conformance"))
    body = Collections.model_validate(get(client, "/collections"))

    assert [one.id for one in body.collections] == ["events", "regions", "places"]
    for one in body.collections:
        assert get(client, f"/collections/{one.id}")["id"] == one.id


def test_items_are_geojson_with_exact_counts(client: TestClient) -> None:
    """All events, oldest first, null geometry where the place is unknown."""
    answer = client.get(ITEMS, params={"limit": 1000})

    body = FeatureCollection.model_validate(answer.json())
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert body.numberMatched == body.numberReturned == len(body.features) == EVENTS
    assert {feature.geometry is None for feature in body.features} == {True, False}


@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_give_every_event_once(client: TestClient, size: int) -> None:
    """Following `next` from the first page, and `prev` from the last."""
    seen: list[str] = []
    body = get(client, ITEMS, limit=size)
    while True:
        seen += [feature["id"] for feature in body["features"]]
        if "next" not in links(body):
            break
        body = client.get(links(body)["next"]).json()
    pages = 1
    while "prev" in links(body):
        body = client.get(links(body)["prev"]).json()
        pages += 1

    assert len(seen) == len(set(seen)) == EVENTS
    assert pages == -(-EVENTS // size)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param({"bbox": "4,50,5,51"}, 8, id="box"),
        pytest.param({"bbox": "4,50,0,5,51,9"}, 8, id="box with heights"),
        pytest.param({"bbox": "170,-20,-170,20"}, 0, id="across the antimeridian"),
        pytest.param({"datetime": "2024-01-03"}, 4, id="day: three there, one open before"),
        pytest.param({"datetime": "2024-10-04/.."}, 1, id="open end"),
        pytest.param({"datetime": "../2024-01-01T12:00:00Z"}, 4, id="open start"),
        pytest.param({"actor": "North Korea"}, 8 + 1, id="actor by name, army included"),
        pytest.param({"actor": ["Nobody", "PRK-MIL"]}, 9, id="actors are alternatives"),
        pytest.param({"region": "UA"}, 9, id="region holds its divisions"),
        pytest.param({"region": ["donetsk oblast", "Brussels"], "type": "meet"}, 0, id="and"),
        pytest.param({"type": "strike"}, 9, id="first part of a type"),
        pytest.param({"q": "killed SOLDIERS"}, 1, id="words"),
    ],
)
def test_filters_find_what_they_mean(
    client: TestClient, parameters: dict[str, Any], expected: int
) -> None:
    """Each by itself, on events whose places and days are known."""
    assert get(client, ITEMS, **parameters)["numberMatched"] == expected


@pytest.fixture(scope="module")
def asked(vague: Path) -> Iterator[TestClient]:
    """Return a client of the service over events in vague places."""
    with serving(vague) as client:
        yield client


def shares(features: list[dict[str, Any]]) -> dict[str, float]:
    """Return the region coverage of features by the place of each."""
    found = (feature["properties"] for feature in features)
    return {one["place"]: one["region_coverage"] for one in found}


REGION = "Donetsk Oblast"
WHOLE, PART = {REGION: 1.0, "A town": 1.0}, {"eastern Ukraine": 0.5}
FIJI = {"Fiji": 1.0}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param({"region": "UA-14"}, WHOLE, id="what belongs"),
        pytest.param({"region": "UA-14", "coverage": "0.5"}, WHOLE | PART, id="half is enough"),
        pytest.param({"region": "UA-14", "coverage": "0.51"}, WHOLE, id="half is too little"),
        pytest.param({"region": "UA-14", "coverage": "1"}, WHOLE, id="all of it"),
        pytest.param({"region": ["UA-14", "FJ"]}, WHOLE | FIJI, id="two regions"),
        pytest.param(
            {"region": ["UA-14", "FJ"], "coverage": ".01"}, WHOLE | PART | FIJI, id="two, by area"
        ),
        pytest.param({"region": "Brussels", "coverage": "0.01"}, {}, id="outside"),
        pytest.param({"region": "UA-14", "coverage": "0.1", "type": "strike"}, {}, id="and"),
    ],
)
def test_a_region_says_which_share_of_a_place_it_covers(
    asked: TestClient, parameters: dict[str, Any], expected: dict[str, float]
) -> None:
    """In the list, its page for people, files and map data alike; `coverage` goes by the share."""
    body = get(asked, ITEMS, **parameters)

    assert shares(body["features"]) == expected
    assert body["numberMatched"] == len(expected)
    assert shares(get(asked, "/map-data", **parameters)["events"]) == expected
    assert shares(get(asked, ITEMS, **parameters, f="geojson")["features"]) == expected
    table = csv.DictReader(asked.get(ITEMS, params={**parameters, "f": "csv"}).text.splitlines())
    assert {one["place"]: float(one["region_coverage"]) for one in table} == expected
    page = asked.get(ITEMS, params={**parameters, "f": "html"}).text
    assert page.count("region_coverage") == len(expected)


def test_a_region_that_is_asked_again_has_its_share_of_new_places(tmp_path: Path) -> None:
    """Also where the service has worked out its shares before."""
    path = tmp_path / "store.gpkg"
    fill(path, reports=1)
    with serving(path) as client, GeoPackageStore(path) as store:
        before = get(client, ITEMS, region="UA-14", coverage="0.25")
        event = event_at(EAST)
        store.add(event.report, [event])
        after = get(client, ITEMS, region="UA-14", coverage="0.25")

    assert shares(before["features"]) == {REGION: 1.0}
    assert shares(after["features"]) == {REGION: 1.0} | PART


def test_without_a_region_nothing_is_said_of_its_coverage(asked: TestClient) -> None:
    """Nor on a single event, for which no region is asked."""
    features = get(asked, ITEMS)["features"]

    assert not any("region_coverage" in one["properties"] for one in features)
    one = get(asked, f"{ITEMS}/{features[0]['id']}")
    assert "region_coverage" not in one["properties"]


def test_regions_hold_the_events_they_cover(asked: TestClient) -> None:
    """The collection of polygons takes the same filter."""
    body = get(asked, "/collections/regions/items", region="UA-14", coverage="0.5")

    assert {one["id"]: one["properties"]["events"] for one in body["features"]} == {"UA-14": 2}


def test_one_event_leads_back_to_its_collection(client: TestClient) -> None:
    """An item is the feature of the list, with links."""
    first = get(client, ITEMS, limit=1)["features"][0]

    body = get(client, f"{ITEMS}/{first['id']}")

    assert {name: body[name] for name in first} == first
    assert links(body)["collection"].endswith("/collections/events")


@pytest.mark.parametrize("form", [form.name for form in DOWNLOADS])
def test_downloads_hold_everything_that_matches(
    client: TestClient, tmp_path: Path, form: str
) -> None:
    """All matching events whatever the default limit, none lost by the format."""
    answer = client.get(ITEMS, params={"f": form, "type": "strike"})

    assert "attachment" in answer.headers["content-disposition"]
    file = tmp_path / answer.headers["content-disposition"].split('"')[1]
    file.write_bytes(answer.content)
    read = geopandas.read_parquet if form == "parquet" else geopandas.read_file
    options = {"layer": "events"} if form == "gpkg" else {}
    wanted = get(client, ITEMS, type="strike", limit=1000)["features"]
    assert {row["id"] for row in to_rows(read(file, **options))} == {one["id"] for one in wanted}


def test_a_download_may_be_a_page(client: TestClient) -> None:
    """With a limit it holds that many, from the offset on."""
    answer = client.get(ITEMS, params={"f": "geojsonl", "limit": 2, "offset": 1})

    ids = [json.loads(line)["id"] for line in answer.text.splitlines()]
    assert ids == [one["id"] for one in get(client, ITEMS, limit=2, offset=1)["features"]]


def test_regions_are_polygons_with_counts(client: TestClient) -> None:
    """Under the same filters; the box is of the polygon."""
    body = get(client, "/collections/regions/items")

    (region,) = body["features"]
    assert region["properties"] == {"name": "Donetsk Oblast", "events": 9}
    assert region["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert get(client, "/collections/regions/items", bbox="38,47,170,48")["numberMatched"] == 1
    assert get(client, "/collections/regions/items", bbox="170,47,37,48")["numberMatched"] == 1
    assert get(client, "/collections/regions/items", bbox="0,0,1,1")["numberMatched"] == 0
    assert get(client, "/collections/regions/items", type="meet")["numberMatched"] == 0
    assert get(client, "/collections/regions/items/UA-14")["id"] == "UA-14"


def test_map_data_is_what_the_page_needs(client: TestClient) -> None:
    """Events, their footprints and names, under the same filters."""
    body = MapData.model_validate(get(client, "/map-data", region="UA"))

    assert len(body.events) == 9
    assert set(body.footprints) == {"UA-14"}
    assert body.regions["UA-14"] == "Donetsk Oblast"
    assert body.types["strike.missile"] == "Missile strike"


def test_a_map_is_not_cut_in_silence(filled: Path) -> None:
    """More events than a map holds are a clear refusal."""
    with serving(filled, map_limit=5) as client:
        answer = client.get("/map-data")

    assert answer.status_code == 400
    assert "25 events match" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "hint"),
    [
        pytest.param(f"{ITEMS}?actors=x", 400, "did you mean 'actor'", id="unknown parameter"),
        pytest.param(f"{ITEMS}?limit=0", 400, "the least is 1", id="limit 0"),
        pytest.param(f"{ITEMS}?limit=1_0", 400, "digits", id="underscore"),
        pytest.param(f"{ITEMS}?limit=%D9%A3", 400, "digits", id="Arabic-Indic digit"),
        pytest.param(f"{ITEMS}?offset=-1", 400, "digits", id="negative"),
        pytest.param(f"{ITEMS}?bbox=nan,0,1,1", 400, "decimal number", id="NaN"),
        pytest.param(f"{ITEMS}?bbox=0,0,1,1&bbox=0,0,1,1", 400, "more than once", id="twice"),
        pytest.param(f"{ITEMS}?bbox=", 400, "empty", id="empty"),
        pytest.param(f"{ITEMS}?q={'x' * 2001}", 400, "longer than", id="long"),
        pytest.param(f"{ITEMS}?{'type=strike&' * 51}", 400, "50 times", id="many"),
        pytest.param(f"{ITEMS}?datetime=2024-13-01", 400, "not a date", id="month 13"),
        pytest.param(f"{ITEMS}?type=strik", 400, "did you mean 'strike", id="type"),
        pytest.param(f"{ITEMS}?region=Donetsk", 400, "Donetsk Oblast", id="region"),
        pytest.param(f"{ITEMS}?coverage=0.5", 400, "coverage='0.5': it is of a region", id="alone"),
        *(
            pytest.param(f"{ITEMS}?region=UA&coverage={value}", 400, hint, id=f"coverage {value}")
            for value, hint in {
                "0": "coverage='0': write the least share",
                "1.1": "coverage='1.1'",
                "-0.5": "coverage='-0.5'",
                "half": "coverage='half'",
                "50%25": "coverage='50%'",
                "nan": "coverage='nan'",
                "%D9%A1": "coverage='١'",
                "": "coverage='': the value is empty",
                "0.5&coverage=0.6": "coverage='0.6': the parameter is given more than once",
            }.items()
        ),
        pytest.param(f"{ITEMS}?region=UA&covrage=1", 400, "did you mean 'coverage'", id="typo"),
        pytest.param("/map-data?coverage=1", 400, "coverage", id="coverage of a map"),
        pytest.param("/collections/regions/items?coverage=1", 400, "coverage", id="of polygons"),
        pytest.param(f"{ITEMS}?actor=Nobodi", 400, "did you mean 'Nobody'", id="actor"),
        pytest.param(f"{ITEMS}?f=shp", 400, "known formats", id="format"),
        pytest.param(f"{ITEMS}/nothing", 404, "nothing", id="event"),
        pytest.param(f"{ITEMS}/a?limit=1", 400, "limit", id="parameter of another resource"),
        pytest.param("/collections/regions/items/nothing", 404, "nothing", id="region item"),
        pytest.param("/collections/cities", 404, "events, regions", id="collection"),
        pytest.param("/collections/cities/items", 404, "events, regions", id="its items"),
        pytest.param("/nowhere", 404, "/nowhere", id="path"),
        pytest.param("/conformance?f=xml", 400, "known formats", id="format of a document"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(
    client: TestClient, path: str, status: int, hint: str
) -> None:
    """As a problem of RFC 9457 whose detail names the fault."""
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert problem.status == status
    assert hint in problem.detail


def test_other_methods_are_refused_with_those_allowed(client: TestClient) -> None:
    """405 with the list that RFC 9110 wants."""
    answer = client.post(ITEMS)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("application/geo+json", 200, "application/geo+json"),
        ("application/json", 200, "application/geo+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200, "text/html; charset=utf-8"),
        ("text/*;q=0.5, application/json;q=0", 200, "text/html; charset=utf-8"),
        ("text/csv", 200, "text/csv; charset=utf-8"),
        ("", 200, "application/geo+json"),
        ("*/*;q=zero, application/*", 200, "application/geo+json"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_the_accept_header_decides_the_format(
    client: TestClient, accept: str, status: int, media_type: str
) -> None:
    """Where `f` is not given."""
    answer = client.get(ITEMS, headers={"Accept": accept})

    assert answer.status_code == status
    assert answer.headers["content-type"] == media_type


def test_a_client_that_has_the_answer_gets_304(client: TestClient) -> None:
    """By its entity tag, whichever of several it sends."""
    tag = client.get(ITEMS).headers["etag"]

    again = client.get(ITEMS, headers={"If-None-Match": f'"other", {tag}'})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert client.get(ITEMS, params={"limit": 1}).headers["etag"] != tag


def test_a_new_report_is_served_at_once(tmp_path: Path) -> None:
    """Another process adds it; count and tag change."""
    path = tmp_path / "store.gpkg"
    fill(path, reports=1)
    with serving(path) as client, GeoPackageStore(path) as store:
        before = client.get(ITEMS)
        fill(path, reports=3)
        after = client.get(ITEMS, headers={"If-None-Match": before.headers["etag"]})
        sequence = store.sequence()
        health = Health.model_validate(client.get("/healthz").json())

    assert after.json()["numberMatched"] == before.json()["numberMatched"] + 6
    assert health == Health(status="ok", events=10, sequence=sequence)


def test_a_store_that_vanishes_is_said_without_its_path(tmp_path: Path) -> None:
    """503, never an empty map in silence."""
    path = tmp_path / "store.gpkg"
    fill(path, reports=1)
    with serving(path) as client:
        for file in tmp_path.glob("store.gpkg*"):
            if file.is_file():
                file.unlink()
        answer = client.get(ITEMS)

    assert answer.status_code == 503
    assert "store" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text


def test_head_is_get_without_a_body(client: TestClient) -> None:
    """The same headers."""
    head, full = client.head(ITEMS), client.get(ITEMS)

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == full.headers["etag"]


def test_answers_are_compressed_and_open_to_other_sites(client: TestClient) -> None:
    """With gzip where the client takes it, and CORS headers."""
    answer = client.get(ITEMS, headers={"Origin": "https://example.org"})
    plain = client.get(ITEMS, headers={"Accept-Encoding": "identity"})

    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_pages_run_no_script_that_is_not_ours(client: TestClient) -> None:
    """Policies without inline scripts, and headers against guessing."""
    for path in (f"{ITEMS}?f=html", "/docs", "/collections?f=html", "/conformance?f=html"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "<script" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_report_text_is_inert_in_pages(tmp_path: Path) -> None:
    """Markup in a title is shown and not obeyed."""
    from dataclasses import replace

    path = tmp_path / "store.gpkg"
    event = strike()
    hostile = "<script>alert(1)</script>{{7*7}}"
    event = replace(event, mention=replace(event.mention, title=hostile))
    with GeoPackageStore(path) as store:
        store.add(event.report, [event])
    with serving(path) as client:
        pages = [client.get(f"{ITEMS}{rest}?f=html").text for rest in ("", f"/{event.id}")]

    for page in pages:
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_the_host_header_is_no_way_in(client: TestClient) -> None:
    """A host that is none is refused, so that links cannot carry it."""
    answer = client.get("/collections", headers={"Host": 'evil"><script>'})

    assert answer.status_code == 400


def test_links_use_the_configured_address(filled: Path) -> None:
    """Behind a proxy the request does not say where clients are."""
    with serving(filled, base_url="https://maps.example.org/dateline/") as client:
        body = client.get("/").json()

    assert links(body)["data"] == "https://maps.example.org/dateline/collections"


def test_a_fault_of_ours_says_nothing_of_the_inside(filled: Path) -> None:
    """500 with a problem, no traceback."""
    with serving(filled) as client:
        client.app.state.workspace = None  # type: ignore[attr-defined] # breaks every route
        answer = client.get(ITEMS)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
    assert "NoneType" not in answer.text


def test_the_api_document_lists_what_routes_read(client: TestClient) -> None:
    """OpenAPI 3.0, with every parameter, and no 422."""
    answer = client.get("/api")

    document = answer.json()
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert document["openapi"].startswith("3.0.")
    operation = document["paths"][ITEMS]["get"]
    names = [parameter["name"] for parameter in operation["parameters"]]
    assert names == [parameter.name for parameter in (*FILTERS, *PAGING, FORMAT)]
    assert '"422"' not in answer.text


def test_the_application_starts_from_the_environment(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`DATELINE_STORE` is enough."""
    monkeypatch.setenv("DATELINE_STORE", str(filled))

    with TestClient(create_app()) as client:
        assert client.get("/healthz").json()["events"] == EVENTS


names = st.sampled_from([one.name for one in (*FILTERS, *PAGING, FORMAT)]) | st.text(max_size=8)
values = (
    st.text(max_size=25)
    | st.text(alphabet="0123456789,.-+/eETZ:٣ ", max_size=30)
    | st.sampled_from(["csv", "html", "2024-10-01/..", "UA", "strike", "North Korea", "1,2,3,4"])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(names, values), max_size=4), st.sampled_from(["", "/", "/x%00", "/é"]))
def test_no_query_makes_a_fault(
    client: TestClient, pairs: list[tuple[str, str]], rest: str
) -> None:
    """Whatever is sent is answered or refused: never 422, never 500."""
    answer = client.get(f"{ITEMS}{rest}?{urlencode(pairs, errors='replace')}")

    assert answer.status_code in {200, 400, 404}


def test_the_pages_of_the_map_are_served(client: TestClient) -> None:
    """The explorer under a policy with a fresh nonce; the file with its events in it."""
    answer = client.get("/", headers={"Accept": "text/html"})
    if answer.status_code == 503:
        assert "make vendor" in answer.json()["detail"]
        pytest.skip("the page's third-party files are not fetched")

    nonce = answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in answer.text
    assert nonce not in client.get("/", headers={"Accept": "text/html"}).text
    page = client.get("/map.html", params={"type": "strike"})
    assert page.status_code == 200
    again = client.get("/map.html?type=strike", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304


def test_other_answers_can_be_held_too(client: TestClient) -> None:
    """304 for one event, regions and map data."""
    event = get(client, ITEMS, limit=1)["features"][0]["id"]
    regions = "/collections/regions/items"
    for path in (f"{ITEMS}/{event}", regions, f"{regions}/UA-14", "/map-data"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_regions_have_pages_too(client: TestClient) -> None:
    """For people: the list and one of them."""
    for rest in ("", "/UA-14"):
        page = client.get(f"/collections/regions/items{rest}", params={"f": "html"})
        assert "Donetsk Oblast" in page.text


def test_an_empty_store_is_served_as_such(tmp_path: Path) -> None:
    """No events, no extent, no fault."""
    path = tmp_path / "empty.gpkg"
    GeoPackageStore(path).close()
    with serving(path) as client:
        body = get(client, ITEMS)
        collection = get(client, "/collections/events")
        saved = client.get(ITEMS, params={"f": "geojson"}).json()

    assert (body["numberMatched"], body["features"], saved["features"]) == (0, [], [])
    assert collection["extent"] == {}


def test_a_copied_link_of_the_explorer_opens(client: TestClient) -> None:
    """The address keeps the page's whole state; what it does not know is refused."""
    state = {"type": "strike", "datetime": "2024-10-01/..", "modality": "claimed", "event": "x"}

    answer = client.get("/", params=state, headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert client.get("/", params={"typ": "strike"}).status_code == 400
