"""The page in a real browser: the live explorer and the standalone file must do the same."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import expect

from maps.notebook import event_map

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Opened = Callable[..., Any]


def titles(page: Any) -> list[str]:  # noqa: ANN401 - a Playwright page
    """Return the titles in the list."""
    return page.locator(".events .title").all_inner_texts()


def count(page: Any) -> str:  # noqa: ANN401 - a Playwright page
    """Return the live count."""
    return page.locator("#count").inner_text()


def choose(page: Any, facet: str, label: str) -> None:  # noqa: ANN401 - a Playwright page
    """Tick a value of a facet, looking for it where the list is long."""
    box = page.locator(f"#facet-{facet}")
    if box.locator(".narrow").is_visible():
        box.locator(".narrow").fill(label)
    box.locator(".choice", has_text=label).first.locator("input").check()


def test_the_page_counts_all_events_and_those_without_a_place(opened: Opened) -> None:
    """Events that no place was found for are counted and listed, not left out."""
    page = opened()

    assert count(page) == "30 events, 3 without a place"
    assert len(titles(page)) == 30
    assert page.locator(".divider").inner_text() == "Without a place (3)"


def test_the_page_has_a_language_a_title_and_one_heading(opened: Opened) -> None:
    """Screen readers and tabs need them."""
    page = opened()

    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title()
    assert page.locator("h1").count() == 1


def test_every_facet_filters(opened: Opened) -> None:
    """Ticking a value leaves the events that have it; an actor finds what belongs to it too."""
    page = opened()
    expected = {
        ("types", "Deployment"): "3 of 30 events, 1 without a place",
        ("actors", "North Korea"): "4 of 30 events",
        ("regions", "Donetsk Oblast"): "2 of 30 events",
        ("modality", "Planned"): "1 of 30 events",
    }

    for (facet, label), words in expected.items():
        choose(page, facet, label)
        assert count(page) == words
        page.get_by_role("button", name="Clear all").click()


def test_values_of_one_facet_are_alternatives_and_facets_add_up(opened: Opened) -> None:
    """Two types give the events of both; an actor as well leaves those of both filters."""
    page = opened()

    choose(page, "types", "Deployment")
    choose(page, "types", "Training")
    both = count(page)
    choose(page, "actors", "North Korea")

    assert both == "4 of 30 events, 1 without a place"
    assert count(page) == "3 of 30 events"


def test_counts_of_a_facet_are_those_under_the_other_filters(opened: Opened) -> None:
    """A type's number says what choosing it would give, whatever else is chosen."""
    page = opened("?region=UA-14")

    strike = page.locator("#facet-types .choice", has_text="Strike").first
    ukraine = page.locator("#facet-regions .choice", has_text="Ukraine").first

    assert strike.locator(".n").inner_text() == "2"
    assert ukraine.locator(".n").inner_text() == "19"


def test_dates_filter_with_both_ends_included(opened: Opened) -> None:
    """An event matches if its own period may touch the one asked for."""
    page = opened()

    page.get_by_label("From", exact=True).fill("2024-10-21")
    page.get_by_label("From", exact=True).blur()

    assert titles(page) == [
        "2,600 troops will move to Kursk",
        "Leaders speak about a ceasefire",
        "About 11,000 North Korean infantry train in eastern Russia",
        "Further units may follow by the end of the year",
    ]


def test_search_finds_beginnings_of_words_without_accents(opened: Opened) -> None:
    """All words must occur; case and accents do not matter."""
    page = opened()

    page.locator("#search").fill("NORTH koréa prepar")
    expect(page.locator("#count")).to_have_text("1 of 30 events")

    assert titles(page) == ["Zelenskyy announces that North Korea prepares 10,000 soldiers"]


def test_chips_take_filters_off_again(opened: Opened) -> None:
    """Each filter that is on has a chip, and one button clears all."""
    page = opened("?type=strike&region=UA-14&q=market")

    assert page.locator(".chip").all_inner_texts() == ["“market”", "Strike", "Donetsk Oblast"]

    page.get_by_role("button", name="Remove filter: Donetsk Oblast").click()
    assert "region" not in page.url
    page.get_by_role("button", name="Clear all").click()
    assert count(page) == "30 events, 3 without a place"


