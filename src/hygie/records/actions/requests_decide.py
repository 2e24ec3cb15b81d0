"""What only a professional decides: the answer to a request, and its end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from hygie.core import clock
from hygie.core.clock import french_date, french_instant
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.patients import queries as patients
from hygie.patients.rules.patient import readable
from hygie.practice import registries
from hygie.records.actions.requests_scope import outcome_of
from hygie.records.actions.requests_steps import must_be, must_refuse, step
from hygie.records.models.requests import (
    OPEN_STATES,
    Outcome,
    RecordRequest,
    RequestState,
)
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import book

# These say by themselves why; the others need the professional's words.
SAID_BY_THEMSELVES = {"not_entitled", "opposed", "no_proof", "no_motive", "not_held"}
# Handed over from hand to hand, or with a signature: the receipt proves it.
SIGNED_FOR = {"paper", "own_key", "encrypted", "on_site"}


def grant(
    request_id: str,
    *,
    channel: str,
    version: int,
    explanation: str = "",
    clear_chosen: bool = False,
) -> RecordRequest:
    """Answer by giving what was chosen; by MSSanté, it is sent now.

    Raises:
        HygieError: `records.too_early`, `records.nothing_given`, `records.must_refuse`,
            `records.scope_undecided`, `records.clear_not_chosen`, `records.no_delivery`.
    """

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.READY,))
        verdict = queries.verdict_of(
            request, queries.person_of(patients.patient(request.patient_id))
        )
        if verdict.refusal:
            raise must_refuse(verdict.because)
        _must_be_decided(request)
        _must_not_be_early(request)
        _must_fit(request, channel, clear_chosen=clear_chosen)
        request.outcome, request.channel = outcome_of(request), channel
        request.explanation = readable(explanation)
        request.clear_files_chosen = channel == "own_key"
        _answered(request)
        if channel == "mssante":
            _deliver(request)

    return step(request_id, "answer", version=version, apply=apply)


def _must_be_decided(request: RecordRequest) -> None:
    if not request.scope_decided:
        raise HygieError(
            "records.scope_undecided",
            "Les documents à donner n’ont pas encore été choisis, ou la liste a changé depuis. "
            "Rien n’est parti.",
            advice="Choisissez les documents, puis répondez.",
        )
    if outcome_of(request) is Outcome.REFUSED:
        raise HygieError(
            "records.nothing_given",
            "Aucun document n’est donné : c’est un refus. Rien n’est parti.",
            advice="Donnez au moins un document, ou répondez par un refus motivé.",
        )


def _must_not_be_early(request: RecordRequest) -> None:
    terms = queries.terms_of(request)
    early = terms.earliest is not None and clock.today() < terms.earliest
    if terms.earliest_at is not None and clock.now() < terms.earliest_at:
        early = True
    if early:
        when = _when(terms.earliest_at, terms.earliest)
        raise HygieError(
            "records.too_early",
            "La loi laisse quarante-huit heures de réflexion au demandeur. Rien n’est parti.",
            advice=f"Répondez à partir du {when}. La demande et vos choix sont gardés.",
        )


def _when(instant: datetime | None, day: date | None) -> str:
    if instant is not None:
        return french_instant(instant)
    return french_date(day) if day else ""


def _must_fit(request: RecordRequest, channel: str, *, clear_chosen: bool) -> None:
    if channel not in book().channels:
        raise HygieError(
            "records.no_channel", "Dites comment la copie est remise. Rien n’est parti."
        )
    if channel == "own_key" and not clear_chosen:
        raise HygieError(
            "records.clear_not_chosen",
            "Des fichiers lisibles par tous ne se remettent que si le demandeur le choisit. "
            "Rien n’est parti.",
            advice="Cochez la case si c’est son choix : le récépissé qu’il signe le dira.",
        )
    if channel == "mssante" and request.capacity != "patient":
        raise HygieError(
            "records.no_delivery",
            "Mon espace santé n’ouvre la messagerie qu’au patient lui-même. Rien n’est parti.",
            advice="Choisissez une autre voie pour ce demandeur.",
        )


def _deliver(request: RecordRequest) -> None:
    documents = queries.given_documents(request)
    sent = None
    if documents and len(documents) == len(queries.given(request)):
        ids = [row.document_id for row in documents]
        sent = registries.deliver(request.patient_id, ids, "copie de dossier")
    if sent is None:
        raise HygieError(
            "records.no_delivery",
            "Hygie ne peut pas envoyer cette copie par MSSanté : la messagerie n’est pas prête, "
            "ou une pièce n’est que sur papier. Rien n’est parti.",
            advice="Choisissez le papier, ou la clé du patient.",
        )
    request.left_at = clock.now()


def refuse(
    request_id: str, *, grounds: Collection[str], explanation: str, version: int
) -> RecordRequest:
    """Answer by a refusal, which says why.

    Raises:
        HygieError: `records.unmotivated`.
    """

    def apply(request: RecordRequest) -> None:
        must_be(request, OPEN_STATES)
        about = book().capacities[request.capacity].about
        known = [one.id for one in book().refusals.values() if about in one.about]
        given = [ground for ground in known if ground in grounds]
        words = readable(explanation)
        if not given or (not words and not set(given) & SAID_BY_THEMSELVES):
            raise HygieError(
                "records.unmotivated",
                "Un refus doit dire pourquoi. Rien n’est parti, la demande reste ouverte.",
                advice="Choisissez une raison et, si elle ne suffit pas, écrivez-la.",
            )
        request.outcome, request.refusals, request.explanation = Outcome.REFUSED, given, words
        _answered(request)

    return step(request_id, "answer", version=version, apply=apply)


def _answered(request: RecordRequest) -> None:
    request.state, request.answered_on = RequestState.ANSWERED, clock.today()
    request.answered_by = actor.current().name


def close(request_id: str, *, version: int, receipt_signed_on: date | None = None) -> RecordRequest:
    """Close an answered request; what was handed over is closed by its signed receipt.

    Raises:
        HygieError: `records.no_receipt`, `records.refused_dates`.
    """

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.ANSWERED,))
        is_given = request.outcome != Outcome.REFUSED
        if is_given and request.channel in SIGNED_FOR and receipt_signed_on is None:
            raise HygieError(
                "records.no_receipt",
                "Il manque la date du récépissé signé. La demande reste ouverte.",
                advice="Imprimez le récépissé, faites-le signer, puis notez sa date.",
            )
        signed, answered = receipt_signed_on, request.answered_on
        if signed and not (answered and answered <= signed <= clock.today()):
            raise HygieError(
                "records.refused_dates",
                "Le récépissé ne peut pas être signé avant la réponse, ni un jour à venir. "
                "Rien n’a été changé.",
            )
        request.state, request.closed_on = RequestState.CLOSED, clock.today()
        request.receipt_signed_on = receipt_signed_on
        # The copy was handed over: nobody needs what opens it any more.
        request.passphrase = ""

    return step(request_id, "close", version=version, apply=apply)
