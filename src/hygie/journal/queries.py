"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from hygie.journal import rules
from hygie.journal.models import Entry, Head

ROWS_AT_ONCE = 2000


def head_hash() -> str:
    """Hash of the last line: what is printed on papers."""
    head = Head.objects.first()
    return head.hash if head else rules.FIRST_PREVIOUS


def verdict() -> rules.Verdict:
    """Verify the whole journal, without holding it in memory."""
    head = Head.objects.first()
    expected = (head.number, head.hash) if head else (0, rules.FIRST_PREVIOUS)
    return rules.verify(_rows(), expected=expected)


def _rows() -> Iterator[rules.Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, at, actor_id, actor_name, action, object_type, object_id,"
            " previous, hash FROM journal_entry ORDER BY number"
        )
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def last_instant() -> datetime | None:
    """When the last line was written; None for an empty journal."""
    last = Entry.objects.order_by("-number").first()
    return last.instant if last else None


def entries(*, object_type: str = "", object_id: str = "") -> QuerySet[Entry]:
    """The lines, newest first; those about one object when named."""
    lines = Entry.objects.order_by("-number")
    if object_type:
        lines = lines.filter(object_type=object_type)
    return lines.filter(object_id=object_id) if object_id else lines


def last_of(action: str, *, object_type: str = "", object_id: str = "") -> Entry | None:
    """The last line of an action."""
    return entries(object_type=object_type, object_id=object_id).filter(action=action).first()
