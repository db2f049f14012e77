"""Reports out of files: what is read, what is refused and why, and what is never lost."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadReport
from geo.model import Report
from geo.reading.loading import Metadata, count_reports, load_reports

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Strike hits port</title>
<meta property="article:published_time" content="2024-10-19T10:00:00Z">
<meta property="og:site_name" content="The Paper">
<link rel="canonical" href="https://paper.example/strike"></head>
<body><nav>Home</nav><article><h1>Strike hits port</h1>
<p>A missile hit the port of Odesa on Friday, killing three dock workers, officials said.</p>
<p>The regional governor said that the fire was put out within hours of the strike.</p>
</article><script>alert(1)</script></body></html>"""


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _only(path: Path, metadata: Metadata | None = None) -> Report:
    loaded = list(load_reports([path], metadata))
    assert len(loaded) == 1
    assert isinstance(loaded[0], Report), loaded[0]
    return loaded[0]


def _piped(content: str) -> list[Report | BadReport]:
    return list(load_reports(["-"], stdin=io.BytesIO(content.encode())))


def test_a_text_file_is_a_report_as_it_stands(tmp_path: Path) -> None:
    """The text is not edited, but for a byte order mark; its key is the file's address."""
    path = _write(tmp_path, "a.txt", "\ufeffIt fell.\r\n\r\nHe fled. \n")

    report = _only(path)

    assert report.text == "It fell.\r\n\r\nHe fled. \n"
    assert (report.title, report.published, report.lang) == ("", None, "en")
    assert report.key == path.as_uri()


def test_front_matter_says_what_the_report_is(tmp_path: Path) -> None:
    """Fields come from the front matter, and the text begins after it."""
    header = (
        "---\ntitle: Talks\ndate: 2024-10-17\npublisher: Desk\n"
        "url: https://a.example/1\nlang: en-US\n---\n"
    )

    report = _only(_write(tmp_path, "a.md", header + "\nThey met.\n"))

    assert report.text == "\nThey met.\n"
    assert (report.title, report.published) == ("Talks", date(2024, 10, 17))
    assert (report.publisher, report.lang) == ("Desk", "en")
    assert report.key == report.url == "https://a.example/1"


def test_a_markdown_heading_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    """A first line "# ..." is the title where the front matter has none."""
    report = _only(_write(tmp_path, "a.md", "# Bridge falls\n\nIt fell.\n"))

    assert report.title == "Bridge falls"
    assert report.text.startswith("# Bridge falls")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-10-17", date(2024, 10, 17)),
        ("2024-10-17T08:00:00+02:00", date(2024, 10, 17)),
        ("2024-10-17 08:00:00", date(2024, 10, 17)),
        ("17 October 2024", date(2024, 10, 17)),
        ("Oct. 17, 2024", date(2024, 10, 17)),
        ("", None),
    ],
)
def test_a_publication_date_may_be_written_in_several_ways(
    tmp_path: Path, said: str, day: date | None
) -> None:
    """ISO dates, date-times and dates in words are understood."""
    path = _write(tmp_path, "a.json", json.dumps({"text": "It fell.", "published": said}))

    assert _only(path).published == day


def test_what_the_file_says_goes_before_what_the_caller_says(tmp_path: Path) -> None:
    """The caller's metadata fill gaps, since one may be given for a whole folder."""
    known = Metadata(published=date(2024, 1, 1), publisher="Desk", url="https://b.example")
    path = _write(tmp_path, "a.md", "---\npublished: 2024-10-17\n---\nIt fell.")

    report = _only(path, known)

    assert report.published == date(2024, 10, 17)
    assert (report.publisher, report.url) == ("Desk", "https://b.example")


def test_a_text_that_names_a_full_date_is_from_that_day(tmp_path: Path) -> None:
    """Without metadata the text's own date counts, and never today's."""
    dated = _only(_write(tmp_path, "a.txt", "On 17 October 2024 it fell."))
    undated = _only(_write(tmp_path, "b.txt", "Yesterday it fell."))

    assert (dated.published, undated.published) == (date(2024, 10, 17), None)


def test_a_web_page_gives_its_article_and_its_metadata(tmp_path: Path) -> None:
    """Text, title, date, publisher, address and language come from the page itself."""
    report = _only(_write(tmp_path, "a.html", PAGE))

    assert "killing three dock workers" in report.text
    assert "alert" not in report.text
    assert (report.title, report.published) == ("Strike hits port", date(2024, 10, 19))
    assert (report.publisher, report.lang) == ("The Paper", "en")
    assert report.url == "https://paper.example/strike"


