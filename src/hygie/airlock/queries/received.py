"""What came through the airlock: stations, receptions, a patient's documents."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Iterator

from django.db.models import QuerySet

from hygie.airlock.models import ReceivedDocument, Reception, Station
from hygie.documents.queries import open_into
from hygie.patients import queries as patients
from hygie.patients import search as searching
from hygie.patients.models import Patient
from hygie.practice.registries import Panel, PatientDocument


def stations() -> QuerySet[Station]:
    """The stations that the practice trusts."""
    return Station.objects.filter(withdrawn_at=None).order_by("name", "pk")


def last_reception(station: Station) -> Reception | None:
    """What came last from a station."""
    return station.receptions.order_by("-examined_at").first()


def living() -> QuerySet[ReceivedDocument]:
    """Documents taken in and not destroyed."""
    return ReceivedDocument.objects.filter(document__destroyed_at=None).select_related(
        "document", "reception"
    )


def taken(report_id: str) -> set[str]:
    """Which items of a report are in the practice already."""
    return set(living().filter(reception__report_id=report_id).values_list("item", flat=True))


def of_patient(patient: Patient) -> QuerySet[ReceivedDocument]:
    """The documents of a patient, of her former files too; the latest first."""
    ids = patients.ids_of(patient)
    return living().filter(reception__patient_id__in=ids).order_by("-reception__received_at", "pk")


def panel(patient_id: str) -> Panel | None:
    """What the page of a patient shows."""
    patient = patients.patient(patient_id)
    found = list(of_patient(patient)) if patient else []
    if not found:
        return None
    return Panel(
        title="Venus du sas", template="airlock/received_panel.html", shown={"received": found}
    )


def documents_of(patient_id: str) -> Iterator[PatientDocument]:
    """What came through the airlock about a patient."""
    patient = patients.patient(patient_id)
    for one in of_patient(patient) if patient else ():
        yield PatientDocument(
            document_id=one.pk, title=one.document.title, media_type=one.document.media_type,
            constituted_on=one.constituted_on, kind=one.kind, is_personal_note=False,
        )  # fmt: skip


def likely(said: str) -> list[Patient]:
    """Patients whom an identity read in images may be of."""
    return list(searching.found(said).patients)[:8]


def clear_bytes(one: ReceivedDocument) -> bytes:
    """The document, decrypted in memory.

    Raises:
        HygieError: as `documents.queries.open_into`.
    """
    stream = io.BytesIO()
    open_into(one.document, stream)
    return stream.getvalue()


def file_name(one: ReceivedDocument) -> str:
    """A name to save it under: what it is and its day, never the patient's name."""
    day = f"-{one.constituted_on:%Y-%m-%d}" if one.constituted_on else ""
    suffix = mimetypes.guess_extension(one.document.media_type) or ""
    return f"sas{day}{suffix}"
