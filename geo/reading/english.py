"""Whether a text is English: other languages are said so and skipped, never guessed at."""

import re

from geo.reading.word_lists import word_set

_ENGLISH = word_set("""
    the of and to in a is that for it was on are as with his they at be this from have or by one
    had not but what all were when we there can an your which their said if will each about how
    up out them then she many some so these would other into has more her two him been its who
    after over than also he no under against between during before because including do us me
    since until while where may could says near amid off new people
""")
# Words that are frequent in another language and rare in English, a language or two a line.
_OTHER = (
    word_set("""
    der die das und ein eine einen einem einer im am den dem des von zu mit nicht auch sich auf ist
    es gab dort hat haben wurde wurden sind nach aus bei zum zur
    le la les un une des du et est dans en qui que pour sur pas plus au aux avec ont été sont cette
    deux ce ses leur el los las una y del por con para se su lo como hubo fue fueron han sus está
    dos il lo gli di che per non sono della nel ha hanno stato
    het een van voor niet ook bij naar zijn werd door och att som det av og til
    nie jest w i z na do się jak po przez oraz był była było która który tym po
    o e um uma os da das dos ao mais foi pela pelo após não
    se že jsou pro jako byl bylo který také ale podle při sa ako bol ktorý
    și în cu pe nu care din mai au fost este prin după
    és az hogy nem volt egy meg már csak vagy mint után
    ja ei että oli hän mutta kuin myös ovat joka sekä
    ve bir için ile gibi daha çok olarak değil göre kadar sonra ama
    yang dan dari ini itu pada dengan untuk tidak akan oleh telah ke dalam juga atau
    ang ng mga kay nila hindi para kanyang
    ya wa kwa za katika hii kuwa alisema
    không của và là trong một có cho được với những các này đã khi người
    je su za od koji nije bio kao
    të dhe në për një që është
    ir yra buvo kad tai už iš
    i u v po za ne na chto kak dlya
    в и на не что с по из как это но для его
""")
    - _ENGLISH
    - word_set("a me per do us")
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOKED_AT = 20_000  # characters: a text's beginning says which language it is in
_FEW_WORDS = 10  # in small letters: English goes on no longer without a function word
_MANY_WORDS = 60  # in small letters: from there on the share of function words is telling
_LEAST_SHARE = 0.12  # English news has .30 to .45; German, French or Spanish below .10
_LEAST_LATIN = 0.5  # share of ASCII letters among all letters


def is_english(text: str) -> bool:
    """Return whether a text seems to be English, by its letters and its function words.

    It must have at least as many English function words as it has others and words with accents.
    A sentence in small letters must have one, and a text of many must have many. One without any,
    such as a headline or a list of names, counts as English.
    """
    found: list[str] = _WORD.findall(text[:_LOOKED_AT])
    letters = "".join(found)
    if sum(letter.isascii() for letter in letters) < _LEAST_LATIN * len(letters):
        return False
    known = sum(word.casefold() in _ENGLISH for word in found)
    # With a capital, "El", "Van" and "Mai" are parts of names.
    small = [word for word in found if word.islower()]
    other = sum(word.casefold() in _OTHER or _is_accented(word) for word in small or found)
    if other > max(known, 1):
        return False
    return len(small) < _FEW_WORDS or known >= _least_known(len(small))


def _least_known(words: int) -> float:
    """Return how many function words an English text of so many words in small letters has."""
    return _LEAST_SHARE * words if words >= _MANY_WORDS else 1


def _is_accented(word: str) -> bool:
    return not word.replace("’", "").isascii()
