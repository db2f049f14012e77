"""The pages as text: what is in them, and what never is."""

import gzip
import json
import re
from base64 import b64decode
from html import unescape
from types import ModuleType
from typing import Any

import pytest

from maps.page import explorer_page, map_page
from maps.policy import hash_of
from maps.shell import map_shell

pytestmark = pytest.mark.usefixtures("_assets")


def block(page: str, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a data block of a page."""
    found = re.search(rf'<script type="([^"]+)" id="dateline-{name}">([^<]*)</script>', page)
    assert found
    text = found[2] if found[1].endswith("json") else gzip.decompress(b64decode(found[2]))
    return json.loads(text)


def test_the_data_comes_back_as_it_went_in(data: dict[str, Any]) -> None:
    """Nothing is lost on the way into the page."""
    assert block(map_page(data), "data") == json.loads(json.dumps(data))


def test_few_events_are_readable_and_many_are_compressed(data: dict[str, Any]) -> None:
    """A file of many events would be several times as large."""
    few = {**data, "events": data["events"][:3]}
    many = {**data, "events": data["events"] * 20}

    assert "prepares 10,000 soldiers" in map_page(few)
    assert "prepares 10,000 soldiers" not in map_page(many)
    assert block(map_page(many), "data") == json.loads(json.dumps(many))


def test_report_text_never_reaches_a_template(synthetic: ModuleType, data: dict[str, Any]) -> None:
    """`{{7*7}}` stays as it is, `{%` does not stop the page, no tag of a report is one of it."""
    feature = data["events"][0]
    events = [{**feature, "properties": {"id": text, "title": text}} for text in synthetic.HOSTILE]

    page = map_page({**data, "events": events})

    assert [event["properties"]["title"] for event in block(page, "data")["events"]] == list(
        synthetic.HOSTILE
    )
    assert "{{7*7}}" in page
    assert "<img" not in page
    assert "window.hacked=1</script>" not in page


def test_the_title_is_text(data: dict[str, Any]) -> None:
    """A title with markup or template signs in it is shown as it is."""
    title = "</title><script>alert(1)</script>{{7*7}}"

    page = map_page({**data, "events": []}, title=title)

    found = re.search(r"<title>(.*)</title>", page)
    assert found
    assert unescape(found[1]) == title
    assert block(page, "config")["title"] == title


def test_every_inline_script_of_the_file_is_named_by_its_hash(data: dict[str, Any]) -> None:
    """And no script, style or picture comes from anywhere else."""
    page = map_page({**data, "events": []})
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found
    policy = unescape(found[1])

    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)

    assert len(scripts) == 4
    assert all(hash_of(script) in policy for script in (*scripts, *styles))
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)', page)


def test_the_policy_stands_before_anything_it_governs(data: dict[str, Any]) -> None:
    """A policy in a page holds only for what follows it."""
    page = map_page({**data, "events": []})

    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script>")


def test_the_same_events_make_the_same_page(data: dict[str, Any]) -> None:
    """No random names, no time of day."""
    assert map_page(data) == map_page(data)


def test_the_explorer_takes_everything_from_its_own_origin() -> None:
    """Only the shell is inline, and it bears the nonce."""
    page = explorer_page(nonce="abc", static_url="files", title="A & B")

    assert page.count('<script nonce="abc">') == 1
    assert re.findall(r"<script>", page) == []
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(url.startswith(("files/", "#", "data:,")) for url in addresses)
    assert block(page, "config")["basemap"] == "files/basemap.json"
    assert "<title>A &amp; B</title>" in page


def test_folium_builds_the_map() -> None:
    """Its options are those of the page, and nothing of its own files is left."""
    shell = map_shell()

    assert shell.script.startswith("var map_events = L.map(")
    assert '"zoomSnap": 0.5' in shell.script
    assert 'class="folium-map" id="map_events"' in shell.body
    assert "http" not in shell.body + shell.script
