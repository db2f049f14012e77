"""One spelling for every spelling of a name.

The gazetteer's names and the words of a report pass through the same function, so that
"Khar'kov", "KHARKOV" and "Khar\u2019kov" are one key, and "Deir al-Balah" is "deir al balah".
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "’": "",
        "‘": "",
        "ʼ": "",
        "ʻ": "",
        "ʹ": "",
        "ʿ": "",
        "ʾ": "",
        "′": "",
        "'": "",
        "`": "",
        "ـ": "",
        "´": "",
        ".": "",
    }
)
"""Letters that Unicode does not decompose, and marks that are left out of a name at will."""

_CONFUSABLE = str.maketrans(
    "аеорсухіјѕвкмнтԁһ" + "АВСЕНІЈКМОРЅТУХ" + "αικνορυχ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsbkmhtdh" + "abcehijkmopstyx" + "aikvopux" + "abezhikmnoptyx",
)
"""Cyrillic and Greek letters that look Latin (Unicode confusables): used in mixed words only."""

_LATIN = re.compile(r"[A-Za-z]")
_ALIEN = re.compile(r"[\u0370-\u04ff]")
_MIXED = re.compile(r"\w*(?:[A-Za-z]\w*[\u0370-\u04ff]|[\u0370-\u04ff]\w*[A-Za-z])\w*")
_GAP = re.compile(r"[\W_]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
"""First words that are written short or in full."""

_INVISIBLE = {"Mn", "Me", "Cf"}
"""Unicode categories of combining and enclosing marks and of what has no width."""

_LONGEST = 120
"""Characters looked at: no name in the gazetteer is longer, and hostile input may be."""


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Return the key that all spellings of `name` share; empty where it has no letter or digit.

    Case, diacritics, punctuation, hyphens, invisible characters, a leading "the" and
    Latin-looking Cyrillic or Greek letters in a Latin word make no difference; "St." is "Saint".
    Applying it twice changes nothing.

    >>> normalise("The St. Peter\u2019s-by-the Sea")
    'saint peters by the sea'
    >>> normalise("KHAR\u2019KOV")
    'kharkov'
    """
    text = name[:_LONGEST]
    if not text.isascii():
        text = _plain(text)
    text = text.casefold()
    words = _GAP.sub(" ", text.translate(_LETTERS)).split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1:
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)


def _plain(text: str) -> str:
    """Return `text` without marks, invisible characters and look-alike letters."""
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(
        letter for letter in letters if unicodedata.category(letter) not in _INVISIBLE
    )
    if _LATIN.search(letters) and _ALIEN.search(letters):
        letters = _MIXED.sub(lambda word: word[0].translate(_CONFUSABLE), letters)
    return unicodedata.normalize("NFKD", letters.casefold())


def is_written_as_abbreviation(text: str) -> bool:
    """Return whether `text` could be an abbreviation: it begins with a capital.

    Two or three bare letters must all be capitals: "US" may be a country, "us" and "Or" not.
    """
    bare = [letter for letter in text if letter.isalpha()]
    if not bare or not bare[0].isupper():
        return False
    return "." in text or len(bare) > 3 or all(letter.isupper() for letter in bare)  # noqa: PLR2004


def initial(name: str) -> str:
    """Return the first letter of the key, for cheap comparison of spellings; empty where none."""
    return normalise(name)[:1]
