"""The verbs of a request: each checks, changes, keeps the step and writes the journal, at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.journal.queries import entries
from hygie.patients import queries as patients
from hygie.patients.rules.patient import readable
from hygie.records.actions.requests_steps import must_be, must_refuse, step
from hygie.records.models.requests import (
    OPEN_STATES,
    Basis,
    RecordRequest,
    RequestState,
    ScopeItem,
)
from hygie.records.queries import requests as queries
from hygie.records.rules import requests as rules
from hygie.records.rules.requests_book import About, book

TOLD_ONCE_S = 60
# What a person types of a request, and may correct until it is answered.
TYPED = (
    "capacity", "name", "address", "phone", "received_on", "received_time", "way", "basis",
    "motive", "motive_details", "wanted",
)  # fmt: skip


def receive(request: RecordRequest) -> RecordRequest:
    """Note a request that came in. The same sent twice is noted once.

    Somebody who is not entitled is noted too: she is owed an answer, which will be a refusal.

    Raises:
        HygieError: `records.refused_dates`, `records.unknown_capacity`, `records.no_patient`.
    """
    with transaction.atomic():
        known = queries.request(request.pk)
        if known is not None:
            return known
        _check(request)
        request.created_at = clock.now()
        request.save(force_insert=True)
        record("records.receive_request", object_type="request", object_id=request.pk)
    return request


def change(request: RecordRequest, *, version: int) -> RecordRequest:
    """Correct what was typed, until the request is answered."""
    typed = {name: getattr(request, name) for name in TYPED}

    def apply(kept: RecordRequest) -> None:
        must_be(kept, OPEN_STATES)
        if typed["capacity"] != kept.capacity:
            # Another title asks for other proofs: those of the first prove nothing.
            wanted = {proof.id for proof in book().capacities[typed["capacity"]].proofs}
            kept.proofs_seen = [one for one in kept.proofs_seen if one in wanted]
        if kept.state == RequestState.READY:
            kept.state, kept.complete_on = RequestState.RECEIVED, None
            if kept.proof_asked_on:
                kept.state = RequestState.PROOF_ASKED
        kept.scope_decided = False
        for name, value in typed.items():
            setattr(kept, name, value)
        _check(kept)

    return step(request.pk, "change", version=version, apply=apply)


def _check(request: RecordRequest) -> None:
    patient = patients.patient(request.patient_id)
    if patient is None:
        raise HygieError(
            "records.no_patient",
            "Ce patient n’est plus dans Hygie. La demande n’a pas été notée.",
            advice="Retrouvez sa fiche, ou créez-la, puis recommencez.",
        )
    if request.capacity not in book().capacities:
        raise HygieError(
            "records.unknown_capacity",
            "Il faut dire à quel titre la personne demande. Rien n’a été noté.",
            advice="Choisissez dans la liste, même si la personne n’a pas droit au dossier.",
        )
    about = book().capacities[request.capacity].about
    if about in {About.DECEASED, About.DEAD_MINOR} and request.basis != Basis.RECORD:
        raise HygieError(
            "records.gdpr_of_the_dead",
            "Le RGPD ne parle que des personnes vivantes. Rien n’a été noté ; votre saisie est "
            "gardée.",
            advice="Choisissez « Le dossier médical » dans « ce qui est demandé ».",
        )
    request.name, request.address = readable(request.name), readable(request.address)
    request.motive_details = readable(request.motive_details)
    person = queries.person_of(patient)
    faults = rules.faults_of_dates(person, received_on=request.received_on, today=clock.today())
    if faults:
        raise HygieError(
            "records.refused_dates",
            f"{' '.join(faults)} La demande n’a pas été enregistrée ; votre saisie est gardée.",
        )


def see_proofs(request_id: str, proofs: Collection[str], *, version: int) -> RecordRequest:
    """Note which proofs somebody saw; no copy is kept."""

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.RECEIVED, RequestState.PROOF_ASKED))
        wanted = [proof.id for proof in book().capacities[request.capacity].proofs]
        request.proofs_seen = [one for one in wanted if one in proofs]

    return step(request_id, "proofs", version=version, apply=apply)


def ask_proof(request_id: str, *, version: int) -> RecordRequest:
    """Say that what is missing was asked for today."""

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.RECEIVED, RequestState.PROOF_ASKED))
        verdict = queries.verdict_of(
            request, queries.person_of(patients.patient(request.patient_id))
        )
        if not verdict.missing:
            raise HygieError(
                "records.nothing_missing",
                "Rien ne manque à cette demande. Rien n’a été changé.",
                advice="Dites qu’elle est complète, ou répondez-y.",
            )
        request.state = RequestState.PROOF_ASKED
        # Asked a second time, the first day still counts: it is the one that holds the delay.
        request.proof_asked_on = request.proof_asked_on or clock.today()

    return step(request_id, "ask_proof", version=version, apply=apply)


def complete(request_id: str, *, version: int, on: date | None = None) -> RecordRequest:
    """Say that nothing is missing any more: a professional can decide.

    Raises:
        HygieError: `records.incomplete`, `records.must_refuse`, `records.refused_dates`.
    """
    day = on or clock.today()

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.RECEIVED, RequestState.PROOF_ASKED))
        person = queries.person_of(patients.patient(request.patient_id))
        verdict = queries.verdict_of(request, person)
        if verdict.refusal:
            raise must_refuse(verdict.because)
        if verdict.missing:
            raise HygieError(
                "records.incomplete",
                f"Il manque encore : {' ; '.join(verdict.missing)}. "
                "La demande est gardée, rien n’a été changé.",
                advice="Demandez ces pièces par la lettre prévue, puis cochez-les à leur arrivée.",
            )
        if not request.received_on <= day <= clock.today():
            raise HygieError(
                "records.refused_dates",
                f"La demande ne peut pas être complète le {french_date(day)}. Rien n’a été changé.",
                advice="Notez le jour où la dernière pièce est arrivée.",
            )
        request.state, request.complete_on = RequestState.READY, day

    return step(request_id, "complete", version=version, apply=apply)


def withdraw(request_id: str, *, version: int) -> RecordRequest:
    """The person gave up: nothing is sent, and the request is kept with its steps."""

    def apply(request: RecordRequest) -> None:
        must_be(request, OPEN_STATES)
        request.state, request.closed_on = RequestState.WITHDRAWN, clock.today()
        request.passphrase = ""

    return step(request_id, "withdraw", version=version, apply=apply)


def add_item(item: ScopeItem) -> ScopeItem:
    """Add to the list a document that is on paper or in the practice's own software."""
    with transaction.atomic():
        if ScopeItem.objects.filter(pk=item.pk).exists():
            return item
        request = item.request
        must_be(request, OPEN_STATES)
        item.title, item.document_id = readable(item.title), ""
        if item.constituted_on and item.constituted_on > clock.today():
            raise HygieError(
                "records.refused_dates",
                "Un document ne peut pas dater d’un jour à venir. Il n’a pas été ajouté.",
            )
        item.save(force_insert=True)
        RecordRequest.objects.filter(pk=request.pk).update(scope_decided=False)
        record("records.list_document", object_type="request", object_id=request.pk)
    return item


def remove_item(item: ScopeItem) -> None:
    """Take off the list a line that was typed by mistake."""
    with transaction.atomic():
        must_be(item.request, OPEN_STATES)
        record("records.unlist_document", object_type="request", object_id=item.request_id)
        item.delete()


@transaction.atomic
def look_at(request: RecordRequest) -> None:
    """Tell that somebody opened a request."""
    record("records.look_request", object_type="request", object_id=request.pk)


def tell_list() -> None:
    """Tell that the names of those who ask were shown; once a minute for a person."""
    mine = entries(object_type="requests").filter(
        action="records.see_requests", actor_id=actor.current().actor_id
    )
    last = mine.first()
    if last is None or (clock.now() - last.instant).total_seconds() >= TOLD_ONCE_S:
        with transaction.atomic():
            record("records.see_requests", object_type="requests")