def test_a_page_without_a_date_gets_none_from_its_footer(tmp_path: Path) -> None:
    """A copyright year or today is not a publication date."""
    page = "<html><body><p>The bridge fell into the river, they say.</p><p>© 2019</p></body></html>"

    assert _only(_write(tmp_path, "a.html", page)).published is None


def test_a_fragment_of_html_is_read(tmp_path: Path) -> None:
    """A paragraph without a page around it has text too."""
    assert _only(_write(tmp_path, "a.htm", "<p>The bridge fell.</p>")).text == "The bridge fell."


def test_json_holds_one_report_or_many(tmp_path: Path) -> None:
    """An object is a report; each object of a list is one, with its number in the key."""
    one = _only(_write(tmp_path, "a.json", '{"text": "A", "id": 7, "title": "T"}'))
    many = list(load_reports([_write(tmp_path, "b.json", '[{"text": "A"}, {"text": "B"}]')]))

    assert (one.key, one.title) == ("7", "T")
    assert [report.key.rpartition("#")[2] for report in many if isinstance(report, Report)] == [
        "1",
        "2",
    ]


def test_json_lines_are_numbered_and_blank_ones_skipped(tmp_path: Path) -> None:
    """The key of a line's report is the file's address and the number of the line."""
    path = _write(tmp_path, "a.jsonl", b'\xef\xbb\xbf{"text": "A"}\n\n{"text": "B"}')

    keys = [report.key for report in load_reports([path]) if isinstance(report, Report)]

    assert keys == [f"{path.as_uri()}#1", f"{path.as_uri()}#3"]


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    """It comes out in its place as an error that names it."""
    path = _write(tmp_path, "a.jsonl", '{"text": "A"}\n{oops\n{"text": "B"}\n')

    loaded = list(load_reports([path]))

    assert [isinstance(each, BadReport) for each in loaded] == [False, True, False]
    assert "a.jsonl#2" in str(loaded[1])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-16 and UTF-32 are read where a mark says so; JSON lines too."""
    text = _only(_write(tmp_path, "a.txt", "Київ".encode(encoding)))
    line = _only(_write(tmp_path, "a.jsonl", '{"text": "Київ"}\n'.encode(encoding)))

    assert text.text == line.text == "Київ"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"\xe9t\xe9", "not UTF-8 text .byte 0."),
        ("a.txt", b"\x7fELF\0\0", "binary file"),
        ("a.txt", b"\xff\xfea", "not UTF-16 text"),
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\t ", "no text"),
        ("a.txt", b"\xff\xfe\0\0\0\0\0\0\0", "UTF-32"),
        ("a.md", b"---\ntitle: x\n", "not closed"),
        ("a.md", b"---\n- x\n---\ny", "must be lines such as"),
        ("a.md", b"---\n[[[\n---\ny", "not YAML"),
        ("a.md", b"---\n" + b"[" * 30_000 + b"\n---\ny", "not YAML"),
        ("a.md", b"---\ndate: 2024-02-30\n---\ny", "'2024-02-30' is not a date"),
        ("a.md", b"---\ndate: 17\n---\ny", "must be a date as text, not int"),
        ("a.md", b"---\ndate: sometime last week\n---\ny", "is not a date"),
        ("a.md", b"---\ntitle: [x]\n---\ny", "title must be text, not list"),
        ("a.md", b"---\nlang: 5 languages\n---\ny", "not a language code"),
        ("a.md", b"---\ntitle: x\n---\n", "no text"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.json", b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "not JSON"),
        ("a.json", b"5", "must be a JSON object, not int"),
        ("a.json", b'{"title": "x"}', "'text' is missing"),
        ("a.json", b'{"text": 5}', "'text' is int, not text"),
        ("a.json", b'{"text": "a\\u0000b"}', "NUL"),
        ("a.json", b'{"text": "a", "title": "a\\u0000b"}', "its title contains NUL"),
        ("a.json", b'{"text": "\\ud800"}', "not JSON"),
        ("a.json", b'{"text": "x", "id": true}', "id must be text"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.html", b"<b>" * 200_001, "too big"),
        ("a.html", b"<div>" * 50_000 + b"deep", "no text"),
    ],
)
def test_what_cannot_be_read_comes_out_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """Nothing is dropped in silence, and nothing stops the batch."""
    loaded = list(load_reports([_write(tmp_path, name, content), _write(tmp_path, "z.txt", "Z")]))

    assert [type(each) for each in loaded] == [BadReport, Report]
    with pytest.raises(BadReport, match=reason):
        raise loaded[0]  # type: ignore[misc]


def test_half_a_surrogate_pair_is_refused() -> None:
    """A text that no file could hold is not a report, whoever made it."""
    from geo.reading.fields import to_report

    with pytest.raises(BadReport, match="surrogate"):
        to_report("\ud800", {}, metadata=Metadata(), name="x", address="")


def test_a_text_too_long_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text beyond the limit is refused whole, not cut."""
    from geo.reading import fields

    monkeypatch.setattr(fields, "MAX_TEXT", 10)
    with pytest.raises(BadReport, match="longer than 10"):
        fields.to_report("x" * 11, {}, metadata=Metadata(), name="x", address="")


