"""The bars that no linter holds: lengths of functions and modules, errors that are raised."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("geo", "maps", "api")
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400


def modules(root: Path) -> list[Path]:
    """Return our modules."""
    return sorted(path for name in PACKAGES for path in (root / name).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and the number of code lines (docstring left out) of each function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            yield f"{path.name}:{node.name}", lines


def test_no_module_is_over_400_lines(root: Path) -> None:
    """A module that long has more than one subject."""
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(root)
    }

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_are_short(root: Path) -> None:
    """Half of them within 8 lines, nine of ten within 25, none over 60."""
    lengths = dict(item for path in modules(root) for item in functions(path))

    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= 8
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 25


def test_javascript_modules_are_short_too(root: Path) -> None:
    """The same bar for the page."""
    ours = [path for path in (root / "maps/static").rglob("*.js") if "vendor" not in path.parts]

    assert [path.name for path in ours if len(path.read_text().splitlines()) > LONGEST_MODULE] == []


@pytest.mark.parametrize("word", ["helpers", "common", "manager", "service", "base", "core"])
def test_no_module_has_a_name_that_says_nothing(root: Path, word: str) -> None:
    """A newcomer finds the room for a change from the tree alone."""
    assert [path for path in modules(root) if path.stem == word] == []
