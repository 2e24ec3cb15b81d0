"""Reads of the requests: whose, what is missing, by when, and what may be chosen from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.patients import queries as patients
from hygie.patients.models import Patient, RightsKind
from hygie.practice import registries
from hygie.practice.models import Professional
from hygie.practice.registries import Panel, PatientDocument
from hygie.records.models.requests import (
    OPEN_STATES,
    Choice,
    Place,
    RecordRequest,
    RequestStep,
    ScopeItem,
)
from hygie.records.rules import clocks
from hygie.records.rules import requests as rules
from hygie.records.rules.clocks import Terms
from hygie.records.rules.requests import Person, Verdict
from hygie.records.rules.requests_book import About, Capacity, book

PANEL_LINES = 5


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A request with all that is said of it.

    Attributes:
        patient: None when the file was eliminated since.
        capacity: in which somebody asks.
        verdict: what is missing, and what the law refuses.
        terms: its dates.
        days_left: to the next term; None while the delay does not run or once answered.
    """

    request: RecordRequest
    patient: Patient | None
    capacity: Capacity
    verdict: Verdict
    terms: Terms
    days_left: int | None

    @property
    def is_living(self) -> bool:
        """The record is that of somebody alive: the GDPR speaks of her."""
        return self.capacity.about in {About.LIVING, About.MINOR}

    @property
    def is_early(self) -> bool:
        """The person may still think it over: nothing leaves today."""
        return self.terms.earliest is not None and clock.today() < self.terms.earliest


def person_of(patient: Patient | None) -> Person:
    """What the rules need to know of a patient; nothing is known of one who is gone."""
    if patient is None:
        return Person()
    return Person(
        born_on=patient.birth_date,
        is_deceased=patient.is_deceased,
        died_on=patient.died_on,
        opposition=opposition_of(patient),
    )


def opposition_of(patient: Patient) -> str:
    """What was noted of a refusal that heirs read the record, with who wrote it and when."""
    notes = patients.rights_notes(patient).filter(kind=RightsKind.HEIRS_ACCESS, ended_on=None)
    return " ".join(
        f"Noté le {french_date(note.noted_on)} par {note.by_name or 'le cabinet'}"
        f"{f' : « {note.text} »' if note.text else ''}."
        for note in notes
    )


def request(request_id: str) -> RecordRequest | None:
    """A request by its id."""
    return RecordRequest.objects.filter(pk=request_id).first()


def requests() -> QuerySet[RecordRequest]:
    """Those that wait for an answer."""
    return RecordRequest.objects.filter(state__in=OPEN_STATES).order_by("received_on", "created_at")


def ended() -> QuerySet[RecordRequest]:
    """Those that were answered, closed or taken back, the latest first."""
    return RecordRequest.objects.exclude(state__in=OPEN_STATES).order_by("-received_on")


def requests_about(patient: Patient) -> QuerySet[RecordRequest]:
    """Those on a patient's record, the latest first."""
    mine = patients.ids_of(patient)
    return RecordRequest.objects.filter(patient_id__in=mine).order_by("-received_on", "-created_at")


def see(request: RecordRequest) -> Seen:
    """A request with its patient, what it lacks and its dates."""
    patient = patients.patient(request.patient_id)
    person = person_of(patient)
    found = terms_of(request)
    return Seen(
        request=request,
        patient=patient,
        capacity=book().capacities[request.capacity],
        verdict=verdict_of(request, person),
        terms=found,
        days_left=clocks.days_left(found.latest, today=clock.today()) if request.is_open else None,
    )


def open_requests() -> list[Seen]:
    """Those that wait for an answer: the nearest term first, then those that wait for a proof."""
    found = [see(one) for one in requests()]
    return sorted(found, key=lambda seen: (seen.terms.latest or date.max, seen.request.received_on))


def verdict_of(request: RecordRequest, person: Person) -> Verdict:
    """What a request lacks, and whether the law refuses it."""
    return rules.verdict(
        request.capacity,
        person,
        on=request.received_on,
        proofs_seen=request.proofs_seen,
        motive_id=request.motive,
        motive_details=request.motive_details,
    )


def terms_of(request: RecordRequest) -> Terms:
    """The dates of a request."""
    rows = rows_of(request)
    return _terms(request, [row.constituted_on for row in rows] or None)


def promised_terms(request: RecordRequest) -> Terms:
    """The dates that a letter may tell: those of a record of any age, which tell nothing of it."""
    return _terms(request, [request.received_on, date.min])


