"""Of whom a page speaks, and why it is thought so. Pure.

A name alone never proposes anybody: a letter names its writer, its reader and a family.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from hygie.patients.rules import ins
from hygie.patients.rules.dates import days_in

# A page of results holds many dates; a book is not a letter about a patient.
MOST_DATES = 200
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?:er)?\s{1,3}[^\W\d_]{3,9}\.?\s{1,3}\d{4})(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\dA-Za-z])[1-8](?:[ .]?\d\d){2}[ .]?(?:\d\d|2[AB])(?:[ .]?\d{3}){2}[ .]?\d\d(?!\d)"
)


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
