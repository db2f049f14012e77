"""Whether a text is English: other languages are said so and skipped, never guessed at."""

import re

from geo.reading.word_lists import word_set

_ENGLISH = word_set("""
    the of and to in a is that for it was on are as with his they at be this from have or by one
    had not but what all were when we there can an your which their said if will each about how
    up out them then she many some so these would other into has more her two him been its who
    after over than also he no under against between during before because including
""")
_OTHER = word_set("""
    der die das und ein eine einen einem einer im am den dem des von zu mit nicht auch sich auf ist
    es gab dort le la les un une des du et est dans en qui que pour sur pas plus au aux avec ont
    el los las una y del por con para se su lo como hubo il lo gli di che per non sono della nel
    het een van voor niet och att som det av og til nie jest w z na do sie się o que não uma os
    в и на не что с по из как это но для его
""")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOKED_AT = 20_000  # characters: a text's beginning says which language it is in
_MANY_WORDS = 60  # in small letters: from there on the share of function words is telling
_LEAST_SHARE = 0.12  # English news has .30 to .45; German, French or Spanish below .10
_LEAST_LATIN = 0.5  # share of ASCII letters among all letters


def is_english(text: str) -> bool:
    """Return whether a text seems to be English, by its letters and its function words.

    It must have at least as many English as other function words; a text with many words in
    small letters must have many. One without, such as a headline or a list of names, counts as
    English.
    """
    found: list[str] = _WORD.findall(text[:_LOOKED_AT])
    letters = "".join(found)
    if sum(letter.isascii() for letter in letters) < _LEAST_LATIN * len(letters):
        return False
    known = sum(word.casefold() in _ENGLISH for word in found)
    other = sum(word.casefold() in _OTHER for word in found)
    small = [word for word in found if word.islower()]
    is_telling = len(small) >= _MANY_WORDS
    return known >= other and (not is_telling or known >= _LEAST_SHARE * len(small))
