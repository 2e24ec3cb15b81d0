"""Words as they sound, so that accents, plurals, verbs' endings and most typos do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Nobody asks a question of that length; what a file or a clipboard holds must not stop search.
MAX_LETTERS = 600
# What is written in several ways, or with signs that part words.
_ONE_WORD = (
    (re.compile(r"\be[\s-]?cps\b"), "ecps"),
    (re.compile(r"\be[\s-]mails?\b"), "mail"),
    (re.compile(r"\bwi[\s-]fi\b"), "wifi"),
    (re.compile(r"\b3[\s-]+2[\s-]+1\b"), "321"),
    (re.compile(r"\bchat[\s-]gpt\b"), "chatgpt"),
    (re.compile(r"\bwhats?[\s-]?app?\b"), "whatsapp"),
    (re.compile(r"\bclefs?\b"), "cle"),
    (re.compile(r"\bmss[\s-]?sante\b"), "mssante"),
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ç": "ss", "Œ": "oe", "Ç": "ss"})
_WORD = re.compile(r"[a-z0-9]+")
# From spelling to sound, in order; digits stand for sounds that have several spellings.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"sch|sh|ch", "1"), (r"qu|ck|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"),
        (r"gu(?=[eiy])", "g"), (r"ge(?=[ao])", "j"), (r"(?<!g)g(?=[eiy])", "j"), (r"h", ""),
        (r"eaux?|aux?", "o"), (r"oeu", "eu"), (r"[ae]in|ien(?=[^aeiouyn]|$)", "4"),
        (r"[ae][nm](?=[^aeiouynm]|$)", "3"), (r"ai|ei", "e"), (r"y", "i"), (r"z", "s"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_SHORT = 3
# What is left keeps three or four signs, or it would be taken for a word that means nothing.
_PLURAL = re.compile(r"(?<=...)[sx]$")
_ENDING = re.compile(r"(?<=....)(?:ees?|e[rzt]?|3t?|[tdp])$")


def folded(text: str) -> str:
    """Small letters without accents, ligatures opened, cut at `MAX_LETTERS`."""
    small = text[:MAX_LETTERS].casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", small)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    plain = folded(text)
    for pattern, word in _ONE_WORD:
        plain = pattern.sub(word, plain)
    return _WORD.findall(plain)


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """How a folded word sounds, without its ending: "sauvegardé" and "sovegarder" are one.

    Short words and numbers are kept: "usb", "cps", "17cyber".
    """
    if len(word) <= _SHORT or any(sign.isdigit() for sign in word):
        return word
    sound = word
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return _ENDING.sub("", _PLURAL.sub("", sound))


def keys(text: str) -> list[str]:
    """The words of a text as they sound, in order."""
    return [key(word) for word in words(text)]


def grams(word_key: str) -> Iterator[str]:
    """Pieces of three and four signs of a word, its ends marked."""
    marked = f"_{word_key}_"
    for size in (3, 4):
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


def without_one(word_key: str) -> Iterator[str]:
    """The word, and the word without each of its letters: what a slip of the finger leaves."""
    yield word_key
    for place in range(len(word_key)):
        yield word_key[:place] + word_key[place + 1 :]
