"""The emergency card on paper."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from hygie.incidents import queries, rules
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet


def print_card(*, by_member: bool) -> bytes:
    """The emergency card, A4; written in the journal when a member prints it.

    Raises:
        HygieError: `paper.failed`.
    """
    if by_member:
        with transaction.atomic():
            record("incidents.print_card", object_type="card")
    plan = rules.plan()
    return render(
        "incidents/paper/card.typ",
        {
            **sheet("Carte d’urgence"),
            "first": plan.first,
            "steps": [asdict(step) for step in plan.steps],
            "contacts": [asdict(contact) for contact in queries.contacts()],
            "services": [{"name": name, "text": text} for name, text in plan.contacts],
        },
    )
