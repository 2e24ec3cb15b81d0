"""What only a professional chooses: the documents that are given, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hygie.core.errors import HygieError
from hygie.patients.rules.patient import readable
from hygie.records.actions.requests_steps import must_be, step
from hygie.records.models.requests import (
    Choice,
    MinorSecret,
    Outcome,
    RecordRequest,
    RequestState,
    ScopeItem,
)
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import About, book

KEPT = "Vos choix sont gardés dans la page."


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a professional chose for one document."""

    choice: str
    reason: str = ""
    why: str = ""


def decide_scope(
    request_id: str, chosen: Mapping[str, Chosen], *, minor_secret: str = "", version: int
) -> RecordRequest:
    """Keep what is given and what is not, with a reason each.

    Args:
        request_id: of the request.
        chosen: by the id of each line of the list.
        minor_secret: what is known of a minor's wish, where it counts.
        version: as the page showed it.

    Raises:
        HygieError: `records.undecided`, `records.no_reason`, `records.minor_secret`.
    """

    def apply(request: RecordRequest) -> None:
        must_be(request, (RequestState.READY,))
        capacity = book().capacities[request.capacity]
        rows = queries.rows_of(request)
        for row in rows:
            one = chosen.get(row.key, Chosen(choice=""))
            row.choice, row.why = one.choice, readable(one.why)
            row.reason = one.reason if one.choice == Choice.WITHHOLD else ""
        _check_choices(rows, about=capacity.about)
        if capacity.has_minor_secret:
            _check_minor(rows, minor_secret)
            request.minor_secret = minor_secret
        for row in rows:
            row.save()
        request.scope_decided = True

    return step(request_id, "scope", version=version, apply=apply)


def _check_choices(rows: Collection[ScopeItem], *, about: About) -> None:
    known = {one.id for one in book().withheld.values() if about in one.about}
    waiting = [row.title for row in rows if row.choice not in {Choice.GIVE, Choice.WITHHOLD}]
    if waiting:
        raise HygieError(
            "records.undecided",
            f"Il reste à décider : {', '.join(waiting[:3])}{'…' if len(waiting) > 3 else ''}. "
            f"{KEPT}",
        )
    unreasoned = [
        row.title
        for row in rows
        if (row.choice == Choice.WITHHOLD and row.reason not in known)
        or (row.choice == Choice.GIVE and about is About.DECEASED and not row.why)
    ]
    if unreasoned:
        raise HygieError(
            "records.no_reason",
            f"Il manque une raison : {', '.join(unreasoned[:3])}"
            f"{'…' if len(unreasoned) > 3 else ''}. {KEPT}",
            advice="Après un décès, dites en quelques mots en quoi chaque pièce donnée sert le "
            "motif. Pour une pièce écartée, choisissez la raison.",
        )


def _check_minor(rows: Collection[ScopeItem], minor_secret: str) -> None:
    hidden = any(row.reason == "minor_secret" for row in rows)
    if minor_secret not in {MinorSecret.NONE, MinorSecret.SOME}:
        raise HygieError(
            "records.minor_secret",
            f"Dites d’abord si l’enfant a demandé le secret sur un soin. {KEPT}",
            advice="Cherchez dans le dossier la trace de sa demande. Elle ne couvre que ce soin.",
        )
    if hidden and minor_secret == MinorSecret.NONE:
        raise HygieError(
            "records.minor_secret",
            "Une pièce est écartée pour le secret de l’enfant, et la page dit que rien n’est à "
            f"taire. {KEPT}",
        )


def outcome_of(request: RecordRequest) -> Outcome:
    """What the choices amount to: whole, in part, or nothing, which is a refusal.

    What no letter tells (a personal note, a minor's secret) makes no answer partial.
    """
    if not queries.given(request):
        return Outcome.REFUSED
    told = [row for row in queries.withheld(request) if book().withheld[row.reason].sentence]
    return Outcome.PARTIAL if told else Outcome.WHOLE
