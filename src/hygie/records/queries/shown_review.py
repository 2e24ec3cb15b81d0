"""What the pages of the review and of one record show."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator

from hygie.core import clock
from hygie.patients import queries as patients
from hygie.patients.models import Patient
from hygie.practice.registries import Panel
from hygie.records import rules
from hygie.records.models import Box, Hold
from hygie.records.queries.elimination import eliminated_before
from hygie.records.queries.known import (
    Known,
    is_archived,
    known_of,
    open_holds,
)
from hygie.records.queries.review import YearReview
from hygie.records.queries.shown_elimination import rule_words
from hygie.records.rules.outcome import Decider, Status
from hygie.records.rules.review import HOLD_REASON, LATE, Turn, reason_of

ROWS_A_PAGE = 50
MONTHS = ("", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
          "septembre", "octobre", "novembre", "décembre")  # fmt: skip
STATUSES = {
    Status.KEPT: "À conserver",
    Status.SUSPENDED: "Bloqué par un recours",
    Status.UNLIMITED: "Conservation illimitée",
    Status.UNKNOWN: "À conserver\u00a0: il manque une date",
    Status.ERROR: "À conserver\u00a0: des dates se contredisent",
    Status.ELIMINABLE: "La durée est passée",
}


def patient_panel(patient_id: str) -> Panel | None:
    """One line on a patient's page: until when, why, under which text."""
    patient = patients.patient(patient_id)
    if patient is None:
        return None
    known, today = known_of(patient), clock.today()
    shown = {
        "patient_id": patient.pk,
        "sentence": known.evaluation(today).sentence,
        "is_held": known.is_held(today),
        "is_archived": is_archived(patient),
        "before": eliminated_before([patient]).get(patient.pk),
    }
    return Panel(title="Conservation du dossier", template="records/review_panel.html", shown=shown)


def file_page(patient: Patient) -> dict[str, Any]:
    """The whole explanation of one record."""
    today = clock.today()
    known, law = known_of(patient), rules.law()
    evaluation = known.evaluation(today)
    return {
        "patient": patient,
        "evaluation": evaluation,
        "status": STATUSES[evaluation.outcome.status],
        "is_over": evaluation.outcome.status is Status.ELIMINABLE,
        "profession": law.professions[known.profession].name,
        "category": _category(known),
        "holds": [_shown(hold, today) for hold in known.holds],
        "is_held": known.is_held(today),
        "is_archived": is_archived(patient),
        "rejected": [(rule_words(one.rule), one.reason) for one in evaluation.rejected],
        "general": list(law.general.values()),
        "missing": _missing(patient),
        "before": eliminated_before([patient]).get(patient.pk),
    }


def _category(known: Known) -> dict[str, Any] | None:
    row = known.category
    named = rules.law().categories.get(row.category) if row else None
    return {"row": row, "label": named.label if named else row.category} if row else None


def _missing(patient: Patient) -> list[str]:
    found = []
    if patient.last_contact is None:
        found.append("la date du dernier contact")
    if patient.birth_date is None:
        found.append("la date de naissance")
    if patient.is_deceased and patient.died_on is None:
        found.append("la date du décès")
    return found


def _shown(hold: Hold, today: date) -> dict[str, Any]:
    is_open = hold.withdrawn_at is None and (hold.until is None or hold.until >= today)
    return {"hold": hold, "is_open": is_open, "is_late": is_open and hold.look_again_on <= today}


def holds_page() -> dict[str, Any]:
    """Every open hold, those to look at again first, with the patient of each."""
    today = clock.today()
    holds = list(open_holds(today).order_by("look_again_on", "pk"))
    known = {one: patients.patient(one) for one in {hold.patient_id for hold in holds}}
    return {"holds": [(_shown(hold, today), known[hold.patient_id]) for hold in holds]}


def chosen_rows(found: YearReview, asked: dict[str, str]) -> tuple[Turn, dict[str, Any]]:
    """What the address asks to see, untrusted: the turn, and what `YearReview.rows` is given."""
    turns = [turn.value for turn in Turn]
    figures = found.figures()
    first = next((turn for turn in Turn if figures[turn.value]), Turn.ELIMINATE)
    turn = Turn(asked["demande"]) if asked.get("demande") in turns else first
    month, reason = asked.get("mois", ""), asked.get("raison", "")
    codes = {decider.code: decider for decider in Decider}
    return turn, {
        "month": int(month) if month in {str(rank) for rank in range(13)} else None,
        "decider": codes.get(reason),
    }


def review_page(found: YearReview, asked: dict[str, str]) -> dict[str, Any]:
    """The figures of the year, the filters, and one page of records."""
    turn, chosen = chosen_rows(found, asked)
    ranks = found.rows(turn, **chosen)
    page = Paginator(ranks, ROWS_A_PAGE).get_page(asked.get("page"))
    rows = [found.row(int(rank)) for rank in page]
    people = Patient.objects.in_bulk([row.patient_id for row in rows])
    figures = found.figures()
    return {
        "found": found,
        "figures": figures,
        "turns": [(one, figures[one.value], one is turn) for one in Turn],
        "turn": turn,
        "months": [(m, month_words(m, found.year), n) for m, n in found.by_month(turn).items()],
        "reasons": [(one.code, _reason(turn, one), n) for one, n in found.by_reason(turn).items()],
        "month": asked.get("mois", ""),
        "reason": asked.get("raison", ""),
        "page": page,
        "rows": [
            (row, people[row.patient_id], _reason(turn, row.decider), _is_now(row.since, found))
            for row in rows
            if row.patient_id in people
        ],
        "before": eliminated_before(people.values()) if turn is Turn.ELIMINATE else {},
        "last_import": patients.last_import(),
        "boxes": Box.objects.filter(destroyed_on=None).count(),
        "holds": open_holds(found.today).count(),
    }


def month_words(month: int, year: int) -> str:
    """A month of the review, in French."""
    if month == LATE:
        return f"avant {year}"
    return "sans date" if month < 0 else f"{MONTHS[month]} {year}"


def _reason(turn: Turn, decider: Decider) -> str:
    if turn is Turn.HELD and decider is not Decider.OPEN_CLAIM:
        return HOLD_REASON
    return reason_of(decider)


def _is_now(since: date | None, found: YearReview) -> bool:
    return since is not None and since <= found.today
