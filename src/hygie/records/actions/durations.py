"""The verbs on the durations that the practice chose: keep, withdraw, put back."""

from __future__ import annotations

from django.db import transaction

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients.rules.patient import readable
from hygie.records.models import OwnClass
from hygie.records.queries.durations import chosen, law_here
from hygie.records.rules.own import faults


@transaction.atomic
def keep_class(row: OwnClass) -> OwnClass:
    """Add a class or change it; the same, sent twice, is added once.

    Raises:
        HygieError: `records.bad_class`; nothing is changed.
    """
    who, is_new = actor.current(), not OwnClass.objects.filter(pk=row.pk).exists()
    for name in ("label", "anchor_label", "reason"):
        setattr(row, name, " ".join(readable(getattr(row, name)).split()))
    row.decided_on, row.by_id, row.by_name = clock.today(), who.actor_id, who.name
    wrong = faults(chosen(row), law_here())
    if wrong:
        raise HygieError(
            "records.bad_class",
            f"{' '.join(wrong)} Rien n’a été enregistré.",
            advice="Corrigez, puis enregistrez de nouveau.",
        )
    row.save(force_insert=is_new)
    action = "records.add_class" if is_new else "records.change_class"
    record(action, object_type="document_class", object_id=row.pk)
    return row


@transaction.atomic
def withdraw_class(row: OwnClass) -> None:
    """Offer it no more; boxes that lean on it still do."""
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record("records.withdraw_class", object_type="document_class", object_id=row.pk)


@transaction.atomic
def put_back_class(row: OwnClass) -> None:
    """It was withdrawn by mistake."""
    row.withdrawn_at = None
    row.save(update_fields=["withdrawn_at"])
    record("records.put_back_class", object_type="document_class", object_id=row.pk)
