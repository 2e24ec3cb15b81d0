"""Reads of filing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from hygie.documents.queries import open_into
from hygie.filing.models import FiledDocument, FoundFile, Proposal, State, WatchedFolder
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.registries import Panel, PatientDocument

LATEST = 10
# Folders where programs print or scan, as systems name them.
USUAL = ("Documents", "Téléchargements", "Downloads", "Bureau", "Desktop")
OF_FILES = ("scan", "numéris", "numeris", "export", "pdf", "ranger", "courrier", "impression")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A patient to whom a file is offered."""

    proposal: Proposal
    patient: Patient


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file with those to whom it is offered.

    Attributes:
        is_doubtful: the first two fit equally: none is preferred.
        already: the very same content, filed before.
        owner: for whom it was.
    """

    file: FoundFile
    offers: list[Offer]
    is_doubtful: bool
    already: FiledDocument | None = None
    owner: Patient | None = None


def folder() -> WatchedFolder | None:
    """The folder that is watched."""
    return WatchedFolder.objects.first()


def waiting() -> list[Waiting]:
    """The files to file, the oldest first."""
    files = FoundFile.objects.filter(state=State.WAITING).order_by("seen_at", "name")
    return [_waiting(file) for file in files.prefetch_related("proposals")]


def _waiting(file: FoundFile) -> Waiting:
    offers: list[Offer] = []
    for proposal in sorted(file.proposals.all(), key=lambda one: (-one.weight, one.patient_id)):
        patient = None if proposal.is_refused else patients.patient(proposal.patient_id)
        if patient is not None and all(patient != offer.patient for offer in offers):
            offers.append(Offer(proposal=proposal, patient=patient))
    weights = [offer.proposal.weight for offer in offers]
    already = living().filter(document__sha256=file.sha256).first() if file.sha256 else None
    return Waiting(
        file=file,
        offers=offers,
        is_doubtful=len(weights) > 1 and weights[0] == weights[1],
        already=already,
        owner=patients.patient(already.patient_id) if already else None,
    )


def left() -> QuerySet[FoundFile]:
    """The files that a person left in the folder."""
    return FoundFile.objects.filter(state=State.LEFT).order_by("name")


def latest() -> list[tuple[FiledDocument, Patient | None]]:
    """What was filed last, and for whom."""
    filed = living().order_by("-filed_at")[:LATEST]
    return [(one, patients.patient(one.patient_id)) for one in filed]


def living() -> QuerySet[FiledDocument]:
    """The documents that were filed and not destroyed."""
    return FiledDocument.objects.filter(document__destroyed_at=None).select_related("document")


def of_patient(patient: Patient) -> QuerySet[FiledDocument]:
    """The documents of a patient, of her former files too; the latest first."""
    ids = patients.ids_of(patient)
    return living().filter(patient_id__in=ids).order_by("-filed_at", "pk")


def panel(patient_id: str) -> Panel | None:
    """What the page of a patient shows."""
    patient = patients.patient(patient_id)
    filed = list(of_patient(patient)) if patient else []
    if not filed:
        return None
    shown = {"filed": filed}
    return Panel(title="Documents rangés", template="filing/panel.html", shown=shown)


def documents_of(patient_id: str) -> Iterator[PatientDocument]:
    """What is filed about a patient, personal notes too. When it was made, nobody knows here."""
    patient = patients.patient(patient_id)
    for filed in of_patient(patient) if patient else ():
        yield PatientDocument(
            document_id=filed.pk, title=filed.document.title,
            media_type=filed.document.media_type, constituted_on=None, kind="filed",
            is_personal_note=filed.is_personal_note,
        )  # fmt: skip


def clear_bytes(filed: FiledDocument) -> bytes:
    """The document, decrypted in memory.

    Raises:
        HygieError: as `documents.queries.open_into`.
    """
    stream = io.BytesIO()
    open_into(filed.document, stream)
    return stream.getvalue()


def likely_folders() -> list[Path]:
    """Folders of this computer that may be the one, so that nobody has to type."""
    home = Path.home()
    found: list[Path] = []
    for name in USUAL:
        base = home / name
        try:
            inside = sorted(path for path in base.iterdir() if path.is_dir())
        except OSError:
            continue
        found += [p for p in inside if any(word in p.name.lower() for word in OF_FILES)]
        found.append(base)
    return found[:8]
