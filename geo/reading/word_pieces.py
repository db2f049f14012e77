"""Words cut into the pieces that the encoder knows, as BERT does it (Devlin et al. 2019).

A word is lower-cased, its accents are dropped, and it is cut at punctuation; then the longest
piece that the vocabulary has is taken from the left, again and again. A word that cannot be cut so
is one unknown piece.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"

_LONGEST = 100
"""Characters from which a word is unknown, as in the original."""


def load_vocabulary(path: Path) -> Mapping[str, int]:
    """Return the number of each piece: its line in the file, from 0; one piece a line."""
    with path.open(encoding="utf-8") as lines:
        return {line.rstrip("\n"): number for number, line in enumerate(lines)}


def pieces_of(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Return the numbers of the pieces of a word; none for a word of invisible characters."""
    return [number for part in _parts(word) for number in _cut(part, vocabulary)]


def _parts(word: str) -> Iterator[str]:
    """Yield the runs of letters and digits of a word, and each other sign by itself."""
    run = ""
    for letter in _plain(word):
        if letter.isalnum():
            run += letter
            continue
        if run:
            yield run
        run = ""
        if not letter.isspace():
            yield letter
    if run:
        yield run


def _plain(word: str) -> str:
    decomposed = word.lower() if word.isascii() else unicodedata.normalize("NFD", word.lower())
    return "".join(
        letter
        for letter in decomposed
        if letter.isascii() or unicodedata.category(letter) not in {"Mn", "Cc", "Cf"}
    )


def _cut(part: str, vocabulary: Mapping[str, int]) -> list[int]:
    found: list[int] = []
    start = 0
    while start < len(part) <= _LONGEST:
        lead = "##" if start else ""
        end = next(
            (end for end in range(len(part), start, -1) if lead + part[start:end] in vocabulary),
            start,
        )
        if end == start:
            break
        found.append(vocabulary[lead + part[start:end]])
        start = end
    return found if start == len(part) else [vocabulary[UNKNOWN]]
