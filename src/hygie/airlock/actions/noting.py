"""Tell the practice's journal what was done with the airlock: no path, no name, no verdict."""

from __future__ import annotations

from django.db import transaction

from hygie.journal.actions import record


@transaction.atomic
def examine(examination: str) -> None:
    """Somebody examines a key; the examination's name was drawn at random."""
    record("airlock.examine", object_type="examination", object_id=examination)


@transaction.atomic
def hand_over(examination: str) -> None:
    """Somebody copied elsewhere what was rebuilt."""
    record("airlock.hand_over", object_type="examination", object_id=examination)