def test_a_file_too_big_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so much of a file is read as tells that it is too big."""
    from geo.reading import loading

    monkeypatch.setattr(loading, "_MAX_BYTES", 10)
    loaded = list(load_reports([_write(tmp_path, "a.txt", "x" * 11)]))

    assert "bigger than" in str(loaded[0])


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    """A path that leads nowhere is a bad report and not a crash."""
    loaded = list(load_reports([tmp_path / "none.txt"]))

    assert "no such file" in str(loaded[0])


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """Everything below it comes sorted, without hidden files, folders and unknown suffixes."""
    for name in ("b.txt", "a.txt", ".hidden.txt", "x.exe", "sub/c.md", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        _write(tmp_path, name, name)

    texts = [report.text for report in load_reports([tmp_path]) if isinstance(report, Report)]

    assert texts == ["a.txt", "b.txt", "sub/c.md"]


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    """What it is is seen from its content."""
    assert _only(_write(tmp_path, "report.wire", "---\ntitle: T\n---\nIt fell.")).title == "T"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        pytest.param("It fell.", ["It fell."], id="text"),
        pytest.param("[Kyiv] It fell.", ["[Kyiv] It fell."], id="text in brackets"),
        pytest.param('{"text": "A"}', ["A"], id="object"),
        pytest.param('{\n "text": "A"\n}', ["A"], id="object on lines"),
        pytest.param('{"text": "A"}\n{"text": "B"}\n', ["A", "B"], id="lines"),
        pytest.param(' [{"text": "A"}, {"text": "B"}]', ["A", "B"], id="list"),
        pytest.param("---\ntitle: T\n---\nIt fell.", ["It fell."], id="front matter"),
        pytest.param("<html><body><p>It fell.</p></body></html>", ["It fell."], id="page"),
        pytest.param("[]", [], id="empty list"),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(content: str, texts: list[str]) -> None:
    """JSON, JSON lines, HTML, front matter and text are told apart; the key is empty."""
    loaded = _piped(content)

    assert [(each.text, each.key) for each in loaded if isinstance(each, Report)] == [
        (text, "") for text in texts
    ]


def test_reports_are_counted_before_they_are_read(tmp_path: Path) -> None:
    """The count is that of what will come out, bad ones included."""
    _write(tmp_path, "a.txt", "A")
    _write(tmp_path, "b.jsonl", '{"text": "A"}\n\n{bad\n')
    _write(tmp_path, "c.json", '[{"text": "A"}, 5]')
    paths = [tmp_path, tmp_path / "missing.txt"]

    assert count_reports(paths) == len(list(load_reports(paths))) == 6


def test_a_count_that_would_cost_a_reading_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input and big JSON files are not counted."""
    from geo.reading import loading

    monkeypatch.setattr(loading, "_COUNTED_BYTES", 2)

    assert count_reports(["-"]) is None
    assert count_reports([_write(tmp_path, "a.json", '{"text": "A"}')]) is None


@given(st.binary(max_size=200), st.sampled_from(["", "{", "[{", "---\n", "<html>", "\ufeff"]))
def test_no_bytes_crash_the_loader(data: bytes, begin: str) -> None:
    """Whatever comes in, reports and reasons come out."""
    loaded = list(load_reports(["-"], stdin=io.BytesIO(begin.encode() + data)))

    assert all(isinstance(each, Report | BadReport) for each in loaded)
