"""Lists of words, written as text."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text`, which blanks and line ends part.

    >>> sorted(word_set("to into"))
    ['into', 'to']
    """
    return frozenset(text.split())
