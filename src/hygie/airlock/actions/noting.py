"""Tell the practice's journal what was done with the airlock: no path, no name, no verdict."""

from __future__ import annotations

from django.db import transaction

from hygie.journal.actions import record

VERBS = frozenset({"examine", "hand_over"})


@transaction.atomic
def note(verb: str, *, examination: str) -> None:
    """Write a line.

    Args:
        verb: one of `VERBS`.
        examination: its name, drawn at random.
    """
    if verb not in VERBS:
        raise ValueError(verb)
    record(f"airlock.{verb}", object_type="examination", object_id=examination)
