"""Verifying the journal, beside reading the same lines from the same base and hashing each.

Both sides begin by opening their own connection, so neither finds the other's cache.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import django
import ratio
from django.db import connection

LIMIT = 2.0
LINES = 100_000
COLUMNS = "number, at, actor_id, actor_name, action, object_type, object_id, previous, hash"
ROWS_AT_ONCE = 2000


def chained_lines() -> Iterator[tuple[int | str, ...]]:
    """A journal of an invented practice, as `record` would have written it."""
    from hygie.journal import rules

    previous = rules.FIRST_PREVIOUS
    first = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(1, LINES + 1):
        fields = (
            number,
            (first + timedelta(minutes=number)).isoformat(timespec="seconds"),
            hashlib.md5(str(number % 4).encode()).hexdigest(),
            ("Dr Alice Martin", "Bruno Petit", "Dr Éloïse Fabre-Noël", "automate")[number % 4],
            ("documents.look", "home.reply", "checkup.look")[number % 3],
            ("document", "question", "computer")[number % 3],
            hashlib.md5(str(number % 900).encode()).hexdigest(),
        )
        line_hash = rules.hash_line(previous, fields)
        yield (*fields, previous, line_hash)
        previous = line_hash


def write_journal() -> None:
    """Put the lines and their head in the encrypted base, in one transaction."""
    from hygie.journal.models import Head

    lines = list(chained_lines())
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(
            f"INSERT INTO journal_entry ({COLUMNS}) VALUES ({', '.join(['%s'] * 9)})", lines
        )
        cursor.execute("COMMIT")
    Head.objects.create(number=lines[-1][0], hash=lines[-1][8])


def verify() -> None:
    """Ours: the whole chain, told whole."""
    from hygie.journal.queries import verdict

    connection.close()
    found = verdict()
    if found.faults or found.lines != LINES:
        raise SystemExit(f"the journal of the measure is not whole: {found}")


def read_and_hash() -> None:
    """The floor: the same rows by the same driver, SHA-256 of their fields joined."""
    connection.close()
    connection.ensure_connection()
    cursor = connection.connection.execute(f"SELECT {COLUMNS} FROM journal_entry ORDER BY number")
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for row in rows:
            hashlib.sha256("\n".join(map(str, row)).encode()).hexdigest()


def main() -> int:
    """Found a practice in a scratch folder, fill its journal, measure."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": scratch}
        django.setup()
        from hygie.storage import actions

        with actions.founding_base("alice.martin", "une phrase de passe inventée"):
            pass
        write_journal()
        found = ratio.pairs(
            lambda: ratio.seconds(verify), lambda: ratio.seconds(read_and_hash), n=n
        )
        ratio.tell(f"verifying {LINES:,} lines", found, unit="s", limit=LIMIT)
        connection.close()
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
