"""Of whom a page speaks, and why it is thought so. Pure.

A name alone never proposes anybody: a letter names its writer, its reader and a family.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

from hygie.patients.rules import ins
from hygie.patients.rules.dates import days_in
from hygie.patients.rules.traits import as_trait, first_given_name

# A page of results holds many dates; a book is not a letter about a patient.
MOST_DATES = 200
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?:er)?\s+[^\W\d_]{3,9}\.?\s+\d{4})(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\dA-Za-z])[1-8](?:[ .]?\d\d){2}[ .]?(?:\d\d|2[AB])(?:[ .]?\d{3}){2}[ .]?\d\d(?!\d)"
)
_CUT = re.compile(r"(\w+)[-\u00ad\u2010\ufffe]\s*\n\s*(\w+)")
_NO_WORD = re.compile(r"[^A-Z0-9]+")


class Reason(StrEnum):
    """Why a patient is proposed."""

    CODE = "code"
    TRAITS = "traits"
    NUMBER = "number"
    NAMES = "names"

    @property
    def words(self) -> str:
        """As the page says it."""
        return _WORDS[self]


_WORDS = {
    Reason.CODE: "code INS lu",
    Reason.TRAITS: "identité du code INS",
    Reason.NUMBER: "numéro INS écrit",
    Reason.NAMES: "nom et date de naissance",
}
# A number written may be that of the parent who is insured: alone, it says no more than names do.
_WEIGHTS = {Reason.CODE: 10, Reason.TRAITS: 5, Reason.NUMBER: 1, Reason.NAMES: 1}


class Person(Protocol):
    """What a page may say of a patient."""

    @property
    def birth_name(self) -> str: ...
    @property
    def birth_given_names(self) -> str: ...
    @property
    def used_name(self) -> str: ...
    @property
    def used_given_name(self) -> str: ...


def weight(reasons: Iterable[Reason]) -> int:
    """How much is said; two patients of one weight are both shown, none before the other."""
    return sum(_WEIGHTS[reason] for reason in set(reasons))


def days_of(text: str, *, today: date) -> set[date]:
    """The past days that a text names, each year of two digits read both ways."""
    found: set[date] = set()
    for rank, match in enumerate(_DATE.finditer(text)):
        if rank == MOST_DATES:
            break
        days, _ = days_in(match[0], today=today)
        found.update(day for day in days if day <= today)
    return found


def numbers_of(text: str) -> set[str]:
    """The matricules that a text holds, compact; only those whose key is right."""
    compact = (ins.compact(match[0]) for match in _NUMBER.finditer(text))
    return {number for number in compact if ins.is_key_right(number)}


def words_of(text: str) -> str:
    """The words of a text between single spaces: capitals, no accent, ligatures spelled.

    A word cut at the end of a line is there twice: in two parts, as PAT-TROIS is, and in one.
    """
    whole = " ".join(first + second for first, second in _CUT.findall(text))
    folded = as_trait(unicodedata.normalize("NFKC", f"{text} {whole}").replace("\u00ad", ""))
    return f" {_NO_WORD.sub(' ', folded).strip()} "


def is_named(person: Person, words: str) -> bool:
    """The text holds a surname of the person and a given name, each whole."""
    surnames = (person.birth_name, person.used_name)
    given = (first_given_name(person.birth_given_names), person.used_given_name)
    return _holds_one(words, surnames) and _holds_one(words, given)


def _holds_one(words: str, names: Iterable[str]) -> bool:
    return any(len(name := words_of(one)) > 2 and name in words for one in names)


def ordered(reasons: Mapping[str, set[Reason]]) -> list[tuple[str, list[Reason]]]:
    """Patients' ids with their reasons, the heaviest first; equals in an order that means nothing.

    When the code says who it is, a patient of whom only a number or names are written is left out:
    it is the parent, the prescriber, or somebody else of the letter.
    """
    known = any(found & {Reason.CODE, Reason.TRAITS} for found in reasons.values())
    kept = {
        patient_id: found
        for patient_id, found in reasons.items()
        if not known or found & {Reason.CODE, Reason.TRAITS}
    }
    in_order = sorted(kept.items(), key=lambda item: (-weight(item[1]), item[0]))
    return [(patient_id, sorted(found, key=list(Reason).index)) for patient_id, found in in_order]
