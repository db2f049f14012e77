"""Readable pages without scripts: a JSON document as HTML, and the API document as HTML.

They need no other file and no network. Whatever comes from a report is escaped.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

JsonObject = Mapping[str, Any]

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
dd > dl, li > dl { border-left: 3px solid #8886; padding-left: .7rem; margin: 0 0 .5rem; }
ul { margin: 0; padding-left: 1.2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border: 1px solid #8886; }
code { overflow-wrap: anywhere; } nav a { margin-right: 1rem; }
"""
_MOST_ITEMS = 1000  # of one list: a page is for reading


def document_page(title: str, document: JsonObject, *, nonce: str, home: str) -> str:
    """Return a JSON document as a page: members as a list of terms, links as links.

    Args:
        title: Plain text.
        document: The document; its member `links` is shown first.
        nonce: Of the style sheet.
        home: Address of the landing page.
    """
    rest = {name: value for name, value in document.items() if name != "links"}
    body = f"{_links(document.get('links', ()))}{_value(rest)}"
    return _page(title, body, nonce=nonce, home=home)


def api_page(document: JsonObject, *, nonce: str, home: str) -> str:
    """Return an OpenAPI document as a page: every operation with its parameters and answers."""
    info = document["info"]
    operations = [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    body = f"<p>{escape(info['description'])}</p>{''.join(operations)}"
    return _page(f"{info['title']} {info['version']}: the API", body, nonce=nonce, home=home)


def _page(title: str, body: str, *, nonce: str, home: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,">'
        f'<style nonce="{escape(nonce)}">{_STYLE}</style></head><body>'
        f'<nav aria-label="Service"><a href="{escape(home)}/">Map</a>'
        f'<a href="{escape(home)}/collections?f=html">Collections</a>'
        f'<a href="{escape(home)}/docs">API</a></nav>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _links(links: Iterable[Mapping[str, str]]) -> str:
    shown = "".join(
        f'<li><a rel="{escape(one["rel"])}" href="{escape(one["href"])}">'
        f"{escape(one.get('title') or one['rel'])}</a> ({escape(one['type'])})</li>"
        for one in links
    )
    return f"<h2>Links</h2><ul>{shown}</ul>" if shown else ""


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, Mapping):
        return f"<dl>{''.join(_member(name, inner) for name, inner in value.items())}</dl>"
    if isinstance(value, list | tuple):
        more = len(value) - _MOST_ITEMS
        note = f"<li>and {more} more</li>" if more > 0 else ""
        shown = "".join(f"<li>{_value(inner)}</li>" for inner in value[:_MOST_ITEMS])
        return f"<ul>{shown}{note}</ul>"
    text = "–" if value is None else str(value)
    is_address = text.startswith(("http://", "https://"))
    return f'<a href="{escape(text)}">{escape(text)}</a>' if is_address else escape(text)


def _member(name: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    inner = _links(value) if name == "links" else _value(value)
    return f"<dt>{escape(name)}</dt><dd>{inner}</dd>"


def _operation(method: str, path: str, operation: JsonObject) -> str:
    parameters = operation.get("parameters", ())
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{escape(one.get('description', ''))}</td></tr>"
        for one in parameters
    )
    table = (
        f"<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        if rows
        else ""
    )
    answers = "".join(
        f"<li>{escape(status)}: {escape(answer['description'])}</li>"
        for status, answer in operation["responses"].items()
    )
    return (
        f"<section><h2><code>{escape(method.upper())} {escape(path)}</code></h2>"
        f"<p>{escape(operation.get('summary', ''))}</p>"
        f"<p>{escape(operation.get('description', ''))}</p>{table}<ul>{answers}</ul></section>"
    )
