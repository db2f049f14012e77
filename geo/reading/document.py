"""The parts of a text: paragraphs and sentences, by rule and in linear time.

Offsets into a flattened text are offsets into the text itself: `flatten` never changes the
length.
"""

import re
from collections.abc import Iterator

from geo.model import Span
from geo.reading.markup import without_markup

_WIDEST_WRAP = 100  # characters: longer lines are paragraphs on one line, not hard-wrapped text
_LONGEST_SENTENCE = 2000  # characters: text without any full stop is cut at a space before this

# Spaces of every width, and controls that print as nothing or turn the direction of writing.
_AS_SPACE = dict.fromkeys(
    (
        *range(0x0A),
        0x0B,
        0x0C,
        *range(0x0E, 0x20),
        *range(0x7F, 0xA1),
        0x1680,
        0x200E,
        0x200F,
        *range(0x2000, 0x200B),
        *range(0x2028, 0x2030),
        0x205F,
        *range(0x2066, 0x206A),
        0x3000,
    ),
    " ",
)
_ZERO_WIDTH = "[\u00ad\u200b-\u200d\u2060\ufeff]"
_INVISIBLE = re.compile(rf"(?<!\w){_ZERO_WIDTH}|{_ZERO_WIDTH}(?!\w)")
_BULLET = re.compile(r"[ ]{0,8}(?:[-*+•◦▪‣·–—]|\d{1,3}[.)]|\(\w\))[ ]|[ ]{0,3}(?:#{1,6}|>)[ ]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’)\]]{0,3}\Z")
_GOES_ON = re.compile(r"(?:,|\b(?:the|an?|of|in|at|on|to|by|for|from|with|and|or|its|his|her))\Z")
"""What no line ends with unless the next goes on."""

_BYLINE = re.compile(r"(?:By|Reported by|Written by|Photo|Source|Updated)\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms dr prof gen lt col sgt maj capt cpt cmdr adm brig cpl pvt spc sen rep gov pres "
    "sec amb rev hon fr msgr st mt ft vs gens lts supt insp det sr jr ph messrs"
)
"""Abbreviations that a name or noun follows: they never end a sentence."""

_BEFORE_FIGURES = _words(
    "no nos nr art para pp p vol fig approx ca c jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue tues wed thu thurs fri sat sun"
)
"""Abbreviations that end a sentence unless a figure or lower case follows."""

_INITIALISMS = _words(
    "u.s u.k u.n e.u d.c u.a.e u.s.s.r a.m p.m inc corp ltd co bros etc al i.e e.g ph.d b.c "
    "a.d dept est univ assn govt intl"
)
"""Abbreviations that end a sentence only before a word that sentences begin with."""

_STARTERS = _words(
    "the a an he she it they we i you this that these those there his her its their our my "
    "but and or so yet in on at by for from with as after before since while when where if "
    "although however meanwhile officials according some many most more several no not one "
    "two three also both another each all what who why how then thus to under during "
    "following"
)
"""Words that begin a sentence far more often than they continue a name."""

_END = re.compile(
    r"(?P<word>[^\s.!?…\"“”()\[\]]{0,24}(?:\.[^\s.!?…\"“”()\[\]]{1,6}){0,4})"
    r"(?P<mark>[.!?…]{1,6})(?P<close>[\"'”’)\]»]{0,4})(?P<gap>\s+|(?=[A-Z][a-z]))"
)


