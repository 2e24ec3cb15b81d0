"""What is wrong with a patient's file, field by field, in French."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from hygie.core.clock import french_date
from hygie.patients.rules import ins, traits
from hygie.patients.rules.words import Findable

Faults = dict[str, list[str]]
LIMITS = {"phone": 30, "mobile": 30, "email": 254, "address": 400, "local_id": 60}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class File(ins.Identity, Findable, Protocol):
    """A patient's file, as the base keeps it."""

    @property
    def ins_state(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def last_contact(self) -> date | None: ...
    @property
    def is_deceased(self) -> bool: ...
    @property
    def died_on(self) -> date | None: ...


def readable(text: str) -> str:
    """A text without the signs that no screen shows; lines are kept."""
    lines = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def faults_of(patient: File, *, today: date, is_demonstration: bool) -> Faults:
    """The fields that cannot be kept, and why; empty when the file can."""
    opinion = ins.opinion_on(patient.ins, patient.ins_oid, is_demonstration=is_demonstration)
    found = {
        **_faults_of_names(patient),
        "birth_date": traits.faults_of_birth_date(patient.birth_date, today=today),
        "birth_place": traits.faults_of_birth_place(patient.birth_place),
        "ins": list(opinion.faults),
        "ins_state": ins.faults_of_state(patient, patient.ins_state),
        "died_on": _faults_of_death(patient, today),
        "last_contact": _faults_of_contact(patient, today),
        "email": _faults_of_email(patient.email),
    }
    for name, most in LIMITS.items():
        if len(text := getattr(patient, name)) > most:
            found.setdefault(name, []).append(
                f"C’est trop long\u00a0: {len(text)} signes, pour {most} au plus."
            )
    return {name: faults for name, faults in found.items() if faults}


def _faults_of_names(patient: File) -> Faults:
    found = {
        "birth_name": traits.faults_of_name(patient.birth_name, what="Le nom de naissance"),
        "birth_given_names": traits.faults_of_name(
            patient.birth_given_names,
            what="La liste des prénoms de naissance",
            at_most=traits.GIVEN_NAMES_LETTERS,
        ),
        "used_name": traits.faults_of_name(patient.used_name, what="Le nom utilisé"),
        "used_given_name": traits.faults_of_name(patient.used_given_name, what="Le prénom utilisé"),
    }
    if not (traits.as_trait(patient.birth_name) or traits.as_trait(patient.used_name)):
        found["birth_name"] = ["Il faut au moins un nom."]
    return found


def _faults_of_death(patient: File, today: date) -> list[str]:
    died_on = patient.died_on
    if died_on is None:
        return []
    if not patient.is_deceased:
        return ["Une date de décès est notée\u00a0: cochez aussi «\u00a0décédé\u00a0»."]
    if died_on > today:
        return ["La date du décès est dans le futur."]
    if patient.birth_date and died_on < patient.birth_date:
        return ["La date du décès précède la naissance."]
    return []


def _faults_of_contact(patient: File, today: date) -> list[str]:
    last = patient.last_contact
    if last is None:
        return []
    if last > today:
        return [
            "Le dernier contact est dans le futur. Un rendez-vous à venir n’est pas un contact."
        ]
    if patient.birth_date and last < patient.birth_date:
        return ["Le dernier contact précède la naissance."]
    return []


def warnings_about(patient: File) -> list[str]:
    """What may be right and is worth a second look."""
    last, died_on = patient.last_contact, patient.died_on
    if last and died_on and last > died_on:
        return [
            f"Le dernier contact noté ({french_date(last)}) est postérieur au décès. Vérifiez "
            "ces deux dates."
        ]
    return []


def _faults_of_email(email: str) -> list[str]:
    if not email or _EMAIL.fullmatch(email):
        return []
    return ["Cette adresse électronique est incomplète. Exemple\u00a0: jeanne.dupont@exemple.fr"]
