"""What makes the delay of a request longer, which a professional says: never by itself."""

from __future__ import annotations

from datetime import date

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.errors import HygieError
from hygie.patients.rules.patient import readable
from hygie.records.actions.requests_steps import must_be, step
from hygie.records.models.requests import OPEN_STATES, RecordRequest
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_letters import sentences


def extend(request_id: str, *, ground: str, reason: str, version: int) -> RecordRequest:
    """Extend the GDPR's month by two, and owe the person a letter that says why, today.

    Args:
        request_id: of the request.
        ground: a key of `extension.grounds` in `data/requests_papers.toml`.
        reason: the professional's words, which the letter holds.
        version: as the page showed it.

    Raises:
        HygieError: `records.not_extended`, `records.no_reason`; nothing is changed.
    """
    words, today = readable(reason), clock.today()

    def apply(request: RecordRequest) -> None:
        must_be(request, OPEN_STATES)
        last = queries.first_month(request)
        if last is None or request.extended_on or today > last:
            raise _not_extended(request, last)
        lead = sentences()["extension"]["grounds"].get(ground)
        if lead is None or not words:
            raise HygieError(
                "records.no_reason",
                "Une prolongation doit dire pourquoi. Le délai n’a pas changé.",
                advice="Choisissez une raison, puis écrivez-la en quelques mots.",
            )
        request.extended_on, request.extension_reason = today, f"{lead} {words}"

    return step(request_id, "extend", version=version, apply=apply)


def _not_extended(request: RecordRequest, last: date | None) -> HygieError:
    if last is None:
        why = "Seul le mois du RGPD se prolonge, et cette demande ne le cite pas."
    elif request.extended_on:
        why = f"Ce délai a déjà été prolongé, le {french_date(request.extended_on)}."
    else:
        why = f"Le mois est passé depuis le {french_date(last)}\u00a0: il est trop tard."
    return HygieError(
        "records.not_extended",
        f"{why} Le délai n’a pas changé.",
        advice="Répondez dès que possible.",
    )


def note_commission(request_id: str, *, on: date | None, version: int) -> RecordRequest:
    """Note that the psychiatric commission was asked, and when; None takes it back.

    Raises:
        HygieError: `records.refused_dates`; nothing is changed.
    """

    def apply(request: RecordRequest) -> None:
        must_be(request, OPEN_STATES)
        if on and not request.received_on <= on <= clock.today():
            raise HygieError(
                "records.refused_dates",
                "La commission ne peut pas être saisie avant la demande, ni un jour à venir. Le "
                "délai n’a pas changé.",
                advice="Notez le jour de la lettre qui la saisit.",
            )
        request.commission_on = on

    return step(request_id, "commission", version=version, apply=apply)
