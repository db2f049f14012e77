"""Whether the words beside a date tell of what was or of what is to come."""

import re

from geo.model import Span

_TOLD = re.compile(
    r"\b(?:said|told|began|fell|struck|met|left|held|ran|came|went|became|won|lost|shot|saw|took|"
    r"hit|broke|was|were|[a-z]{2,12}ed)\s+(?:(?:late|early|back)\s+)?"
    r"(?:(?:on|in|between|from|during|over)\s+)?(?:the\s+)?\Z"
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:to|be)\s+\w+|scheduled|expected|planned|slated|supposed|needed|proposed|projected)"
    r"\s+(?:(?:on|in|between|from|during|over)\s+)?(?:the\s+)?\Z"
)
_NEXT = re.compile(
    r"\b(?:(?P<ahead>(?:will|shall|is|are|was|were|am) (?:be )?(?:\w+ly )?"
    r"(?:due|set|to|going|expected|scheduled|planned|slated|likely|supposed|bound)\b(?! blame)|"
    r"(?:will|shall|would|cannot|won['’]t)\b(?! have\b)|"
    r"(?:going|due|set|ready|bound) (?:to|back|in|for)\b|"
    r"(?:expected|scheduled|planned|slated) (?:to|for|on)\b|"
    r"(?:called|fixed|timetabled|convened) (?:for|on)(?=\s*\Z)|"
    r"(?:plan|mean|intend|want|hope|aim|wish|agree|promise|pledge|vow|threaten|prepare|decide|"
    r"offer|propose)(?:s|d|ed)? to\b|deadline|forecast(?:s|ers)?\b|must\b|"
    r"(?:told|ordered|asked|urged|instructed|required|supposed) to\b|"
    r"(?:extended|prolonged|renewed|postponed|delayed|adjourned|suspended) "
    r"(?:until|till|to|through)\b|"
    r"(?:upcoming|forthcoming|planned)\b)|"
    r"(?P<past>said|told|began|fell|struck|met|left|held|ran|came|went|became|won|lost|shot|saw|"
    r"took|hit|broke|was|were|had|has|have|did|[a-z]{2,12}ed)\b)",
    re.IGNORECASE,
)
_CLAUSE_WINDOW = 90  # characters on either side of a date in which its verb is looked for
_CLAUSE_END = re.compile(r"[.!?;:]\s|\n\n")


def is_told(text: str, floor: int, start: int) -> bool:
    """Return whether a verb of the past governs a date: "said on Friday that it will".

    Args:
        text: The report's text.
        floor: Where to stop looking back, usually the end of the date before.
        start: Where the date begins.
    """
    before = text[max(floor, start - 32) : start]
    return bool(_TOLD.search(before)) and not _ANNOUNCED.search(before)


def looks_ahead(text: str, span: Span, start: int, end: int) -> bool:
    """Return whether the verb beside a date tells of what is to come.

    That is the last verb of its clause before it, else the first after it.

    Args:
        text: The report's text.
        span: Where to look, usually the sentence.
        start: Where the date begins.
        end: Where it ends.
    """
    before = _CLAUSE_END.split(text[max(span.start, start - _CLAUSE_WINDOW) : start])[-1]
    after = _CLAUSE_END.split(text[end : min(span.end, end + _CLAUSE_WINDOW)], maxsplit=1)[0]
    verbs = [*_NEXT.finditer(before)][-1:] or [*_NEXT.finditer(after)][:1]
    return bool(verbs and verbs[0]["ahead"])
