"""spaCy's rules for parts of speech and lemmas, made quick: the same answers in less time.

spaCy tries some hundred rules anew at every word, and looks lemmas up in lists. Here words that
the rules cannot tell apart share one trial, and the lists are sets.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LOOKED_AT = ("LOWER", "TAG", "DEP", "IS_SPACE")
"""What most rules look at, of one word."""

_Match = tuple[int, int, int, int]
"""Number of a rule, its key, and where it applies: first word, and the word after the last."""


def hasten(model: "Language") -> None:
    """Let the rules and lemmas of `model` give their answers quickly; the model is changed."""
    if model.has_pipe("attribute_ruler"):
        ruler: Any = model.get_pipe("attribute_ruler")
        ruler.match = _Rules(ruler).match
    if model.has_pipe("lemmatizer"):
        lemmatizer: Any = model.get_pipe("lemmatizer")
        index = lemmatizer.lookups.get_table("lemma_index", {})
        for pos in index:
            index[pos] = frozenset(index[pos])


class _Rules:
    """Which of a ruler's rules apply where.

    Rules on one word are tried once for each kind of word: what it is among the words that rules
    name, its tag and its dependency. The others are tried everywhere, as spaCy does.
    """

    def __init__(self, ruler: Any) -> None:  # noqa: ANN401 - its annotations name half of what it gives
        self._alone, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._strings = ruler.vocab.strings
        named: set[str] = set()
        for number, rule in enumerate(ruler.patterns):
            words = list(_words(rule["patterns"]))
            (self._other if None in words else self._alone).add(str(number), rule["patterns"])
            named.update(word for word in words if word)
        self._named = frozenset(self._strings[word] for word in named)
        self._known: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def match(self, doc: "Doc") -> list[_Match]:
        """Return the rules that apply, by their numbers: of two rules the later one counts."""
        found = [
            (number, key, place, place + 1)
            for place, seen in enumerate(doc.to_array(list(_LOOKED_AT)).tolist())
            for number, key in self._of_kind(doc, place, *seen)
        ]
        others = self._other(doc, allow_missing=True)
        found += [(int(self._strings[key]), key, start, end) for key, start, end in others]
        return sorted(found)

    def _of_kind(self, doc: "Doc", place: int, word: int, *others: int) -> list[tuple[int, int]]:
        kind = (word if word in self._named else 0, *others)
        if kind not in self._known:
            matches = self._alone(doc[place : place + 1], allow_missing=True)
            self._known[kind] = [(int(self._strings[key]), key) for key, *_ in matches]
        return self._known[kind]


def _words(patterns: Iterable[list[dict[str, Any]]]) -> Iterator[str | None]:
    """Yield the words that patterns name, and None for a pattern that looks at more."""
    for pattern in patterns:
        word = pattern[0].get("LOWER", {"IN": []})
        words = [word] if isinstance(word, str) else word.get("IN")
        is_plain = (
            len(pattern) == 1 and set(_LOOKED_AT).issuperset(pattern[0]) and words is not None
        )
        yield from words if is_plain else [None]
