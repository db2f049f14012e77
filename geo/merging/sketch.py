"""Whether two reports carry the same text, as when two papers print one agency's report.

A sketch is the smallest hashes of a text's word triples; how many two sketches share estimates
the Jaccard index of the texts without looking at them again.
Source: Broder, On the resemblance and containment of documents (1997), the bottom-k variant.
"""

import hashlib
import heapq
from itertools import islice, pairwise

from geo.query import words

Sketch = tuple[int, ...]
"""Ascending hashes, at most `SIZE`; empty for a text with less than three words."""

SIZE = 64
SAME_TEXT = 0.6
"""Jaccard index of word triples: a copy in which one word in ten is changed has about .57 to .6,
independent reports of one event stay below .2."""

_HASH_BYTES = 8
_MOST_CHARACTERS = 200_000
"""A report that is longer is known by its beginning."""


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; case, accents and punctuation do not count."""
    heard = words(text[:_MOST_CHARACTERS])
    triples = zip(pairwise(heard), islice(heard, 2, None), strict=False)
    hashes = {_hash(f"{one} {two} {three}") for (one, two), three in triples}
    return tuple(heapq.nsmallest(SIZE, hashes))


def is_same_text(one: Sketch, other: Sketch) -> bool:
    """Return whether two texts are nearly the same; one too short to be sketched is like none."""
    return bool(one and other) and resemblance(one, other) >= SAME_TEXT


def resemblance(one: Sketch, other: Sketch) -> float:
    """Return the estimated Jaccard index of two texts, 0 to 1."""
    shared = {*one} & {*other}
    smallest = heapq.nsmallest(SIZE, {*one, *other})
    return sum(number in shared for number in smallest) / max(1, len(smallest))


def pack(made: Sketch) -> bytes:
    """Return a sketch as bytes."""
    return b"".join(number.to_bytes(_HASH_BYTES, "big") for number in made)


def unpack(blob: bytes) -> Sketch:
    """Return the sketch that `pack` made bytes of."""
    ends = range(0, len(blob) - _HASH_BYTES + 1, _HASH_BYTES)
    return tuple(int.from_bytes(blob[at : at + _HASH_BYTES], "big") for at in ends)


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_HASH_BYTES)
    return int.from_bytes(digest.digest(), "big")
