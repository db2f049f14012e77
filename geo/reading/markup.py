"""What is left of HTML in a text that should be plain: blanked without moving an offset."""

import html
import re
from collections.abc import Iterator

from geo.reading.word_lists import word_set

_INLINE = word_set(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strike strong "
    "sub sup time u var wbr acronym big tt"
)
_BLOCK = word_set(
    "address article aside audio blockquote body br button canvas caption center col colgroup dd "
    "details div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header "
    "hr html iframe img input label legend li link main meta nav noscript object ol option p param "
    "picture pre section select source summary svg table tbody td template textarea tfoot th thead "
    "title tr ul video script style !doctype ?xml"
)
_UNREAD = frozenset({"script", "style"})
"""Elements whose content is no text."""

_SHORTCODES = "caption|gallery|video|audio|embed|playlist"
_LEFT_OVER = re.compile(
    r"<!--"
    r"|</?(?P<tag>[a-z!?][a-z0-9]{0,9})(?=[\s/>?])[^<>]{0,4000}>"
    rf"|\[/?(?:{_SHORTCODES})\b[^\[\]\n]{{0,400}}\]"
    r"|&(?P<entity>#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});",
    re.IGNORECASE,
)
_CLOSES = {
    "<!--": re.compile("-->"),
    **{tag: re.compile(rf"</{tag}[^<>]{{0,40}}>?", re.IGNORECASE) for tag in _UNREAD},
}
"""What ends a comment and the elements whose content is no text."""

_NO_LINE_END = re.compile(r"[^\r\n]")


def without_markup(text: str) -> str:
    """Return `text`, equally long, with tags, comments, scripts and entities blanked.

    The end of a block element becomes a line break. A character that was written as an entity
    stands at the entity's end. What only looks like markup ("<3", "AT&T;") stays.
    """
    if "<" not in text and "&" not in text and "[" not in text:
        return text
    parts, start = [], 0
    for begin, end, words in _left_overs(text):
        parts += [text[start:begin], words]
        start = end
    return "".join(parts) + text[start:]


def _left_overs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each left-over begins and ends, and what stands there instead, as long."""
    ends = _Ends(text)
    start = 0
    for match in _LEFT_OVER.finditer(text):
        if match.start() < start:  # inside a comment or script
            continue
        found = _replaced(match, ends)
        if found is not None:
            start, words = found
            yield match.start(), start, words


def _replaced(match: re.Match[str], ends: "_Ends") -> tuple[int, str] | None:
    """Return where a left-over ends and what stands instead; None where it is none."""
    begin, end, tag = match.start(), match.end(), (match["tag"] or "").lower()
    if match["entity"]:
        return _character(match)
    if tag and tag not in _INLINE | _BLOCK:
        return None
    opens = match[0] if match[0] == "<!--" else tag
    if opens in _CLOSES and match[0][1] != "/":
        end = ends.after(opens, end)
    blank = _NO_LINE_END.sub(" ", match.string[begin:end])
    return end, blank if tag in _INLINE else blank[:-1] + "\n"


def _character(match: re.Match[str]) -> tuple[int, str] | None:
    """Return the character an entity stands for, with blanks before it; None for no entity."""
    letter = html.unescape(match[0])
    if letter == match[0]:
        return None
    if len(letter) != 1 or letter in "<>" or not letter.isprintable():
        letter = " "
    return match.end(), letter.rjust(len(match[0]))


class _Ends:
    """Where comments and scripts end; one that is never closed is looked for only once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: set[str] = set()

    def after(self, opens: str, start: int) -> int:
        """Return the end of what `opens` began before `start`; `start` where it has none."""
        if opens in self._open:
            return start
        found = _CLOSES[opens].search(self._text, start)
        if found is None:
            self._open.add(opens)
            return start
        return found.end()
