"""The certificate of an elimination, on one A4 page. What is printed is in the journal first."""

from __future__ import annotations

from django.db import transaction

from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.paper.engine.typst import render
from hygie.paper.queries import sheet
from hygie.records.models import EliminationList, ListState
from hygie.records.queries.shown_elimination import certificate_data


def certificate(made: EliminationList) -> bytes:
    """What was eliminated, who decided, and what Hygie cannot destroy.

    Raises:
        HygieError: `records.not_done`: what is not finished is not certified.
    """
    if made.state != ListState.DONE:
        raise HygieError(
            "records.not_done",
            "Cette liste n’est pas encore éliminée\u00a0: il n’y a rien à certifier.",
            advice="Attendez quelques minutes, puis rechargez la page.",
            retry=True,
        )
    with transaction.atomic():
        record("records.print_certificate", object_type="elimination", object_id=made.pk)
    return render(
        "records/paper/elimination.typ",
        {**sheet("Certificat d’élimination de dossiers"), **certificate_data(made)},
    )
