"""Reads of the letters: how many are where, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from hygie.patients.models import Patient
from hygie.patients.queries import ids_of, patient
from hygie.practice.registries import Panel
from hygie.records.models import ClosingPlan, PatientLetter
from hygie.records.models.closing import Choice, LetterState
from hygie.records.queries.closing import plan_in_force

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many letters are in one state or have one answer."""

    value: str
    label: str
    count: int


def letters(plan: ClosingPlan, *, state: str = "", choice: str = "") -> QuerySet[PatientLetter]:
    """The letters of a plan, by number."""
    rows = plan.letters.order_by("number")
    if state:
        rows = rows.filter(state=state)
    return rows.filter(choice=choice) if choice else rows


def counts(plan: ClosingPlan) -> list[Counted]:
    """How many letters are in each state."""
    return _counted(plan, "state", LetterState)


def answers(plan: ClosingPlan) -> list[Counted]:
    """How many patients gave each answer."""
    return [row for row in _counted(plan, "choice", Choice) if row.value]


def _counted(
    plan: ClosingPlan, field: str, kinds: type[LetterState] | type[Choice]
) -> list[Counted]:
    rows = plan.letters.values_list(field).annotate(count=Count("pk")).order_by()
    found = dict(rows)
    return [Counted(value=k.value, label=str(k.label), count=found.get(k.value, 0)) for k in kinds]


def living() -> QuerySet[Patient]:
    """Whoever can be written to, or told otherwise."""
    return Patient.objects.filter(is_deceased=False)


def without_address() -> QuerySet[Patient]:
    """Living patients whom no letter can reach."""
    return living().filter(address="").order_by("birth_name", "birth_given_names", "pk")


def with_people(rows: Iterable[PatientLetter]) -> Iterator[tuple[PatientLetter, Patient | None]]:
    """Each letter with its patient; None when she is not in the base any more."""
    waiting: list[PatientLetter] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield from _found(waiting)
            waiting = []
    yield from _found(waiting)


def _found(rows: list[PatientLetter]) -> Iterator[tuple[PatientLetter, Patient | None]]:
    known = Patient.objects.in_bulk([row.patient_id for row in rows])
    for row in rows:
        # A file made one with another since: its former id still leads to the patient.
        yield row, known.get(row.patient_id) or patient(row.patient_id)


def patient_panel(patient_id: str) -> Panel | None:
    """What a patient's page says of the closing; nothing when none is in force."""
    plan, person = plan_in_force(), patient(patient_id)
    if plan is None or person is None:
        return None
    letter = plan.letters.filter(patient_id__in=ids_of(person)).first()
    return Panel(
        title="Fermeture du cabinet",
        template="records/closing_panel.html",
        shown={"plan": plan, "letter": letter, "has_address": bool(person.address)},
    )
