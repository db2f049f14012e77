"""Joins our ES modules into one, for a page that works from `file://`.

A page opened from disk may not import modules from disk, so the standalone map carries them as
one inline module. Every module becomes a function that returns its exports; its imports become
constants taken from the functions before it. Only the forms our own files use are known:
`import { a, b as c } from "./x.js";` and `export` before a declaration.
"""

import re
from collections.abc import Mapping

from geo.errors import DatelineError

_IMPORT = re.compile(
    r'^import\s*\{(?P<names>[^}]*)\}\s*from\s*"\./(?P<file>[\w-]+\.js)";$', re.MULTILINE
)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function\*?|const|class) (?P<name>[\w$]+))", re.MULTILINE
)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class BadModule(DatelineError, ValueError):
    """One of our ES modules cannot be joined with the others."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"module {name!r} cannot be put into the page: {reason}")
        self.name = name


def join_modules(sources: Mapping[str, str], main: str) -> str:
    """Return one script that does what the module `main` and all it imports do.

    Args:
        sources: Text of each module by file name.
        main: Name of the module to start from; its exports are dropped.

    Returns:
        Modules in the order of their needs, the same for the same sources.

    Raises:
        BadModule: an import or export has an unknown form, leads nowhere or round in a circle.
    """
    order: list[str] = []
    _visit(main, sources, order, ())
    return "\n".join(_wrapped(name, sources[name]) for name in order)


def _visit(name: str, sources: Mapping[str, str], order: list[str], path: tuple[str, ...]) -> None:
    if name in order:
        return
    if name in path:
        raise BadModule(name, f"it imports itself by way of {' > '.join(path)}")
    if name not in sources:
        raise BadModule(name, f"{path[-1] if path else 'nobody'} imports it, but it is not there")
    for needed in _IMPORT.finditer(sources[name]):
        _visit(needed["file"], sources, order, (*path, name))
    order.append(name)


def _wrapped(name: str, source: str) -> str:
    exports = [found["name"] for found in _EXPORT.finditer(source)]
    body = _EXPORT.sub("", _IMPORT.sub(_as_constant, source)).strip()
    left = _LEFT.search(body)
    if left:
        raise BadModule(name, f"an unknown form of import or export: {left[0]}")
    return (
        f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"
    )


def _as_constant(found: re.Match[str]) -> str:
    names = re.sub(r"\s+as\s+", ": ", " ".join(found["names"].split()))
    return f"const {{ {names} }} = {_variable(found['file'])};"


def _variable(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name.removesuffix(".js"))
