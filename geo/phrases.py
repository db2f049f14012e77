"""Phrases around a place name: directions, administrative cues, distances.

Recognition (`geo.reading`) grows a bare name to its whole phrase; resolution (`geo.places`)
takes the phrase apart again. Both use this one grammar.

>>> parse_phrase("20 km south of Krasnohorivka").core
'Krasnohorivka'
>>> parse_phrase("eastern Russia").direction
'east'
>>> parse_phrase("occupied Donetsk region").cue
'region'
"""

import re
from dataclasses import dataclass

from geo.model import Span

_COMPASS = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_DIRECTION = rf"(?:(?:far[- ])?(?:{_COMPASS})(?:ern|ernmost)?|central|mid)"
_CUES = (
    "oblast|oblasts|region|regions|province|provinces|governorate|prefecture|state|county|"
    "district|districts|raion|rayon|republic|krai|kray|territory|department|canton|emirate|"
    "municipality|division|autonomous region|autonomous republic|autonomous okrug|okrug"
)
_UNITS = {
    "km": 1000.0,
    "kms": 1000.0,
    "kilometer": 1000.0,
    "kilometers": 1000.0,
    "kilometre": 1000.0,
    "kilometres": 1000.0,
    "mile": 1609.344,
    "miles": 1609.344,
    "mi": 1609.344,
    "m": 1.0,
    "meters": 1.0,
    "metres": 1.0,
}
_QUALIFIER = (
    r"(?:(?:russian[- ]|temporarily |partially |israeli[- ]|turkish[- ]|indian[- ]|rebel[- ]|"
    r"government[- ]|houthi[- ])?(?:occupied|annexed|controlled|held|besieged|liberated))"
)
_NEAR = (
    r"(?:in the vicinity of|on the outskirts of|the outskirts of|outside|outskirts of|close to|"
    r"not far from|nearby|near|around|off the coast of|off)"
)
_BEFORE = re.compile(
    rf"(?:(?P<distance>[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>{'|'.join(_UNITS)})\s+)?"
    rf"(?:to the\s+)?(?P<bearing>{_COMPASS})\s+of\s+(?:the\s+)?\Z"
    rf"|(?P<near>{_NEAR})\s+(?:the\s+)?\Z"
    rf"|(?P<part>{_DIRECTION})\s+(?:(?:part|parts|half|regions?|areas?)\s+of\s+)?(?:the\s+)?\Z"
    rf"|(?P<qualifier>{_QUALIFIER})\s+\Z",
    re.IGNORECASE,
)
_LONGEST = 60  # characters a modifier can span
_AFTER = re.compile(rf"\s+(?P<cue>{_CUES})\b", re.IGNORECASE)
_CUE_BEFORE = re.compile(rf"\A(?:the\s+)?(?P<cue>{_CUES})\s+of\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place phrase taken apart.

    Attributes:
        core: The bare name.
        direction: `north`, `northeast`, ..., `central` for a part of the place; empty for all.
        bearing: The same words for a direction away from the place ("south of"); empty for none.
        distance_m: How far along the bearing, metres; None where unsaid.
        is_near: True for "near", "outside", "off the coast of" and their like.
        cue: The administrative word in lower case ("oblast"); empty for none.
    """

    core: str
    direction: str = ""
    bearing: str = ""
    distance_m: float | None = None
    is_near: bool = False
    cue: str = ""

    @property
    def is_bare(self) -> bool:
        """True where the phrase is the name and nothing else."""
        return not (self.direction or self.bearing or self.is_near or self.cue)


def _compass(words: str) -> str:
    """Return "southeast" for "South-eastern" and so on."""
    plain = re.sub(r"far[- ]|ernmost|ern|[- ]", "", words.casefold())
    return "central" if plain in {"central", "mid"} else plain


def parse_phrase(text: str) -> PlacePhrase:
    """Take a phrase apart; words that belong to no known form stay in the core.

    Names that contain such words ("South Korea", "West Bank") come apart too: look the whole
    name up first.
    """
    core = " ".join(text.split())
    core = re.sub(r"\Athe\s+", "", core, flags=re.IGNORECASE)
    found: dict[str, str] = {}
    while match := _leading(core):
        found.update({name: value for name, value in match[0].items() if value})
        core = core[match[1] :]
    if cue := _CUE_BEFORE.match(core):
        found["cue"] = cue["cue"]
        core = core[cue.end() :]
    elif (cue := _AFTER.search(core)) and cue.end() == len(core):
        found["cue"] = cue["cue"]
        core = core[: cue.start()]
    distance = found.get("distance")
    return PlacePhrase(
        core=core,
        direction=_compass(found.get("part", "")) if "part" in found else "",
        bearing=_compass(found["bearing"]) if "bearing" in found else "",
        distance_m=float(distance.replace(",", ".")) * _UNITS[found["unit"].casefold()]
        if distance
        else None,
        is_near="near" in found,
        cue=found.get("cue", "").casefold(),
    )


def _leading(core: str) -> tuple[dict[str, str | None], int] | None:
    """Return the groups of the longest modifier that begins `core`, and where the rest begins."""
    for gap in reversed(list(re.finditer(r"\s+", core[:_LONGEST]))):
        head = core[: gap.end()]
        match = _BEFORE.match(head)
        if match and match.end() == len(head) and core[gap.end() :]:
            return match.groupdict(), gap.end()
    return None


def grow(text: str, span: Span) -> Span:
    """Return the span of the whole phrase around the bare name at `span`.

    Takes in directions and distances before the name ("20 km south of", "eastern") and an
    administrative cue after it ("Oblast"); never "near" and its like, nor a qualifier such as
    "occupied", which say where the event is but are not part of the name.
    """
    window = max(0, span.start - _LONGEST)
    start = span.start
    while match := _modifier_before(text[window:start]):
        start = window + match.start()
    after = _AFTER.match(text, span.end)
    return Span(start, after.end() if after else span.end)


def _modifier_before(before: str) -> re.Match[str] | None:
    """Return the modifier that ends `before`, where it is part of the place phrase."""
    for word in re.finditer(r"(?<![\w-])\S", before):
        match = _BEFORE.match(before, word.start())
        if match and (match["bearing"] or match["part"]):
            return match
    return None
