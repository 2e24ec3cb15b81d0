"""The requests that come near their term, or wait for a proof for too long."""

from __future__ import annotations

from collections.abc import Sequence

from hygie.core import clock
from hygie.core.clock import french_date
from hygie.core.findings import Finding, State, Who
from hygie.records.models.requests import RequestState
from hygie.records.queries import requests as queries
from hygie.records.queries.requests import Seen
from hygie.records.rules import clocks

CODE = "records.requests"
ANSWER = 19


def requests_finding() -> Finding:
    """The state of the requests: late, near their term, waiting, or none."""
    found = queries.open_requests()
    late = [seen for seen in found if _left(seen) < 0]
    near = [seen for seen in found if 0 <= _left(seen) <= clocks.length("remind")]
    stale = [seen for seen in found if _is_stale(seen)]
    if late:
        return _finding(State.TO_DO, 3, f"{_count(late)} dont le délai est passé.", late)
    if near:
        return _finding(State.TO_DO, 3, f"{_count(near)} à répondre très vite.", near)
    if stale:
        return _finding(
            State.TO_CONFIRM, 2, f"{_count(stale)} en attente d’une pièce depuis longtemps.", stale
        )
    if found:
        return _finding(State.TO_CONFIRM, 1, f"{_count(found)} en cours.", found)
    return Finding(
        code=CODE,
        answers=(ANSWER,),
        state=State.IN_PLACE,
        title="Aucune demande de dossier n’attend de réponse.",
        action="records:requests",
    )


def _left(seen: Seen) -> float:
    return float("inf") if seen.days_left is None else seen.days_left


def _is_stale(seen: Seen) -> bool:
    asked = seen.request.proof_asked_on
    if seen.request.state != RequestState.PROOF_ASKED or asked is None:
        return False
    return (clock.today() - asked).days >= clocks.length("relaunch")


def _count(found: Sequence[Seen]) -> str:
    return f"{len(found)} demande{'s' if len(found) > 1 else ''} de dossier"


def _finding(state: State, urgency: int, title: str, about: Sequence[Seen]) -> Finding:
    terms = [seen.terms.latest for seen in about if seen.terms.latest]
    when = f" Prochain terme : le {french_date(min(terms))}." if terms else ""
    return Finding(
        code=CODE,
        answers=(ANSWER,),
        state=state,
        title=title,
        why="La loi laisse huit jours, ou deux mois pour ce qui a plus de cinq ans.",
        advice=f"Ouvrez la liste des demandes.{when}",
        minutes=15,
        who=Who.OWNER,
        urgency=urgency,
        seen_at=clock.now(),
        action="records:requests",
    )
