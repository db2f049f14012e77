"""The reference is held to the truth: everything there is, is named in it."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from typer.main import get_command

from api.app import create_app
from api.cli import app
from api.errors import STATUS
from api.parameters import FILTERS, FORMAT, PAGING
from api.routes.items import DOWNLOADS
from api.settings import Settings

COMMAND = get_command(app)


@pytest.fixture(scope="module")
def page(root: Path) -> dict[str, str]:
    """Return the pages of the reference by name."""
    return {path.stem: path.read_text("utf-8") for path in (root / "docs/reference").glob("*.md")}


def routes() -> list[str]:
    """Return the paths of the service, templates as they are."""
    found = {
        path
        for path, methods in create_app(Settings()).openapi().get("paths", {}).items()
        if methods
    }
    return sorted(found)


@pytest.mark.parametrize("path", routes())
def test_routes_are_documented(page: dict[str, str], path: str) -> None:
    """Each with what it answers."""
    assert f"| `{path}` |" in page["api"]


@pytest.mark.parametrize("parameter", [*FILTERS, *PAGING, FORMAT], ids=lambda one: one.name)
def test_parameters_are_documented(page: dict[str, str], parameter: object) -> None:
    """Each with its meaning."""
    assert f"| `{parameter.name}` |" in page["api"]  # type: ignore[attr-defined] # a Parameter


@pytest.mark.parametrize("form", DOWNLOADS, ids=lambda one: one.name)
def test_formats_are_documented(page: dict[str, str], form: object) -> None:
    """Each with its media type."""
    line = next(line for line in page["api"].splitlines() if line.startswith(f"| `{form.name}` |"))  # type: ignore[attr-defined] # a Format
    assert form.media_type.partition(";")[0] in line  # type: ignore[attr-defined] # a Format


@pytest.mark.parametrize("status", sorted({*STATUS.values(), 405}))
def test_statuses_are_documented(page: dict[str, str], status: int) -> None:
    """Each with what it means."""
    assert f"| {status} |" in page["api"]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings_are_documented(page: dict[str, str], name: str) -> None:
    """Each with its variable and default."""
    default = Settings.model_fields[name].default
    shown = f"`{default}`" if default not in {None, ""} else "unset"

    assert f"| `DATELINE_{name.upper()}` | {shown} |" in page["settings"]


def test_settings_are_few() -> None:
    """More than a dozen is no longer configured by anybody."""
    assert len(Settings.model_fields) <= 12


@pytest.mark.parametrize("command", COMMAND.commands)  # type: ignore[attr-defined] # a group
def test_commands_are_documented(page: dict[str, str], command: str) -> None:
    """Each has its heading, and each of its options is named on the page."""
    assert f"### `dateline {command}" in page["cli"]
    for parameter in COMMAND.commands[command].params:  # type: ignore[attr-defined] # a group
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in page["cli"], option


def test_every_route_has_a_summary() -> None:
    """The API document says of each what comes back."""
    shown = [
        route
        for route in create_app(Settings()).routes
        if isinstance(route, APIRoute) and route.include_in_schema
    ]
    assert all(route.summary for route in shown)
