"""Invented patients for the demonstration and the measures: the same at each run.

Their matricules stand under the test OID and name the department 00, which does not exist: nobody's
can be taken for one of them. Their phones are in 01 99 00 and 06 39 98, which the regulator keeps
for fiction; their keys are right.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from stdnum.fr import nir

from hygie.core import rules
from hygie.patients.models import Patient, RightsKind, RightsNote
from hygie.patients.rules.ins import TEST_OIDS, UNKNOWN_PLACE, State

NAMES = {
    kind: str(names).split()
    for kind, names in rules.load(Path(__file__).parent / "data" / "invented_names.toml").items()
}
PREFIXES = ("L’", "D’", "Le ", "de ", "du ", "de La ", "Saint-", "Mc ")
NOTES = (
    (RightsKind.HEIRS_ACCESS, "Dit au cabinet, en présence de la secrétaire."),
    (RightsKind.SUCCESSOR, "Veut être prévenu avant tout départ du médecin."),
    (RightsKind.PATIENT_MESSAGES, "Préfère le papier."),
    (RightsKind.SHARED_RECORD, "Par courrier."),
    (RightsKind.OTHER, "Ne pas laisser de message sur le répondeur."),
)
OLDEST_DAYS = 100 * 365


def invented_patients(count: int, *, today: date) -> Iterator[Patient]:
    """That many invented patients, of all ages."""
    draw = random.Random(22)  # noqa: S311 - invented people, not a secret
    for number in range(1, count + 1):
        yield _patient(draw, number, today)


def invented_notes(patients: list[Patient], *, today: date) -> Iterator[RightsNote]:
    """What a few of them asked; one in three took it back."""
    draw = random.Random(23)  # noqa: S311
    for rank, patient in enumerate(draw.sample(patients, k=len(patients) // 40)):
        kind, text = NOTES[rank % len(NOTES)]
        noted_on = today - timedelta(days=draw.randint(100, 3000))
        yield RightsNote(
            patient=patient, kind=kind, text=text, noted_on=noted_on, by_name="Bruno Petit",
            ended_on=noted_on + timedelta(days=90) if rank % 3 == 2 else None,
        )  # fmt: skip


def invented_doubles(patients: list[Patient]) -> Iterator[Patient]:
    """A second file for a few of them, as two secretaries would write it; without its INS."""
    draw = random.Random(24)  # noqa: S311
    for rank, patient in enumerate(draw.sample(patients, k=5), start=len(patients) + 1):
        yield Patient(
            birth_name=patient.birth_name + "s",
            birth_given_names=patient.birth_given_names.split()[0],
            used_given_name=patient.used_given_name,
            birth_date=patient.birth_date,
            sex=patient.sex,
            phone=patient.phone,
            local_id=f"{rank:06}",
        )


def _patient(draw: random.Random, number: int, today: date) -> Patient:
    # As many of each age until 60, then fewer and fewer.
    born = today - timedelta(days=int(OLDEST_DAYS * draw.betavariate(1.1, 1.5)) + 1)
    sex = "F" if draw.random() < 0.53 else "M"
    given_names = " ".join(
        draw.sample(NAMES["women" if sex == "F" else "men"], k=draw.choice((1, 1, 2, 3)))
    )
    patient = Patient(
        birth_name=_surname(draw),
        birth_given_names=given_names,
        used_given_name=given_names.split()[0],
        birth_date=born,
        sex=sex,
        local_id=f"{number:06}",
        phone=f"01 99 00 {draw.randrange(100):02} {draw.randrange(100):02}",
    )
    if draw.random() < 0.5:
        patient.mobile = f"06 39 98 {draw.randrange(100):02} {draw.randrange(100):02}"
    if sex == "F" and (today - born).days > 25 * 365 and draw.random() < 0.5:
        patient.used_name = _surname(draw)
    _add_ins(draw, patient, number)
    _add_life(draw, patient, today)
    return patient


def _surname(draw: random.Random) -> str:
    """Half are frequent names, the first ones more; the others are nobody's in particular."""
    if draw.random() < 0.5:
        name = NAMES["surnames"][int(len(NAMES["surnames"]) * draw.random() ** 1.6)]
    else:
        middle = "".join(draw.choices(NAMES["middles"], k=draw.choice((1, 1, 2))))
        name = draw.choice(NAMES["starts"]) + middle + draw.choice(NAMES["ends"])
    chance = draw.random()
    if chance < 0.04:
        return draw.choice(PREFIXES) + name
    if chance < 0.07:
        return f"{name}-{draw.choice(NAMES['surnames'])}"
    return name


def _add_ins(draw: random.Random, patient: Patient, number: int) -> None:
    chance = draw.random()
    if chance < 0.25 or patient.birth_date is None:
        return
    sex = "2" if patient.sex == "F" else "1"
    first = f"{sex}{patient.birth_date:%y%m}00{number % 1_000_000:06}"
    patient.ins = first + nir.calc_check_digits(first)
    patient.ins_oid, patient.birth_place = TEST_OIDS[0], UNKNOWN_PLACE
    states = (State.QUALIFIED, State.QUALIFIED, State.RETRIEVED, State.PROVISIONAL)
    patient.ins_state = draw.choice(states).value


def _add_life(draw: random.Random, patient: Patient, today: date) -> None:
    """Last contacts over thirty years, most of them recent; the dead are not seen again."""
    assert patient.birth_date is not None  # noqa: S101 - each invented one has a birth date
    lived_days = (today - patient.birth_date).days
    ago = min(lived_days, int(30 * 365 * draw.random() ** 3))
    patient.last_contact = today - timedelta(days=ago)
    if ago > 100 and draw.random() < max(0.0, (lived_days / 365 - 55) / 120):
        patient.is_deceased = True
        if draw.random() < 0.8:
            patient.died_on = patient.last_contact + timedelta(days=draw.randint(1, 99))
