"""The number of a person in a list: an INS, or a social security number that is not kept.

Both have the same fifteen digits. A practice's software prints the number under which the care is
paid, which for a child is a parent's. Only what the list itself says to be an INS is kept as one:
- under an OID of the INS: with the state that the list gives, "retrieved" at best unless it says
  "qualified" and the five traits are there;
- in a column named INS without an OID: "provisional" at best, and only where the sex and the month
  of birth that its digits say are the patient's;
- under an OID of the health insurance, or in a column of social security numbers: never.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hygie.patients.rules import ins
from hygie.patients.rules.traits import as_trait

_QUALIFIED = ("QUALIFIE", "QUALIFIEE", "QUALIFIED", "OUI", "O", "VRAI", "1")
_RETRIEVED = ("RECUPERE", "RECUPEREE", "RETRIEVED")
_STATES = {
    **dict.fromkeys(_QUALIFIED, ins.State.QUALIFIED),
    **dict.fromkeys(_RETRIEVED, ins.State.RETRIEVED),
}
_FEMALE_DIGITS, _MALE_DIGITS = "248", "137"
_LAST_MONTH = 12

NOT_KEPT_KEY = "matricule sans sa clé\u00a0: pas gardé comme INS"
NOT_KEPT_PARENT = (
    "le matricule dit un autre sexe ou un autre mois de naissance\u00a0: sans doute celui d’un "
    "parent, pas gardé comme INS"
)
NOT_KEPT_NSS = "numéro de sécurité sociale\u00a0: pas gardé comme INS"
WITHOUT_OID = "INS sans sa nature (OID)\u00a0: notée à vérifier"


class Said(NamedTuple):
    """What the cells say of an INS.

    Attributes:
        number: compact; empty when none is kept.
        oid: whose number it is.
        state: how far it can be trusted.
        note: what a person should know, in French.
        faults: why the line cannot be believed.
    """

    number: str = ""
    oid: str = ""
    state: str = ins.State.NONE.value
    note: str = ""
    faults: tuple[str, ...] = ()


def read(
    number: str, oid_text: str, state_text: str, *, sex: str, birth_date: date | None,
    is_demonstration: bool,
) -> Said:  # fmt: skip
    """What three cells say together."""
    matricule = ins.compact(number)
    if not matricule.strip("0"):
        return Said()
    oid = _oid(oid_text, is_demonstration=is_demonstration)
    if oid in ins.NSS_OIDS:
        return Said(note=NOT_KEPT_NSS)
    if not oid:
        return _without_oid(matricule, sex, birth_date, is_demonstration)
    opinion = ins.opinion_on(matricule, oid, is_demonstration=is_demonstration)
    if opinion.faults:
        return Said(faults=opinion.faults)
    state = _STATES.get(as_trait(state_text), ins.State.PROVISIONAL)
    return Said(number=matricule, oid=oid, state=state.value)


def _oid(text: str, *, is_demonstration: bool) -> str:
    word = as_trait(text).replace("INS", "").strip(" -")
    if word == "NIR":
        return ins.default_oid(is_demonstration=is_demonstration)
    if word == "NIA":
        return ins.TEST_OIDS[0] if is_demonstration else ins.NIA
    return "".join(text.split())


def _without_oid(matricule: str, sex: str, birth_date: date | None, is_demonstration: bool) -> Said:
    if len(matricule) == ins.SIGNS - 2:
        return Said(note=NOT_KEPT_KEY)
    oid = ins.default_oid(is_demonstration=is_demonstration)
    faults = ins.opinion_on(matricule, oid, is_demonstration=is_demonstration).faults
    if faults:
        return Said(faults=faults)
    if not _is_of(matricule, sex, birth_date):
        return Said(note=NOT_KEPT_PARENT)
    return Said(number=matricule, oid=oid, state=ins.State.PROVISIONAL.value, note=WITHOUT_OID)


def _is_of(matricule: str, sex: str, birth_date: date | None) -> bool:
    """The digits say the sex and the month of birth that the list gives; both must be known."""
    if sex not in {"F", "M"} or birth_date is None:
        return False
    if matricule[0] not in (_FEMALE_DIGITS if sex == "F" else _MALE_DIGITS):
        return False
    month = int(matricule[3:5])
    if month > _LAST_MONTH:
        month = birth_date.month  # a month that was not known when the number was given
    return (int(matricule[1:3]), month) == (birth_date.year % 100, birth_date.month)
