"""The INS: a matricule with its key, under an OID that says whose number it is.

Under the real OIDs a wrong key is refused. The published test identities carry wrong keys, some by
mistake: under the test OIDs it is only told. Numbers of the health insurance (NSS) look the same,
and are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from stdnum.fr import nir

from hygie.patients.rules.traits import first_given_name

ROOT = "1.2.250.1.213.1.4."
NIR, NIA = f"{ROOT}8", f"{ROOT}9"
REAL_OIDS = (NIR, NIA)
TEST_OIDS = (f"{ROOT}10", f"{ROOT}11")
# Numbers of the health insurance: the same digits may be those of a parent.
NSS_OIDS = (f"{ROOT}13", f"{ROOT}14")
SIGNS = 15
UNKNOWN_PLACE = "99999"
_SHAPE = re.compile(r"[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{8}")


class State(StrEnum):
    """How far the INS can be trusted."""

    NONE = "none"
    PROVISIONAL = "provisional"
    RETRIEVED = "retrieved"
    QUALIFIED = "qualified"


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What is thought of a matricule.

    Attributes:
        faults: French sentences; it is refused.
        warnings: French sentences; it is kept, and the person told.
    """

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Identity(Protocol):
    """What an INS is made of: five traits, the place of birth, a matricule and its OID."""

    @property
    def birth_name(self) -> str: ...
    @property
    def birth_given_names(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def sex(self) -> str: ...
    @property
    def birth_place(self) -> str: ...
    @property
    def ins(self) -> str: ...
    @property
    def ins_oid(self) -> str: ...


class StatedIdentity(Identity, Protocol):
    """An identity, and how far it is trusted."""

    @property
    def ins_state(self) -> str: ...


TRAITS = ("birth_name", "birth_given_names", "birth_date", "sex", "birth_place", "ins", "ins_oid")
WITH_INS = (*TRAITS, "ins_state")


def compact(matricule: str) -> str:
    """The matricule without what people put between its digits."""
    return re.sub(r"[\s.\-_]", "", matricule).upper()


def spaced(matricule: str) -> str:
    """The matricule as it is printed: 2 79 03 51 215 189 89."""
    return nir.format(matricule) if len(matricule) == SIGNS else matricule


def is_key_right(matricule: str) -> bool:
    """The two last digits are those that the others ask for."""
    return _SHAPE.fullmatch(matricule) is not None and bool(nir.is_valid(matricule))


def is_test(oid: str) -> bool:
    """An identity for trying things out, of nobody."""
    return oid in TEST_OIDS


def opinion_on(matricule: str, oid: str, *, is_demonstration: bool) -> Opinion:
    """Whether a compact matricule can be kept under an OID, in that practice."""
    if not matricule and not oid:
        return Opinion()
    faults = [*_faults_of_shape(matricule), *_faults_of_oid(oid, is_demonstration)]
    if faults or is_key_right(matricule):
        return Opinion(faults=tuple(faults))
    if is_test(oid):
        return Opinion(warnings=("La clé de ce matricule de test n’est pas la bonne.",))
    return Opinion(
        faults=(
            "Ce matricule contient une erreur\u00a0: sa clé (les deux derniers chiffres) n’est pas "
            "la bonne. Relisez-le sur le document d’origine.",
        )
    )


def _faults_of_shape(matricule: str) -> list[str]:
    if _SHAPE.fullmatch(matricule):
        return []
    if not matricule:
        return ["Il manque le matricule."]
    if len(matricule) == SIGNS - 2:
        return ["Il manque la clé du matricule\u00a0: les deux derniers chiffres."]
    return [
        f"Un matricule INS a {SIGNS}\u00a0chiffres, clé comprise (2A ou 2B pour la Corse)\u00a0; "
        "celui-ci ne les a pas."
    ]


def _faults_of_oid(oid: str, is_demonstration: bool) -> list[str]:
    if oid in NSS_OIDS:
        return [
            "Ce numéro est un numéro de sécurité sociale, pas une INS\u00a0: il peut être celui "
            "d’un parent. Interrogez le téléservice INSi pour obtenir l’INS du patient."
        ]
    if is_test(oid):
        return [] if is_demonstration else [
            "Cette INS est une identité de test. Elle n’est acceptée que dans la démonstration."
        ]  # fmt: skip
    if oid in REAL_OIDS:
        return [] if not is_demonstration else [
            "Cette INS est celle d’une vraie personne. La démonstration n’accepte que des "
            "identités de test."
        ]  # fmt: skip
    if not oid:
        return ["Il manque la nature du matricule (NIR ou NIA)."]
    return [f"L’identifiant «\u00a0{oid[:40]}\u00a0» n’est pas celui d’une INS."]


def default_oid(*, is_demonstration: bool) -> str:
    """What a matricule typed by hand most often is."""
    return TEST_OIDS[0] if is_demonstration else NIR


def loses_qualification(before: StatedIdentity, now: StatedIdentity) -> bool:
    """It is said qualified still, though what was compared with an identity paper has changed."""
    both_qualified = before.ins_state == now.ins_state == State.QUALIFIED
    return both_qualified and any(getattr(before, n) != getattr(now, n) for n in TRAITS)


def missing_to_qualify(identity: Identity) -> list[str]:
    """What is still missing, in French, before an INS can be said qualified."""
    wanted = {
        "le nom de naissance": identity.birth_name,
        "le premier prénom de naissance": first_given_name(identity.birth_given_names),
        "la date de naissance": identity.birth_date,
        "le sexe": identity.sex,
        "le code du lieu de naissance": identity.birth_place,
        "le matricule": identity.ins,
        "la nature du matricule": identity.ins_oid,
    }
    return [words for words, value in wanted.items() if not value]


def faults_of_state(identity: Identity, state: str) -> list[str]:
    """Whether that state can be said of that identity."""
    if state == State.NONE:
        return ["Un matricule est noté\u00a0: dites d’où il vient."] if identity.ins else []
    if not identity.ins:
        return [
            "Sans matricule, il n’y a pas d’INS. Notez-le, ou choisissez «\u00a0Pas d’INS\u00a0»."
        ]
    if state == State.QUALIFIED and (missing := missing_to_qualify(identity)):
        return [f"Une INS qualifiée demande aussi {', '.join(missing)}."]
    return []
