"""Names as the INS writes them: capitals, no accent, hyphens and apostrophes kept.

So are the published test identities written: PAT-TROIS, D'AEION, PIERRE-ALAIN.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NAME_LETTERS = 100
GIVEN_NAMES_LETTERS = 200
ADULT_AT_YEARS = 18
OLDEST_YEARS = 130

# Letters that carry no separable accent.
_SPELLED = str.maketrans({
    "Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH",
    "İ": "I", "Ŀ": "L", "Ĳ": "IJ",
    **dict.fromkeys("’‘ʼ`´′ʻ", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
})  # fmt: skip
_TRAIT = re.compile(r"[A-Z](?:[A-Z' -]*[A-Z'])?")


def as_trait(text: str) -> str:
    """The name as INS would write it; signs that are no letter are left to be told."""
    spelled = unicodedata.normalize("NFC", text).upper().translate(_SPELLED)
    bare = (s for s in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(s))
    return " ".join("".join(bare).split())


def faults_of_name(text: str, *, what: str, at_most: int = NAME_LETTERS) -> list[str]:
    """What is wrong with a name, in French; an empty one is not judged here."""
    trait = as_trait(text)
    if not trait:
        return []
    if len(trait) > at_most:
        return [f"{what} est trop long\u00a0: {len(trait)} lettres, pour {at_most} au plus."]
    if _TRAIT.fullmatch(trait):
        return []
    odd = next((s for s in trait if not re.fullmatch(r"[A-Z' -]", s)), "")
    if not odd:
        return [f"{what} commence et finit par une lettre."]
    seen = f" Ici\u00a0: «\u00a0{odd}\u00a0»." if odd.isprintable() else " Un signe est invisible."
    return [f"{what} s’écrit en lettres, espaces, traits d’union et apostrophes.{seen}"]


def first_given_name(given_names: str) -> str:
    """The first of the given names of birth: the one that is a trait of its own."""
    return given_names.split(" ", 1)[0]


def shown_given_name(given_name: str) -> str:
    """A given name as it is read: "Pierre-Alain", whatever its capitals."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), given_name)


def age_years(birth_date: date, on: date) -> int:
    """Age in whole years."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1)


def is_minor(birth_date: date | None, on: date) -> bool:
    """Not of age that day; a birth date that nobody knows makes nobody a minor."""
    return birth_date is not None and age_years(birth_date, on) < ADULT_AT_YEARS


def faults_of_birth_date(birth_date: date | None, *, today: date) -> list[str]:
    """What is wrong with a birth date, in French."""
    if birth_date is None:
        return []
    if birth_date > today:
        return ["La date de naissance est dans le futur. Vérifiez le jour, le mois et l’année."]
    if age_years(birth_date, today) > OLDEST_YEARS:
        return [f"Cette date donne plus de {OLDEST_YEARS} ans. Vérifiez l’année."]
    return []


def faults_of_birth_place(code: str) -> list[str]:
    """The INSEE code of the place of birth: five signs, 2A or 2B for Corsica, 99999 unknown."""
    if not code or re.fullmatch(r"(?:[0-9]{2}|2[AB])[0-9]{3}", code):
        return []
    return [
        "Le code du lieu de naissance (INSEE) a cinq signes, comme 75115, 2A004 ou 99139 "
        "(né à l’étranger). Il n’est pas le code postal. Inconnu\u00a0: 99999."
    ]
