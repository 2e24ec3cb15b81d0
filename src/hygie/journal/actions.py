"""The one verb of the journal."""

from __future__ import annotations

from django.db import transaction
from django.db.transaction import TransactionManagementError

from hygie.core import clock
from hygie.journal import actor, rules
from hygie.journal.models import Entry, Head


def record(action: str, *, object_type: str, object_id: str = "") -> Entry:
    """Write one line, in the transaction of the action that it tells.

    Args:
        action: "room.verb" ("accounts.sign_in").
        object_type: kind of object.
        object_id: its opaque id, never a name or a value.

    Raises:
        TransactionManagementError: called outside a transaction, a fault of the program.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("record() belongs in the action's transaction")
    head = Head.objects.first() or Head(number=0, hash=rules.FIRST_PREVIOUS)
    who = actor.current()
    fields = (
        head.number + 1, clock.now().isoformat(timespec="seconds"),
        who.actor_id, who.name, action, object_type, object_id,
    )  # fmt: skip
    names = ("number", "at", "actor_id", "actor_name", "action", "object_type", "object_id")
    line = Entry(
        **dict(zip(names, fields, strict=True)),
        previous=head.hash,
        hash=rules.hash_line(head.hash, fields),
    )
    line.save(force_insert=True)
    head.number, head.hash = line.number, line.hash
    head.save()
    return line