def _terms(request: RecordRequest, constituted: Sequence[date | None] | None) -> Terms:
    about = book().capacities[request.capacity].about
    return clocks.terms(
        received_on=request.received_on,
        received_at=request.received_at,
        basis=clocks.Basis(request.basis),
        proof_asked_on=request.proof_asked_on,
        complete_on=request.complete_on,
        constituted=constituted,
        is_living=about in {About.LIVING, About.MINOR},
        longer=clocks.Longer(extended_on=request.extended_on, commission_on=request.commission_on),
    )


def first_month(request: RecordRequest) -> date | None:
    """Last day on which the GDPR's month may be extended; None where there is no such month."""
    about = book().capacities[request.capacity].about
    if request.basis == clocks.Basis.RECORD or about not in {About.LIVING, About.MINOR}:
        return None
    return clocks.gdpr_term(terms_of(request).starts_on or request.received_on)


def proposed_documents(request: RecordRequest) -> Iterator[PatientDocument]:
    """What Hygie keeps of the patient and may show in the list: no personal note, ever."""
    patient = patients.patient(request.patient_id)
    for patient_id in patients.ids_of(patient) if patient else [request.patient_id]:
        for document in registries.documents_of(patient_id):
            if rules.may_be_proposed(
                kind=document.kind, is_personal_note=document.is_personal_note
            ):
                yield document


def rows_of(request: RecordRequest) -> list[ScopeItem]:
    """The list to choose from: documents of Hygie, then what was typed by hand; none twice."""
    kept = list(request.items.order_by("-constituted_on", "title", "pk"))
    by_document = {item.document_id: item for item in kept if item.document_id}
    shown = {document.document_id: document for document in proposed_documents(request)}
    rows = [
        by_document.get(document.document_id)
        or ScopeItem(
            request=request,
            document_id=document.document_id,
            title=document.title,
            constituted_on=document.constituted_on,
            place=Place.HYGIE,
        )
        for document in shown.values()
    ]
    return rows + [item for item in kept if not item.document_id]


def given(request: RecordRequest) -> list[ScopeItem]:
    """What is given: chosen, and still allowed now, whatever the list said that day."""
    return [row for row in rows_of(request) if row.choice == Choice.GIVE]


def given_documents(request: RecordRequest) -> list[ScopeItem]:
    """What is given and can be copied from Hygie.

    Raises:
        HygieError: `records.document_gone` when one that was chosen is no more to be given.
    """
    allowed = {row.item_id for row in given(request)}
    chosen = request.items.filter(choice=Choice.GIVE).values_list("item_id", flat=True)
    if set(chosen) - allowed:
        raise HygieError(
            "records.document_gone",
            "Un document choisi n’est plus dans Hygie, ou est devenu une note personnelle. "
            "Rien n’a été copié.",
            advice="Revoyez le choix des documents, puis recommencez.",
        )
    return [row for row in given(request) if row.document_id]


def withheld(request: RecordRequest) -> list[ScopeItem]:
    """What is not given."""
    return [row for row in rows_of(request) if row.choice == Choice.WITHHOLD]


def steps(request: RecordRequest) -> QuerySet[RequestStep]:
    """What was done, the latest first."""
    return request.steps.order_by("-at", "-pk")


def last_step(request: RecordRequest) -> RequestStep | None:
    """The last step that was not taken back."""
    return steps(request).filter(undone_at=None).first()


def professions() -> set[str]:
    """Codes of the professions of the practice."""
    return set(Professional.objects.values_list("profession", flat=True))


def patient_panel(patient_id: str) -> Panel | None:
    """What a patient's page shows of the requests."""
    patient = patients.patient(patient_id)
    if patient is None:
        return None
    found = requests_about(patient)[:PANEL_LINES]
    shown = {"seen": [see(one) for one in found], "patient": patient}
    return Panel(title="Demandes de dossier", template="records/requests_panel.html", shown=shown)


def as_json(seen: Seen) -> dict[str, object]:
    """A request as plain values, without a name."""

    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "id": seen.request.pk,
        "patient_id": seen.request.patient_id,
        "capacity": seen.request.capacity,
        "state": seen.request.state,
        "received_on": iso(seen.request.received_on),
        "earliest": iso(seen.terms.earliest),
        "latest": iso(seen.terms.latest),
        "latest_old": iso(seen.terms.latest_old),
        "latest_gdpr": iso(seen.terms.latest_gdpr),
        "extended_on": iso(seen.request.extended_on),
        "strict_latest": iso(seen.terms.strict_latest),
        "days_left": seen.days_left,
    }
