"""After an older copy was put back: the register is whole, and who was erased is erased again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from hygie.core import clock
from hygie.journal.actions import record
from hygie.patients import duplicates
from hygie.patients.models import FormerFile, Patient
from hygie.records.actions.erasing import clean_base, erase_everywhere
from hygie.records.actions.outlive import line_from
from hygie.records.models import Eliminated, ListedPatient, ListedState
from hygie.storage import outliving
from hygie.storage.outliving import Line, mark_of


def reapply() -> int:
    """Erase again everybody whom the file that outlives the base tells of; gives how many.

    All of it or nothing: killed on the way, the next opening begins again.
    """
    lines = outliving.lines()
    marks = {mark for line in lines for mark in line.marks}
    if not marks:
        return 0
    with transaction.atomic():
        _restore_register(lines)
        _part_those_eliminated(marks)
        ids = Patient.objects.values_list("pk", flat=True)
        back = [patient_id for patient_id in ids if mark_of(patient_id) in marks]
        for patient_id in back:
            _erase_again(patient_id)
        record("records.reapply", object_type="patients", object_id=str(len(back)))
    clean_base()
    return len(back)


def _restore_register(lines: Sequence[Line]) -> None:
    """The lines that the copy was too old to hold, under their own numbers where they are free."""
    known = set(Eliminated.objects.values_list("patient_id", flat=True))
    taken = set(Eliminated.objects.values_list("number", flat=True))
    for line in lines:
        if line.content is None or line.content["patient_id"] in known:
            continue
        row = line_from(line.content)
        if row.number in taken:
            row.number = None
        row.save(force_insert=True)
        known.add(row.patient_id)
        taken.add(row.number)
        ListedPatient.objects.filter(
            elimination_list_id=row.list_id, patient_id=row.patient_id
        ).update(state=ListedState.ELIMINATED, facts={})


def _part_those_eliminated(marks: set[str]) -> None:
    """In the copy, her file may still be one with somebody's who stays."""
    for former in FormerFile.objects.select_related("patient"):
        if mark_of(former.pk) in marks and mark_of(former.patient_id) not in marks:
            duplicates.part(former)


def _erase_again(patient_id: str) -> None:
    erase_everywhere(Patient.objects.get(pk=patient_id))
    # Where the copy's key opens no line, her mark alone told that she was eliminated.
    Eliminated.objects.get_or_create(
        patient_id=patient_id,
        defaults={"eliminated_at": clock.now(), "list_id": "", "rule": ""},
    )
    Eliminated.objects.filter(patient_id=patient_id).update(reapplied=F("reapplied") + 1)
    record("records.eliminate_again", object_type="patient", object_id=patient_id)