def test_the_card_says_what_where_when_who_and_how_sure(opened: Opened) -> None:
    """A region is said to be one, a latest day a latest day, a claim a claim."""
    page = opened()

    page.get_by_role("button", name="Missile strike kills 20").click()
    card = page.get_by_role("dialog")
    text = card.inner_text()

    assert "Missile strike\n" in text
    assert "Donetsk region, Ukraine" in text
    assert "region, within about 90 km" in text
    assert "by 4 October 2024" in text
    assert "20 soldiers killed" in text
    assert "6 North Korean soldiers (of 20) killed" in text
    assert "claimed; reported by Ukrainian intelligence, through Kyiv Post" in text
    assert "Allies weigh response to troop movements" in text
    assert "Example Courier · published 21 October 2024" in text


def test_a_planned_event_names_who_announced_it(opened: Opened) -> None:
    """Modality and attribution are words on the card."""
    page = opened("?event=0000000000000001")

    text = page.get_by_role("dialog").inner_text()

    assert "happened; announced by Volodymyr Zelenskyy" in text
    assert "about 10,000 North Korean soldiers troops" in text
    assert "town or village, within about 9 km" in text


def test_the_link_to_a_report_is_safe(opened: Opened) -> None:
    """It opens elsewhere, without a handle on this page."""
    page = opened("?event=0000000000000001")

    link = page.get_by_role("link", name="Read the report")

    assert link.get_attribute("href") == "https://example.org/reports/1"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_an_event_without_a_place_says_why(opened: Opened) -> None:
    """The words of the report and the reason stand where the place would."""
    page = opened("?event=000000000000000c")

    text = page.get_by_role("dialog").inner_text()

    assert "Sukhodolsk" in text
    assert "no place of that name is known" in text
    assert "from 1 October 2024 on" in text


def test_the_address_keeps_filters_view_and_event(opened: Opened) -> None:
    """A copied link opens the same page: filters, view and event."""
    page = opened()
    choose(page, "types", "Strike")
    page.locator("#map_events").focus()
    page.keyboard.press("Equal")
    page.wait_for_url("**bbox=**")
    page.locator(".events .event").first.click()
    address, view = page.url, page.evaluate("map_events.getBounds().toBBoxString()")

    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector("html[data-ready]", state="attached")

    assert "type=strike" in address
    assert count(other) == count(page)
    assert other.evaluate("map_events.getBounds().toBBoxString()") == view
    assert other.get_by_role("dialog").inner_text() == page.get_by_role("dialog").inner_text()


def test_back_and_forward_walk_through_the_choices(opened: Opened) -> None:
    """Every choice is an entry of the history."""
    page = opened()
    choose(page, "types", "Deployment")
    page.locator(".events .event").first.click()

    page.go_back()
    assert page.get_by_role("dialog").count() == 0
    assert count(page) == "3 of 30 events, 1 without a place"
    page.go_back()
    assert count(page) == "30 events, 3 without a place"
    page.go_forward()
    assert count(page) == "3 of 30 events, 1 without a place"


def test_a_filter_may_be_a_name(opened: Opened) -> None:
    """Links written by hand may name regions and actors in words."""
    page = opened("?region=donetsk%20oblast&actor=Russian%20forces")

    assert titles(page) == ["Two killed as missile hits a market"]


def test_a_region_is_one_hollow_sign_with_its_polygon(opened: Opened) -> None:
    """Two events in one region share a sign that says so, and the polygon is drawn."""
    page = opened("?region=UA-14")

    sign = page.locator(".sign.region")

    assert (
        sign.get_attribute("aria-label") == "2 events in Donetsk region: region, within about 90 km"
    )
    assert page.locator(".leaflet-footprints-pane path").count() == 1


def test_events_at_one_spot_are_listed(opened: Opened) -> None:
    """A sign with many events opens their list; nothing is scattered at random."""
    page = opened("?region=UA-30")

    page.locator(".sign.place").click()

    assert page.locator("#list-count").inner_text() == "8 events here"
    assert len(titles(page)) == 8
    assert page.evaluate("document.activeElement.className") == "event"


