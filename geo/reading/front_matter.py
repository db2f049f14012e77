"""Markdown with YAML front matter: the fields above the text, and the text as it stands."""

import re

import yaml

from geo.errors import BadReport

_OPENS = re.compile(r"---[ \t]*\r?\n")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r|\Z)", re.MULTILINE)
_HEADING = re.compile(r"\s{0,64}#{1,6}[ \t]{1,8}(?P<title>[^\r\n]{1,500})")
_LONGEST = 64 * 1024  # characters of front matter


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves dates as text, so that a bad one can be named in the error."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def has_front_matter(source: str) -> bool:
    """Return whether `source` begins with the line `---`."""
    return _OPENS.match(source) is not None


def split_front_matter(source: str, *, name: str) -> tuple[dict[str, object], str]:
    """Return the fields of the front matter, and the text after it, unedited.

    A text whose first line is a `# heading` gets it as title unless the front matter has one.

    Raises:
        BadReport: the front matter is not closed, is not YAML, or is not names with values.
    """
    fields: dict[str, object] = {}
    text = source
    opens = _OPENS.match(source)
    if opens:
        closes = _CLOSES.search(source, opens.end(), min(len(source), _LONGEST))
        if closes is None:
            raise BadReport(name, "its front matter is not closed by a line '---'")
        fields = _fields(source[opens.end() : closes.start()], name)
        text = source[closes.end() :]
    heading = _HEADING.match(text)
    if heading:
        fields.setdefault("title", heading["title"].rstrip(" \t#"))
    return fields, text


def _fields(header: str, name: str) -> dict[str, object]:
    try:
        loaded = yaml.load(header, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first_line = str(error).split("\n", 1)[0][:120]
        raise BadReport(name, f"its front matter is not YAML ({first_line})") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise BadReport(name, "its front matter must be lines such as 'title: ...'")
    return {key: value for key, value in loaded.items() if isinstance(key, str)}
