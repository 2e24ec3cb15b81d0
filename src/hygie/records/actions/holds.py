"""The verbs on one patient's record: a category without an end, and holds."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients.models import Patient
from hygie.patients.queries import ids_of
from hygie.records import rules
from hygie.records.models import FileCategory, Hold


@transaction.atomic
def classify(patient: Patient, *, category: str, reason: str = "") -> None:
    """Say that a record is kept without an end, and why; an empty category takes it back.

    Raises:
        HygieError: `records.bad_category`; nothing is changed.
    """
    reason = " ".join(reason.split())
    name, told = rules.record.category_from(
        f"{category}:{reason}" if category == "other" else category, rules.law()
    )
    FileCategory.objects.filter(pk__in=ids_of(patient)).delete()
    if name:
        who = actor.current()
        FileCategory.objects.create(
            patient_id=patient.pk, category=name, reason=told,
            by_id=who.actor_id, by_name=who.name, at=clock.now(),
        )  # fmt: skip
    record("records.classify", object_type="patient", object_id=patient.pk)


@transaction.atomic
def note_hold(hold: Hold) -> Hold:
    """Note or change a hold; the same, sent twice, is noted once.

    Raises:
        HygieError: `records.bad_hold`; nothing is changed, the record is kept.
    """
    _refuse(faults_of_hold(hold, clock.today()))
    before = Hold.objects.filter(pk=hold.pk).first()
    if before is None:
        who = actor.current()
        hold.by_id, hold.by_name, hold.noted_at = who.actor_id, who.name, clock.now()
    hold.save(force_insert=before is None)
    action = "records.note_hold" if before is None else "records.change_hold"
    record(action, object_type="patient", object_id=hold.patient_id)
    return hold


def faults_of_hold(hold: Hold, today: date) -> list[str]:
    """What contradicts itself in a hold."""
    found = []
    if hold.since and hold.since > today:
        found.append("Le début du blocage est dans le futur.")
    if hold.since and hold.until and hold.until < hold.since:
        found.append("Ce blocage finirait avant de commencer.")
    if hold.until is None and hold.look_again_on <= today:
        found.append("La date «\u00a0à revoir le\u00a0» est déjà passée.")
    return found


def _refuse(faults: list[str]) -> None:
    if faults:
        raise HygieError(
            "records.bad_hold",
            f"{' '.join(faults)} Rien n’a été enregistré\u00a0; le dossier reste conservé.",
            advice="Corrigez les dates, puis enregistrez de nouveau.",
        )


@transaction.atomic
def lift_hold(hold: Hold, *, until: date) -> None:
    """The claim is closed, or the request ended: the hold stops on that day, and is kept.

    Raises:
        HygieError: `records.bad_hold`.
    """
    hold.until = until
    faults = faults_of_hold(hold, clock.today())
    if until > clock.today():
        faults.append("La date de fin est dans le futur\u00a0: levez le blocage ce jour-là.")
    _refuse(faults)
    hold.save(update_fields=["until"])
    record("records.lift_hold", object_type="patient", object_id=hold.patient_id)


@transaction.atomic
def withdraw_hold(hold: Hold, *, why: str) -> None:
    """It was noted by mistake: it never counted, and stays readable."""
    hold.withdrawn_at, hold.withdrawn_why = clock.now(), " ".join(why.split())[:200]
    hold.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record("records.withdraw_hold", object_type="patient", object_id=hold.patient_id)