def test_signs_have_names_and_answer_to_the_keyboard(opened: Opened) -> None:
    """A sign is a button with a name; Enter opens its event, Escape closes it again."""
    page = opened("?region=UA-23")
    sign = page.locator(".sign.place")
    where = "Zaporizhzhia nuclear power plant, exact site, within about 2 km"
    name = f"Drone falls near the nuclear plant ({where})"

    assert sign.get_attribute("aria-label") == name
    sign.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").count() == 1
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_a_cluster_zooms_in(opened: Opened) -> None:
    """Its name says how many of which kind; a click separates them."""
    page = opened()
    cluster = page.locator(".sign.cluster").first
    name = cluster.get_attribute("aria-label")

    cluster.click()

    assert "Zoom in" in name
    expect(page.locator(f'.sign[aria-label="{name}"]')).to_have_count(0)


def test_the_list_follows_the_map(opened: Opened) -> None:
    """Only events in view are listed, and those without a place; the count stays."""
    page = opened("?bbox=123,35,130,40")

    assert page.locator("#list-count").inner_text() == "5 of 30 in this view"
    assert count(page) == "30 events, 3 without a place"
    page.get_by_label("Only events in view").uncheck()
    assert len(titles(page)) == 30


def test_a_period_can_be_drawn_on_the_timeline(opened: Opened) -> None:
    """Dragging across the bars chooses days; the handles are sliders for the keyboard."""
    page = opened()
    plot = page.locator(".plot").bounding_box()
    y = plot["y"] + 20

    page.mouse.move(plot["x"] + plot["width"] * 0.6, y)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.8, y, steps=4)
    page.mouse.up()

    assert "datetime=2024-" in page.url
    first = page.get_by_role("slider", name="First day shown")
    before = int(first.get_attribute("aria-valuenow"))
    first.focus()
    page.keyboard.press("ArrowRight")
    assert int(first.get_attribute("aria-valuenow")) == before + 1


def test_nothing_found_is_said(opened: Opened) -> None:
    """An empty result is a sentence, not a blank."""
    page = opened("?q=nothingofthekind")

    assert count(page) == "0 of 30 events"
    assert page.locator(".empty").inner_text() == "No event matches these filters."


def test_an_unknown_event_is_said(opened: Opened) -> None:
    """A link to an event that is gone does not break the page."""
    page = opened("?event=ffff")

    assert "not among those" in page.get_by_role("dialog").inner_text()


def test_the_standalone_file_downloads_what_is_filtered(tab: Any, standalone: Any) -> None:  # noqa: ANN401 - see conftest
    """GeoJSON and CSV are made in the browser."""
    page = tab.open(standalone.address + "?type=deploy")
    page.get_by_role("button", name="Download").click()

    with page.expect_download() as geojson:
        page.get_by_role("button", name="GeoJSON").click()
    with page.expect_download() as table:
        page.get_by_role("button", name="CSV").click()

    features = json.loads(Path(geojson.value.path()).read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["type"] for feature in features] == ["deploy.troops"] * 3
    assert len(Path(table.value.path()).read_text(encoding="utf-8").splitlines()) == 4


def test_the_explorer_links_to_downloads_with_the_filter(tab: Any, live: Any) -> None:  # noqa: ANN401 - see conftest
    """The service writes every format; the links carry the filters and not the view."""
    page = tab.open(live.address + "?type=deploy&bbox=0,0,90,80&event=x")
    page.get_by_role("button", name="Download").click()

    links = page.locator(".menu a")
    first = links.first.get_attribute("href")

    assert links.all_inner_texts() == [
        "GeoJSON",
        "CSV",
        "GeoPackage",
        "GeoParquet",
        "FlatGeobuf",
        "KML",
    ]
    assert first == "collections/events/items?type=deploy&f=geojson"
    assert page.locator("a.action").get_attribute("href") == "map.html?type=deploy"


