"""The two pages: the live explorer, and the standalone file that works from disk.

Both are the same modules over the same payload; they differ in where things come from.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from maps.assets import (
    BASEMAP,
    MAIN_MODULE,
    MODULES_FOLDER,
    SCRIPTS,
    STYLE_SHEETS,
    module_names,
    module_sources,
    read_asset,
    static_dir,
)
from maps.inline import join_modules
from maps.policy import script_json, standalone_policy

DOWNLOAD_FORMATS: Mapping[str, str] = {
    "geojson": "GeoJSON",
    "csv": "CSV",
    "gpkg": "GeoPackage",
    "parquet": "GeoParquet",
    "fgb": "FlatGeobuf",
    "kml": "KML",
}
"""Formats the live page offers by default: value of the API's parameter `f`, and its label."""


STANDALONE_URL = "map.html"
"""Where the service makes the standalone map of the same filters, relative to the live page."""

_LONG = 100_000
"""Characters of JSON above which it is compressed: text above all, it shrinks to a fifth."""


def map_page(data: Mapping[str, Any], *, title: str = "Dateline", lang: str = "en") -> str:
    """Return a whole HTML page with `data` in it, which needs no other file and no network.

    Args:
        data: What `maps.payload.payload` returns.
        title: Plain text for the heading and the browser's tab.
        lang: Language of the page's own words, ISO 639-1.

    Raises:
        AssetMissing: the third-party files have not been fetched.
    """
    from maps.shell import map_shell

    shell = map_shell()
    config = {"mode": "file", "title": title}
    scripts = [*_vendor_scripts(), shell.script]
    styles = [_style()]
    blocks = [
        *(f"<script>{text}</script>" for text in scripts),
        _data_block("config", script_json(config)),
        _data_block("basemap", _basemap()),
        _data_block("data", script_json(data)),
        f'<script type="module">{_modules()}</script>',
    ]
    policy = standalone_policy([*scripts, _modules()], styles)
    head = [
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        *(f"<style>{text}</style>" for text in styles),
    ]
    return _document(title, lang, head, shell.body, blocks)


def explorer_page(
    *,
    nonce: str,
    data_url: str = "map-data",
    static_url: str = "static",
    items_url: str = "collections/events/items",
    title: str = "Dateline",
    formats: Mapping[str, str] = DOWNLOAD_FORMATS,
) -> str:
    """Return the live page; send it with `maps.policy.explorer_policy` of the same nonce.

    Args:
        nonce: Fresh random text for every answer; allows the one inline script.
        data_url: Where the page gets its payload as JSON, relative to the page.
        static_url: Where the files of `maps.assets.static_dir` are served.
        items_url: The collection's items, for downloads of what is filtered.
        title: Plain text for the heading and the browser's tab.
        formats: Download formats: value of the parameter `f`, and its label.

    Raises:
        AssetMissing: the third-party files have not been fetched.
    """
    from maps.shell import map_shell

    static_dir()
    shell, base = map_shell(), escape(static_url)
    config = {
        "mode": "live",
        "title": title,
        "data": data_url,
        "basemap": f"{static_url}/{BASEMAP}",
        "items": items_url,
        "page": STANDALONE_URL,
        "formats": list(formats.items()),
    }
    modules = [f"{base}/{MODULES_FOLDER}/{name}" for name in module_names()]
    head = [
        *(f'<link rel="stylesheet" href="{base}/{name}">' for name in STYLE_SHEETS),
        *(f'<link rel="modulepreload" href="{name}">' for name in modules),
    ]
    blocks = [
        *(f'<script src="{base}/{name}"></script>' for name in SCRIPTS),
        f'<script nonce="{escape(nonce)}">{shell.script}</script>',
        _data_block("config", script_json(config)),
        f'<script type="module" src="{base}/{MODULES_FOLDER}/{MAIN_MODULE}"></script>',
    ]
    return _document(title, "en", head, shell.body, blocks)


def _document(title: str, lang: str, head: Iterable[str], body: str, blocks: Iterable[str]) -> str:
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(lang)}">',
            "<head>",
            '<meta charset="utf-8">',
            *head,
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<link rel="icon" href="data:,">',
            f"<title>{escape(title)}</title>",
            "</head>",
            "<body>",
            body,
            *blocks,
            "</body>",
            "</html>",
            "",
        )
    )


def _data_block(name: str, json_text: str) -> str:
    """Return JSON in a script element that is never run; compressed where it is long."""
    if len(json_text) > _LONG:
        packed = base64.b64encode(gzip.compress(json_text.encode("utf-8"), mtime=0)).decode("ascii")
        return f'<script type="application/gzip" id="dateline-{name}">{packed}</script>'
    return f'<script type="application/json" id="dateline-{name}">{json_text}</script>'


@cache
def _vendor_scripts() -> tuple[str, ...]:
    return tuple(read_asset(name) for name in SCRIPTS)


@cache
def _style() -> str:
    return "\n".join(read_asset(name) for name in STYLE_SHEETS)


@cache
def _modules() -> str:
    return join_modules(module_sources(), MAIN_MODULE)


@cache
def _basemap() -> str:
    return script_json(json.loads(read_asset(BASEMAP)))
