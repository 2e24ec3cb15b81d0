"""What may leave in an archive, a transfer or a copy: the one door, shut to personal notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.documents.models import Document
from hygie.documents.queries import documents
from hygie.patients.models import Patient, RightsKind, RightsNote
from hygie.patients.queries import ids_of
from hygie.practice.registries import PatientDocument, documents_of
from hygie.records.models import ClosingPlan
from hygie.records.models.closing import ArchiveKind
from hygie.records.queries.known import known_of
from hygie.records.rules import Status

UNKNOWN_END = "à calculer\u00a0: le dernier contact n’est pas noté"
WITHOUT_END = "sans fin fixée\u00a0: à revoir"
HELD = "Un blocage est ouvert\u00a0: le dossier ne s’élimine pas."


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A document that may leave, as its room tells it and as the base keeps it."""

    told: PatientDocument
    kept: Document


def people(kind: str, plan: ClosingPlan, *, patient: Patient | None = None) -> list[str]:
    """Ids of the patients of an archive, in a stable order.

    A transfer takes the living who did not object. What remains takes everybody else; everybody
    when there is no successor.
    """
    if patient is not None:
        return [patient.pk]
    rows = Patient.objects.order_by("birth_name", "birth_given_names", "pk")
    if kind == ArchiveKind.TRANSFER:
        rows = rows.filter(is_deceased=False).exclude(pk__in=opposed())
    elif kind == ArchiveKind.CLOSING and plan.has_successor and _is_transferred(plan):
        staying = set(opposed()) | set(rows.filter(is_deceased=True).values_list("pk", flat=True))
        return [pk for pk in rows.values_list("pk", flat=True) if pk in staying]
    return list(rows.values_list("pk", flat=True))


def opposed() -> list[str]:
    """Ids of the patients who refuse that their record goes to a successor."""
    rows = RightsNote.objects.filter(kind=RightsKind.SUCCESSOR, ended_on=None)
    return list(rows.values_list("patient_id", flat=True).distinct())


def _is_transferred(plan: ClosingPlan) -> bool:
    return plan.archives.filter(kind=ArchiveKind.TRANSFER).exists()


def leaving_documents(patient: Patient, *, without: Collection[str] = ()) -> list[Leaving]:
    """The documents of a patient that may leave, each once, never a personal note.

    A document that one room calls a personal note is one, whatever another room says; a document
    that no room claims is nobody's, and stays.

    Args:
        patient: whose.
        without: kinds that are not needed.
    """
    told = [one for pk in ids_of(patient) for one in documents_of(pk)]
    notes = {one.document_id for one in told if one.is_personal_note}
    allowed = {
        one.document_id: one
        for one in told
        if one.document_id not in notes and one.kind not in without
    }
    kept = documents().in_bulk(list(allowed)) if allowed else {}
    return [Leaving(told=one, kept=kept[pk]) for pk, one in allowed.items() if pk in kept]


def kinds_of_documents(ids: Collection[str]) -> list[str]:
    """Every kind of document that may leave for these patients, for a person to choose from."""
    found: set[str] = set()
    for patient in in_order(ids):
        found |= {one.told.kind for one in leaving_documents(patient)}
    return sorted(found)


def in_order(ids: Collection[str]) -> Iterator[Patient]:
    """The patients of these ids, in their order, a few hundred at a time."""
    waiting = list(ids)
    for first in range(0, len(waiting), 400):
        some = waiting[first : first + 400]
        known = Patient.objects.prefetch_related("rights_notes").in_bulk(some)
        yield from (known[pk] for pk in some if pk in known)


def end_of_retention(patient: Patient, profession: str) -> tuple[str, str]:
    """Until when a record is kept, and why, in words; its category and its holds counted."""
    today = clock.today()
    known = known_of(patient, {patient.professional: profession, "": profession})
    found = known.evaluation(today)
    end = found.outcome.end_prudent or found.outcome.end
    without = WITHOUT_END if found.outcome.status is Status.UNLIMITED else UNKNOWN_END
    why = f"{found.sentence} {HELD}" if known.is_held(today) else found.sentence
    return (french_date(end) if end else without, why)
