"""Where rooms meet: each registers in its `AppConfig.ready()`; a caller may get no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hygie.core.findings import Finding

FindingSource = Callable[[], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something to do regularly while the base is open.

    Attributes:
        name: "room.verb", stable.
        every: how long between two runs.
        run: takes nothing, does it, writes its own journal line.
    """

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What a room has to say on a patient's page.

    Attributes:
        title: a few words.
        template: the room's own, shown inside the page.
        shown: what the template is given.
    """

    title: str
    template: str
    shown: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class PatientDocument:
    """A document that a room keeps about a patient.

    Attributes:
        document_id: the id of `documents`.
        title: what a person calls it.
        media_type: as "application/pdf".
        constituted_on: the day the information was made; None when nobody knows.
        kind: what it is, in the room's own words.
        is_personal_note: the professional's own notes, which never leave (R. 4127-45 CSP).
    """

    document_id: str
    title: str
    media_type: str
    constituted_on: date | None
    kind: str
    is_personal_note: bool


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What a room erased of a patient: `what` is French and holds no health data."""

    room: str
    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a room sent for another: `how` is French and holds no health data."""

    room: str
    how: str


PatientPanel = Callable[[str], Panel | None]
PatientDocuments = Callable[[str], Iterable[PatientDocument]]
Eraser = Callable[[str], Erased]
# Patient's id, documents' ids, purpose; None: that room cannot.
Deliverer = Callable[[str, Sequence[str], str], Delivery | None]

finding_sources: dict[str, FindingSource] = {}
jobs: dict[str, Job] = {}
patient_panels: dict[str, PatientPanel] = {}
patient_documents: dict[str, PatientDocuments] = {}
erasers: dict[str, Eraser] = {}
deliverers: dict[str, Deliverer] = {}


def register_findings(room: str, source: FindingSource) -> None:
    """Declare what a room has to say to the check-up."""
    finding_sources[room] = source


def register_job(job: Job) -> None:
    """Declare something to do regularly."""
    jobs[job.name] = job


def register_patient_panel(room: str, panel: PatientPanel) -> None:
    """Declare what a room shows on a patient's page; it gets the patient's opaque id."""
    patient_panels[room] = panel


def panels_of(patient_id: str) -> list[Panel]:
    """What every room has to say of a patient; a room with nothing to say is not shown."""
    panels = (panel(patient_id) for panel in patient_panels.values())
    return [panel for panel in panels if panel is not None]


def register_patient_documents(room: str, source: PatientDocuments) -> None:
    """Declare what documents a room keeps about a patient."""
    patient_documents[room] = source


def documents_of(patient_id: str) -> list[PatientDocument]:
    """Every document kept about a patient, personal notes too: whoever gives them away filters."""
    return [document for source in patient_documents.values() for document in source(patient_id)]


def register_erase(room: str, eraser: Eraser) -> None:
    """Declare how a room forgets a patient."""
    erasers[room] = eraser


def erase(patient_id: str) -> list[Erased]:
    """Make every room forget a patient, whose file itself goes last.

    Rooms register from the lowest floor up; those above still need to know who she was.
    """
    return [eraser(patient_id) for eraser in reversed(erasers.values())]


def register_deliver(room: str, deliverer: Deliverer) -> None:
    """Declare how a room sends documents to a patient."""
    deliverers[room] = deliverer


def deliver(patient_id: str, document_ids: Sequence[str], purpose: str) -> Delivery | None:
    """Send documents to a patient by the first room that can; None when none can."""
    for deliverer in deliverers.values():
        sent = deliverer(patient_id, document_ids, purpose)
        if sent is not None:
            return sent
    return None


def findings() -> list[Finding]:
    """What every room has to say now."""
    return [finding for source in finding_sources.values() for finding in source()]
