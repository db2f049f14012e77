"""The clause that tells of an event: its span, and a short title made of its words."""

from typing import TYPE_CHECKING

from geo.model import Span
from geo.reading.syntax import clause_head

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_TITLE = 100
"""Characters, the mark of a cut included."""

_LONGEST_CLAUSE = 600  # characters on either side of the trigger
_OTHER_CLAUSES = frozenset({"conj", "parataxis", "advcl"})
_EDGES = " \t\n,;:-–—\"'“”‘’()[]"
_LEADING = frozenset({"and", "but", "or", "that", "which", "while", "whereas", "as", "so"})
_CUT = "…"


def clause_span(trigger: "Token") -> Span:
    """Return the characters of the passage that the trigger's clause covers.

    Other clauses beside it are left out, the ones that it governs stay in. Spaces, commas and
    quotation marks at the ends are left out.
    """
    head = clause_head(trigger)
    parts = [head, trigger]
    for near in head.children:
        if near.dep_ not in _OTHER_CLAUSES or _holds(near, trigger):
            parts += [near.left_edge, near.right_edge]
    first, last = min(parts, key=lambda t: t.i), max(parts, key=lambda t: t.i)
    text, begin = trigger.doc[first.i : last.i + 1].text, first.idx  # the whole would take long
    start = max(first.idx, trigger.idx - _LONGEST_CLAUSE)
    end = min(last.idx + len(last), trigger.idx + len(trigger) + _LONGEST_CLAUSE)
    while start < trigger.idx and text[start - begin] in _EDGES:
        start += 1
    while end > trigger.idx + len(trigger) and text[end - 1 - begin] in _EDGES:
        end -= 1
    return Span(start, end)


def _holds(token: "Token", trigger: "Token") -> bool:
    return token.left_edge.i <= trigger.i <= token.right_edge.i


def title_of(quote: str, trigger: str) -> str:
    """Return a line of at most 100 characters from the words of `quote`.

    It begins with a capital. Where the clause is longer, it is cut so that the words around
    `trigger` stay.
    """
    words = quote.split()
    while len(words) > 1 and words[0].casefold() in _LEADING:
        words.pop(0)
    line = " ".join(words).rstrip(_EDGES)
    if len(line) <= LONGEST_TITLE:
        return line[:1].upper() + line[1:]
    at = max(0, line.find(trigger))
    begin = 0 if at + len(trigger) < LONGEST_TITLE - 1 else _word_start(line, at - 20)
    room = LONGEST_TITLE - len(_CUT)
    piece = line[begin : begin + room]
    cut = (piece.rsplit(" ", 1)[0] if " " in piece else piece).rstrip(_EDGES) + _CUT
    return cut if begin else cut[:1].upper() + cut[1:]


def _word_start(line: str, position: int) -> int:
    return line.rfind(" ", 0, max(0, position)) + 1