def test_the_explorer_leaves_coverage_to_the_service(tab: Any, live: Any) -> None:  # noqa: ANN401 - see conftest
    """Which is asked for the shares, and for all events again once another region is chosen."""
    page = tab.open(live.address + "?region=UA-14&coverage=0.5")
    asked = [path for path in live.asked if path.startswith("/map-data")]

    assert asked[-1] == "/map-data?region=UA-14&coverage=0.5"
    page.get_by_role("button", name="Download").click()
    first = page.locator(".menu a").first.get_attribute("href")
    assert first == "collections/events/items?region=UA-14&coverage=0.5&f=geojson"
    map_file = page.locator("a.action").get_attribute("href")
    assert map_file == "map.html?region=UA-14&coverage=0.5"

    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.locator(".chip", has_text="Donetsk Oblast").click()
    page.wait_for_selector("html[data-ready]", state="attached")

    assert "coverage" not in page.url
    assert count(page) == "30 events, 3 without a place"


def test_a_file_shows_and_downloads_the_shares_it_was_made_with(tab: Any, covered: Any) -> None:  # noqa: ANN401 - see conftest
    """Fifteen of thirty are at least half covered."""
    page = tab.open(covered.address + "?region=UA-14&coverage=0.5")
    page.get_by_role("button", name="Download").click()

    with page.expect_download() as table:
        page.get_by_role("button", name="CSV").click()

    assert count(page).startswith("15 of 30 events")
    header = Path(table.value.path()).read_text(encoding="utf-8").splitlines()[0]
    assert header.endswith(",region_coverage,lon,lat")


def test_no_request_leaves_the_origin(tab: Any, site: Any) -> None:  # noqa: ANN401 - see conftest
    """The explorer asks its own server only, the file nobody."""
    tab.open(site.address)

    allowed = ("data:", site.address if site.address.startswith("http") else "file:")
    assert all(url.startswith(allowed) for url in tab.requests)


def test_hostile_texts_stay_texts(tab: Any, hostile_site: Any, synthetic: ModuleType) -> None:  # noqa: ANN401 - see conftest
    """Whatever a report says is shown as it is, in list and card, and nothing runs."""
    page = tab.open(hostile_site.address)
    shown = page.locator(".events .title").evaluate_all(
        "nodes => nodes.map(node => node.textContent)"
    )

    for number, text in enumerate(synthetic.HOSTILE, start=1):
        page.locator(f'[data-event="{number:016x}"]').click()
        card = page.get_by_role("dialog")
        assert card.locator("#card-title").text_content() == text
        assert card.locator("blockquote").text_content() == text
        assert card.locator("a").count() == 0
        page.get_by_role("button", name="All events").click()

    assert sorted(shown) == sorted(synthetic.HOSTILE)
    assert page.evaluate("window.hacked") is None


def test_a_hostile_address_stays_a_text(opened: Opened) -> None:
    """What the address says is shown as it is too."""
    page = opened("?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E&event=%22%5D&actor=%3Cb%3E")

    assert page.locator(".chip").all_inner_texts() == [
        "“<img src=x onerror=window.hacked=1>”",
        "<b>",
    ]
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("tab", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_on_a_phone_the_list_and_the_filters_share_a_sheet(opened: Opened) -> None:
    """The map is on top; one sheet below it shows events or filters; nothing overflows."""
    page = opened()

    assert page.locator("#filters").is_hidden()
    page.get_by_role("button", name="Filters", exact=True).last.click()
    assert page.locator("#filters").is_visible()
    assert page.locator("#side").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_link_is_copied(opened: Opened) -> None:
    """One press, and the address with all that was chosen is on the clipboard."""
    page = opened("?type=strike")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy link").click()

    expect(page.locator("#status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_notebook_frame_works_in_its_sandbox(
    tab: Any,  # noqa: ANN401 - see conftest
    tmp_path: Path,
    synthetic: ModuleType,
    _assets: None,  # noqa: PT019 - skips where the third-party files are missing
) -> None:
    """Filters work in a frame that has no address and no power over its surroundings."""
    frame = event_map(synthetic.make_rows())._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<!DOCTYPE html>{frame}", encoding="utf-8")
    tab.page.goto((tmp_path / "notebook.html").as_uri())

    inner = tab.page.frame_locator("iframe")
    inner.locator("#facet-modality .choice", has_text="Planned").locator("input").check()

    expect(inner.locator("#count")).to_have_text("1 of 30 events")
