"""Whether two files may be of one person. A reason is given; a person decides."""

from __future__ import annotations

from hygie.patients.rules.sounds import sound_of
from hygie.patients.rules.traits import first_given_name
from hygie.patients.rules.words import Findable, digits_of, parts_of


def reason_to_doubt(one: Findable, other: Findable) -> str:
    """Why two files may be of one person, in French; empty when nothing says so."""
    if not _share_a_given_name(one, other):
        return ""  # twins have the same name, day and phone
    same_name = bool(_surname_sounds(one) & _surname_sounds(other))
    both_dated = one.birth_date is not None and other.birth_date is not None
    if both_dated and one.birth_date == other.birth_date:
        if same_name:
            return "Même nom (ou qui sonne pareil), même prénom, même date de naissance."
        if _phones(one) & _phones(other):
            return "Même prénom, même date de naissance, même téléphone, un autre nom."
    if same_name and not both_dated:
        return "Même nom, même prénom\u00a0; une date de naissance manque."
    if same_name and both_dated and _are_swapped(one, other):
        return "Même nom, même prénom\u00a0; le jour et le mois de naissance sont échangés."
    return ""


def _share_a_given_name(one: Findable, other: Findable) -> bool:
    return bool(_given_sounds(one) & _given_sounds(other))


def _given_sounds(patient: Findable) -> set[str]:
    names = (patient.used_given_name, first_given_name(patient.birth_given_names))
    return {" ".join(map(sound_of, parts_of(name))) for name in names if name}


def _surname_sounds(patient: Findable) -> set[str]:
    names = (patient.used_name, patient.birth_name)
    return {"".join(map(sound_of, parts_of(name))) for name in names if name}


def _phones(patient: Findable) -> set[str]:
    return {digits_of(phone) for phone in (patient.phone, patient.mobile)} - {""}


def _are_swapped(one: Findable, other: Findable) -> bool:
    a, b = one.birth_date, other.birth_date
    return bool(a and b) and (a.year, a.month, a.day) == (b.year, b.day, b.month)  # type: ignore[union-attr]