def flatten(text: str) -> str:
    """Return `text`, equally long, with hard-wrapped lines, odd spaces and markup made spaces.

    A line break inside a paragraph becomes a space where the line was broken for its width: the
    next word would not have fitted, or goes on in lower case, or follows a word such as "the".
    Breaks that end a headline, list item or paragraph stay, and a block of HTML ends with one.
    Zero-width characters and soft hyphens become spaces beside a space and stay inside a word.
    Every offset stays valid.
    """
    plain = _INVISIBLE.sub(" ", without_markup(text).translate(_AS_SPACE))
    lines = list(_lines(plain))
    width = _width([len(plain[line.start : line.end].rstrip()) for line, _ in lines])
    parts: list[str] = []
    for index, (line, end) in enumerate(lines):
        here = line.of(plain)
        follows = lines[index + 1][0].of(plain) if index + 1 < len(lines) else ""
        is_wrapped = _is_wrapped(here.rstrip(), follows, width)
        parts.append(here)
        parts.append(" " * (end - line.end) if is_wrapped else "\n".rjust(end - line.end))
    return "".join(parts)[: len(text)] if parts else ""


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs, headlines and list items of `text` in order, without outer space."""
    flat = flatten(text)
    spans = (line for line, _ in _lines(flat))
    return [trimmed for span in spans if (trimmed := _trimmed(flat, span)) is not None]


def sentences(text: str) -> list[Span]:
    """Return the sentences of `text`: ordered, disjoint, covering all but space and markup.

    A headline, byline or list item without a full stop is a sentence of its own. Text that goes on
    for more than 2,000 characters without an end is cut at a space.
    """
    flat = flatten(text)
    return [
        trimmed
        for line, _ in _lines(flat)
        for sentence in _split(flat, line)
        for piece in _cut(flat, sentence)
        if (trimmed := _trimmed(flat, piece)) is not None
    ]


def _lines(text: str) -> Iterator[tuple[Span, int]]:
    """Yield each line's span without its break, and where the next line begins."""
    start = 0
    for match in _LINE_END.finditer(text):
        yield Span(start, match.start()), match.end()
        start = match.end()
    if start < len(text):
        yield Span(start, len(text)), len(text)


def _width(lengths: list[int]) -> int:
    """Return the width the text is wrapped at, 0 where its lines are not wrapped."""
    widest = max(lengths, default=0)
    return widest if 0 < widest <= _WIDEST_WRAP else 0


def _is_wrapped(line: str, follows: str, width: int) -> bool:
    """Return whether the break after `line` is only one of width."""
    begin = follows.lstrip()
    if not line.strip() or not begin or _BULLET.match(follows) or _BYLINE.match(line.lstrip()):
        return False
    if (begin[0].islower() and not _ENDS_SENTENCE.search(line)) or _GOES_ON.search(line):
        return True
    if not width:
        return False
    first_word = begin[: width + 1].split(None, 1)[0]
    return len(line) + 1 + len(first_word) > width


def _split(flat: str, line: Span) -> Iterator[Span]:
    start = line.start
    for match in _END.finditer(flat, line.start, line.end):
        if _is_end(match, flat):
            yield Span(start, match.end())
            start = match.end()
    if start < line.end:
        yield Span(start, line.end)


def _is_end(match: re.Match[str], flat: str) -> bool:
    """Return whether a full stop, question or exclamation mark ends its sentence here."""
    after = flat[match.end() : match.end() + 24].lstrip("\"'“‘([«")
    if not after:
        return True
    if not match["gap"]:
        return _is_glued(match, after)
    if match["mark"] != "." or match["close"]:
        return not after[0].islower()
    word = match["word"].lower().lstrip("'’‘-–—")
    return _ends_after(word, after)


def _ends_after(word: str, after: str) -> bool:
    """Return whether a full stop after `word` ends a sentence that `after` would follow."""
    if after[0].islower() or word in _TITLES:
        return False
    if word in _BEFORE_FIGURES:
        return not after[0].isdigit() and (word != "no" or after[0].isupper())
    is_short = word in _INITIALISMS or (len(word) == 1 and word.isalpha()) or "." in word
    if not is_short:
        return True
    first = re.match(r"\w+", after)
    return first is not None and first[0].lower() in _STARTERS


def _is_glued(match: re.Match[str], after: str) -> bool:
    """Return whether the space is only missing: "ended.The next", but not "U.S.Army"."""
    word = match["word"]
    is_word = len(word) > 2 and "." not in word and word[-1].islower()  # noqa: PLR2004
    return is_word and word.lower() not in _TITLES | _BEFORE_FIGURES and after[0].isupper()


def _cut(flat: str, span: Span) -> Iterator[Span]:
    """Yield `span` in pieces of bounded length, cut at a space where there is one."""
    start = span.start
    while span.end - start > _LONGEST_SENTENCE:
        space = flat.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        end = space + 1 if space >= 0 else start + _LONGEST_SENTENCE
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _trimmed(text: str, span: Span) -> Span | None:
    """Return `span` without outer space; None where nothing is left."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None
