"""The papers of the check-up. What is printed is written in the journal first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hygie.accounts.models import Member
from hygie.checkup.queries import all_last_looks
from hygie.core import clock
from hygie.core.findings import State
from hygie.home.rules import AnswerState, headline
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.paper.rules import findings_for_one_page
from hygie.practice.queries import practice

OPEN = (State.TO_DO, State.TO_CONFIRM, State.UNKNOWN)


def print_technician_sheet(state: AnswerState, *, by: Member) -> bytes:
    """ "Confier à mon informaticien": what is open about one answer, on one A4 page."""
    asked = [finding for finding in state.findings if finding.state in OPEN] or list(state.findings)
    with transaction.atomic():
        record("home.print_sheet", object_type="answer", object_id=str(state.number))
    return render(
        "home/paper/technician.typ",
        {
            **sheet("À confier à l’informaticien"),
            "asked_by": by.name,
            "phone": practice().phone,
            **findings_for_one_page(asked),
        },
    )


def print_report(states: Sequence[AnswerState]) -> bytes:
    """The 22 answers on one A4 page."""
    with transaction.atomic():
        record("home.print_report", object_type="checkup")
    return render(
        "home/paper/checkup.typ",
        {
            **sheet("Bilan des 22 réponses"),
            "headline": headline(states),
            "answers": [
                {
                    "number": state.number,
                    "title": state.title,
                    "state": state.state.value,
                    "label": state.state.label,
                    "reason": state.reason,
                }
                for state in states
            ],
            "computers": [
                {"name": computer.name, "seen_on": clock.french_instant(at) if at else ""}
                for computer, at in all_last_looks()
            ],
        },
    )


def recovery_sheet(code: str) -> bytes:
    """The recovery code on paper: the only place where it is written."""
    with transaction.atomic():
        record("home.print_recovery", object_type="base")
    return render("accounts/paper/recovery.typ", {**sheet("Code de secours"), "code": code})
