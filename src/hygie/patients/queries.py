"""Reads of patients."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hygie.core import files
from hygie.journal.models import Entry
from hygie.journal.queries import entries
from hygie.patients.models import FormerFile, Import, Patient, PossibleDuplicate, RightsNote
from hygie.storage import unattended

RECENT = 8
_RECENT_LINES = 100


def is_demonstration() -> bool:
    """The practice is the invented one: its patients have test identities."""
    return unattended.is_demonstration(files.home())


def patient(patient_id: str) -> Patient | None:
    """The patient of an id, even of a file that was made one with another."""
    found = Patient.objects.filter(pk=patient_id).first()
    if found is None:
        former = FormerFile.objects.filter(pk=patient_id).select_related("patient").first()
        found = former.patient if former else None
    return found


def ids_of(patient: Patient) -> list[str]:
    """The id of a patient and those of the files that became hers: what rooms keep rows under."""
    return [patient.pk, *patient.former_files.values_list("former_id", flat=True)]


def of_ins(matricule: str) -> Patient | None:
    """The patient of a matricule, compact."""
    return Patient.objects.filter(ins=matricule).exclude(ins="").first()


def of_local_id(local_id: str) -> Patient | None:
    """The patient of a number in the practice's own software, of a former file too."""
    if not local_id:
        return None
    found = Patient.objects.filter(local_id=local_id).first()
    if found is None:
        former = FormerFile.objects.filter(local_id=local_id).select_related("patient").first()
        found = former.patient if former else None
    return found


def count() -> int:
    """How many patients there are."""
    return Patient.objects.count()


def has_patients() -> bool:
    """There is at least one: known at once, however many there are."""
    return Patient.objects.exists()


def last_import() -> Import | None:
    """The last list that was read: how fresh the files are."""
    return Import.objects.order_by("-at").first()


def rights_notes(patient: Patient) -> QuerySet[RightsNote]:
    """What a patient asked: in force first, then taken back."""
    return patient.rights_notes.order_by("ended_on", "-noted_on", "pk")


def rights_in_force(patient: Patient, kind: str) -> bool:
    """The patient asked that, and did not take it back."""
    return patient.rights_notes.filter(kind=kind, ended_on=None).exists()


def last_search_of(actor_id: str) -> Entry | None:
    """The last time that a person's search was told."""
    return entries().filter(action="patients.search", actor_id=actor_id).first()


def recently_seen_by(actor_id: str) -> list[Patient]:
    """The patients whom a person looked at last, the latest first."""
    lines = entries().filter(action="patients.look", actor_id=actor_id)
    ids = list(dict.fromkeys(lines.values_list("object_id", flat=True)[:_RECENT_LINES]))[:RECENT]
    known = Patient.objects.in_bulk(ids)
    return [known[patient_id] for patient_id in ids if patient_id in known]


def lines_about(patient: Patient) -> QuerySet[Entry]:
    """Who did what with a patient's file, the latest first."""
    return entries(object_type="patient").filter(object_id__in=ids_of(patient))


def doubts(patient: Patient | None = None) -> QuerySet[PossibleDuplicate]:
    """Pairs of files that may be of one person and that nobody decided; all, or a patient's."""
    waiting = PossibleDuplicate.objects.filter(decided="").select_related("first", "second")
    if patient is not None:
        waiting = waiting.filter(Q(first=patient) | Q(second=patient))
    return waiting.order_by("found_at", "pk")
