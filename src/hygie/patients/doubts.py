"""Possible duplicates among many new patients at once: the same rule as for one, by the thousand.

Names that sound alike become one number; the numbers, with the day of birth, are joined in memory.
What is found is judged by `rules.likeness`, as for a patient who is typed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection

from hygie.core import clock
from hygie.patients.duplicates import propose
from hygie.patients.models import Patient, PossibleDuplicate
from hygie.patients.rules.likeness import likeness_keys, reason_to_doubt
from hygie.patients.rules.record import FIELDS, Record

# Up to this many new patients, each is looked for by itself: the others need not be read.
FEW = 100
# A person decides each pair; beyond, the list itself is full of doubles.
MOST = 2_000
_BATCH = 2_000


def propose_new(since: datetime, *, count: int) -> int:
    """Note the files that may be those of the patients created at that instant; gives how many."""
    if count <= FEW:
        return sum(propose(patient) for patient in Patient.objects.filter(created_at=since))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE likeness (names INTEGER, day INTEGER, swapped INTEGER,"
            " patient INTEGER, is_new INTEGER)"
        )
        try:
            _fill(since)
            cursor.execute("CREATE INDEX temp.likeness_names ON likeness (names, day)")
            return _note(_pairs())
        finally:
            cursor.execute("DROP TABLE temp.likeness")


def _fill(since: datetime) -> None:
    at = connection.ops.adapt_datetimefield_value(since)
    with connection.cursor() as reading, connection.cursor() as writing:
        reading.execute(
            "SELECT rowid, created_at = %s, birth_name, birth_given_names, used_name,"
            " used_given_name, birth_date, phone, mobile FROM patients_patient",
            [at],
        )
        while rows := reading.fetchmany(_BATCH):
            writing.executemany(
                "INSERT INTO temp.likeness VALUES (%s, %s, %s, %s, %s)", list(_keyed(rows))
            )


def _keyed(rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, int, int, int, int]]:
    names = ("birth_name", "birth_given_names", "used_name", "used_given_name", "birth_date",
             "phone", "mobile")  # fmt: skip
    for rowid, is_new, *values in rows:
        one = Record()
        for name, value in zip(names, values, strict=True):
            setattr(one, name, value)
        day, swapped = _number(one.birth_date), 0
        if one.birth_date and one.birth_date.day <= 12:
            swapped = one.birth_date.year * 10000 + one.birth_date.day * 100 + one.birth_date.month
        by_name, by_phone = likeness_keys(one)
        for key in by_name:
            yield zlib.crc32(key.encode()), day, swapped, rowid, is_new
        for key in by_phone if day else ():
            yield zlib.crc32(key.encode()), day, -1, rowid, is_new


def _number(day: date | None) -> int:
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def _pairs() -> Iterator[tuple[int, int]]:
    """Pairs with at least one new patient: same day, day and month swapped, or a day unknown."""
    same_day = "b.day = a.day AND (b.is_new = 0 OR b.patient < a.patient)"
    swapped = "b.day = a.swapped AND a.swapped > 0 AND a.swapped <> a.day"
    unknown = "b.day = 0 AND a.day <> 0"
    known = "a.day = 0 AND b.day <> 0"
    for condition in (same_day, swapped, unknown, known):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT a.patient, b.patient FROM temp.likeness AS a"  # noqa: S608
                " JOIN temp.likeness AS b ON b.names = a.names AND b.patient <> a.patient"
                f" WHERE a.is_new = 1 AND {condition} LIMIT %s",
                [MOST * 2],
            )
            yield from cursor.fetchall()


def _note(pairs: Iterator[tuple[int, int]]) -> int:
    now, found = clock.now(), dict[tuple[str, str], PossibleDuplicate]()
    while batch := list(islice(pairs, 500)):
        records = _records({rowid for pair in batch for rowid in pair})
        for one, other in ((records[a], records[b]) for a, b in batch):
            reason = reason_to_doubt(one, other)
            first, second = sorted((one.patient_id, other.patient_id))
            if reason and len(found) < MOST:
                found[first, second] = PossibleDuplicate(
                    first_id=first, second_id=second, reason=reason, found_at=now
                )
    before = PossibleDuplicate.objects.count()
    PossibleDuplicate.objects.bulk_create(found.values(), batch_size=500, ignore_conflicts=True)
    return PossibleDuplicate.objects.count() - before


def _records(rowids: set[int]) -> dict[int, Record]:
    marks = ", ".join(["%s"] * len(rowids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, {', '.join(FIELDS)} FROM patients_patient"  # noqa: S608
            f" WHERE rowid IN ({marks})",
            list(rowids),
        )
        return {
            rowid: Record(**dict(zip(FIELDS, row, strict=True)))
            for rowid, *row in cursor.fetchall()
        }
