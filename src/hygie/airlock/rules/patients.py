"""Whose images they are: what DICOM says of the patient, beside what the practice knows of hers.

Names are compared as the INS writes them (capitals, no accent); a used name, a name of birth or
both together are hers. Whatever differs or is missing is told, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from hygie.core import clock
from hygie.patients.rules.traits import as_trait

# What stands between two names on a request for images.
_BETWEEN = {"NEE", "NE", "EP", "EPOUSE", "VEUVE", "VVE", "DIV", "USAGE"}
_SEXES = {"F": "F", "M": "M"}


class Known(Protocol):
    """The practice's patient."""

    @property
    def birth_name(self) -> str: ...
    @property
    def birth_given_names(self) -> str: ...
    @property
    def used_name(self) -> str: ...
    @property
    def used_given_name(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def sex(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What images say of their patient.

    Attributes:
        family: words of the family name, as the INS writes them; with the given ones where DICOM
            does not part them.
        given: words of the given names.
        birth_date: None when it is absent or no day.
        sex: "F", "M" or "".
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    birth_date: date | None
    sex: str

    @property
    def shown(self) -> str:
        """As a person reads it, and as patients are searched."""
        name = " ".join([*self.family, *self.given])
        born = clock.french_date(self.birth_date) if self.birth_date else ""
        return f"{name} {born}".strip()


def identity_from(*, name: str, birth_date: str, sex: str) -> Identity:
    """What a DICOM file says: a name "NOM^PRENOM", a day "19790328", a sex."""
    alphabetic = name.partition("=")[0]  # other writings of the same name follow
    family, _, rest = alphabetic.partition("^")
    given = " ".join(rest.split("^")[:2])  # then prefix and suffix
    return Identity(
        family=words_of(family),
        given=words_of(given),
        birth_date=day_of(birth_date),
        sex=_SEXES.get(sex.strip().upper(), ""),
    )


def day_of(said: str) -> date | None:
    """A DICOM day, "19790328" or as it was written before 1993, "1979.03.28"."""
    digits = said.replace(".", "").strip()
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, hyphens and apostrophes parting them as spaces do."""
    return tuple(re.sub(r"[^A-Z0-9]+", " ", as_trait(name)).split())


def differences(found: Identity, known: Known) -> tuple[str, ...]:
    """What differs, in French sentences; none when the images are surely hers."""
    told = [_of_name(found, known), _of_birth(found, known), _of_sex(found, known)]
    return tuple(sentence for sentence in told if sentence)


def _of_name(found: Identity, known: Known) -> str:
    if not found.family and not found.given:
        return "Les images ne portent aucun nom."
    surnames = [words_of(known.birth_name), words_of(known.used_name)]
    given = {*words_of(known.birth_given_names), *words_of(known.used_given_name)}
    family, given_found = found.family, found.given
    if not given_found:  # "PAT-TROIS DOMINIQUE", all in one
        given_found = tuple(word for word in family if word in given)
        family = tuple(word for word in family if word not in given) or family
    if not _is_hers(family, surnames):
        return f"Le nom diffère\u00a0: les images disent «\u00a0{' '.join(found.family)}\u00a0»."
    if not given_found or not set(given_found) & given:
        said = " ".join(found.given) or "aucun"
        return f"Le prénom diffère\u00a0: les images disent «\u00a0{said}\u00a0»."
    return ""


def _is_hers(family: Sequence[str], surnames: Sequence[tuple[str, ...]]) -> bool:
    """One of her names, whole; beside it only her other name, or what is written between them."""
    hers = {word for name in surnames for word in name} | _BETWEEN
    said = set(family)
    return any(name and set(name) <= said for name in surnames) and said <= hers


def _of_birth(found: Identity, known: Known) -> str:
    if found.birth_date is None:
        return "Les images ne disent pas la date de naissance."
    if known.birth_date is None:
        return "La date de naissance du patient n’est pas notée dans Hygie."
    if found.birth_date != known.birth_date:
        return (
            "La date de naissance diffère\u00a0: les images disent "
            f"{clock.french_date(found.birth_date)}."
        )
    return ""


def _of_sex(found: Identity, known: Known) -> str:
    # Absent or indeterminate on either side says nothing.
    if found.sex and known.sex in _SEXES and found.sex != known.sex:
        return f"Le sexe diffère\u00a0: les images disent «\u00a0{found.sex}\u00a0»."
    return ""
