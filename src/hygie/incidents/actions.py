"""The emergency card on paper."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.db import DatabaseError, transaction

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.incidents import queries, rules
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.storage import unattended

log = logging.getLogger(__name__)


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
            **sheet_or_blank("Carte d’urgence"),
            "first": plan.first,
            "steps": [asdict(step) for step in plan.steps],
            "contacts": [asdict(contact) for contact in queries.contacts()],
            "services": [{"name": name, "text": text} for name, text in plan.contacts],
        },
    )


def sheet_or_blank(title: str) -> dict[str, object]:
    """The house's sheet; an anonymous one when the base is what was attacked."""
    try:
        return sheet(title)
    except (HygieError, DatabaseError) as error:
        log.warning("card without its practice: %s", type(error).__name__)
        return {
            "title": title,
            "practice": {"name": "", "place": ""},
            "printed_on": clock.today(),
            "demo": unattended.is_demonstration(files.home()),
            "journal_head": "",
        }
