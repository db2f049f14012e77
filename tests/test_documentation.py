"""What README and docs tell people to type works."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = ("README.md", "docs/how-to/python.md", "docs/tutorial.md")


def blocks(root: Path, page: str, language: str) -> list[str]:
    """Return the code blocks of a page in a language."""
    text = (root / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the pages speak of."""
    folder = tmp_path_factory.mktemp("stranger")
    text = "A missile struck Kharkiv on Monday, and North Korea sent troops to Donetsk region."
    (folder / "report.txt").write_text(text, encoding="utf-8")
    return folder


def commands(root: Path) -> list[list[str]]:
    """Return the `dateline` commands of all pages, each once, `read` first."""
    lines = [
        line.split("#")[0].strip().removeprefix(".venv/bin/")
        for page in PAGES
        for block in blocks(root, page, "sh")
        for line in block.splitlines()
    ]
    found = dict.fromkeys(line for line in lines if line.startswith("dateline "))
    return [shlex.split(line)[1:] for line in sorted(found, key=lambda line: " read " not in line)]


def test_the_commands_that_the_pages_name_work(root: Path, workplace: Path) -> None:
    """In the order a stranger would type them, in a folder with one report."""
    typed = commands(root)

    for words in typed:
        subprocess.run(
            [sys.executable, "-m", "api.cli", *words],
            cwd=workplace,
            check=True,
            capture_output=True,
            timeout=120,
        )

    assert {words[0] for words in typed} >= {"read", "stats", "export", "map", "place", "check"}
    assert (workplace / "october.html").exists()


@pytest.mark.parametrize("page", PAGES[:2])
def test_the_python_that_the_pages_show_runs(root: Path, workplace: Path, page: str) -> None:
    """Block after block, in one process, beside the store that the commands made."""
    subprocess.run(
        [sys.executable, "-m", "api.cli", "read", "report.txt", "--published", "2024-10-21"],
        cwd=workplace,
        check=True,
        capture_output=True,
        timeout=120,
    )
    code = "\n".join(blocks(root, page, "python"))

    subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=workplace,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
        timeout=120,
    )

    assert "open_reader" in code


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    """No page of README and docs points at a file that is not there."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    broken = [
        f"{page.relative_to(root)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
