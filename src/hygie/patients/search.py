"""Finding a patient among 150,000 in a few milliseconds, in the encrypted base.

The table of words has no model: it is a clustered index, whose rows are its primary key alone.
It is kept in step by `actions`, in the transaction that changes the patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from hygie.core import clock
from hygie.patients.models import Patient
from hygie.patients.rules.words import LONGEST_TYPED, Kind, Row, Token, rows_of, tokens_of

LIMIT = 50
LONGEST = LONGEST_TYPED
# What is ranked at most: beyond, one more letter is asked.
CANDIDATES = 200
# Their rows are sorted in memory: some 60 MB.
PATIENTS_AT_ONCE = 20_000
# Counting further would not help choosing the rarest word.
_ENOUGH = 1500
_LAST = "\U0010ffff"
_SPELLED = (Kind.SURNAME, Kind.GIVEN)
_SOUNDED = (Kind.SURNAME_SOUND, Kind.GIVEN_SOUND)
Found = list[tuple[str, int, str, str]]  # patient id, kind, word, words beside


@dataclass(frozen=True, kw_only=True)
class Results:
    """What a search gave.

    Attributes:
        patients: in order: written so, then beginning so, then sounding so.
        has_more: others were found and are not shown.
    """

    patients: list[Patient]
    has_more: bool = False


def remember(patient: Patient, *, before: Patient | None = None) -> None:
    """Keep the words in step with a patient who is added or changed."""
    now, then = rows_of(patient), rows_of(before) if before else set()
    _write("DELETE FROM patients_word WHERE kind=%s AND word=%s AND beside=%s AND patient_id=%s",
           then - now, patient.pk)  # fmt: skip
    _write("INSERT OR IGNORE INTO patients_word VALUES (%s, %s, %s, %s)", now - then, patient.pk)


def remember_new(patients: Iterable[Patient]) -> None:
    """Keep the words of many new patients: sorted, they are written side by side."""
    for batch in _batches(patients):
        rows = sorted(
            (row.kind, row.word, row.beside, patient.pk)
            for patient in batch
            for row in rows_of(patient)
        )
        with connection.cursor() as cursor:
            cursor.executemany("INSERT OR IGNORE INTO patients_word VALUES (%s, %s, %s, %s)", rows)


def _batches(patients: Iterable[Patient]) -> Iterator[list[Patient]]:
    waiting = iter(patients)
    while batch := list(islice(waiting, PATIENTS_AT_ONCE)):
        yield batch


@transaction.atomic
def rewrite() -> None:
    """Write every word again: for the migration of a version that reads names otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM patients_word")
    remember_new(Patient.objects.iterator())


def forget(patient: Patient) -> None:
    """Forget the words of a patient as she is in the base."""
    _write("DELETE FROM patients_word WHERE kind=%s AND word=%s AND beside=%s AND patient_id=%s",
           rows_of(patient), patient.pk)  # fmt: skip


def _write(command: str, rows: set[Row], patient_id: str) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                command, [(row.kind, row.word, row.beside, patient_id) for row in rows]
            )


def found(untrusted_text: str, *, limit: int = LIMIT, start: int = 0) -> Results:
    """The patients whom somebody looks for by name, date of birth, INS, phone or number."""
    tokens = tokens_of(untrusted_text, today=clock.today())
    ids = list(dict.fromkeys(_ids(tokens, wanted=start + limit + 1))) if tokens else []
    shown = ids[start : start + limit]
    by_id = Patient.objects.in_bulk(shown)
    patients = [by_id[patient_id] for patient_id in shown if patient_id in by_id]
    return Results(patients=patients, has_more=len(ids) > start + limit)


def _ids(tokens: list[Token], *, wanted: int) -> Iterable[str]:
    driver = _rarest(tokens)
    others = [token for token in tokens if token is not driver]
    kinds = (Kind.NUMBER,) if driver.is_number else _SPELLED
    spelled = [
        row
        for kind in kinds
        for beginning in driver.beginnings
        for row in _rows(kind, beginning, beginning + _LAST, others)
    ]
    spelled.sort(key=lambda row: _rank(row, tokens, driver))
    ids = [row[0] for row in spelled]
    if len(set(ids)) >= wanted or not any(token.sounds for token in tokens):
        return ids
    return [*ids, *_ids_by_sound(tokens)]


def _ids_by_sound(tokens: list[Token]) -> list[str]:
    driver = _rarest([token for token in tokens if token.sounds], sounded=True)
    others = [token for token in tokens if token is not driver]
    rows = [
        row
        for kind in _SOUNDED
        for sound in driver.sounds
        for row in _rows(kind, sound, sound, others, sounded=True)
    ]
    return [row[0] for row in rows]


def _rank(row: tuple[str, int, str, str], tokens: list[Token], driver: Token) -> tuple[object, ...]:
    """Words written in full first, then surnames, then the order of the alphabet."""
    _, kind, word, beside = row
    partial = sum(
        word not in token.beginnings if token is driver
        else not any(f" {beginning} " in beside for beginning in token.beginnings)
        for token in tokens
    )  # fmt: skip
    # "saint martin" is first a Saint-Martin, then a Martin.
    nearness = sum(
        next((n for n, start in enumerate(token.beginnings) if f" {start}" in beside), 0)
        for token in tokens
    )
    begins = any(beside.startswith(f" {beginning}") for beginning in tokens[0].beginnings)
    return (partial, nearness, kind, not begins, word if partial else "", beside)


def _rarest(tokens: list[Token], *, sounded: bool = False) -> Token:
    """The token that the fewest rows begin by; numbers that are not in every row come first."""
    if len(tokens) == 1:
        return tokens[0]
    return min(tokens, key=lambda token: _count(token, sounded=sounded))


def _count(token: Token, *, sounded: bool) -> int:
    if sounded:
        ranges = [(kind, sound, sound) for kind in _SOUNDED for sound in token.sounds]
    else:
        kinds = (Kind.NUMBER,) if token.is_number else _SPELLED
        ranges = [(kind, word, word + _LAST) for kind in kinds for word in token.beginnings]
    count = 0
    with connection.cursor() as cursor:
        for kind, first, last in ranges:
            cursor.execute(
                "SELECT count(*) FROM (SELECT 1 FROM patients_word"
                " WHERE kind = %s AND word BETWEEN %s AND %s LIMIT %s)",
                [kind, first, last, _ENOUGH],
            )
            count += cursor.fetchone()[0]
    return count


def _rows(kind: int, first: str, last: str, others: list[Token], *, sounded: bool = False) -> Found:
    """Rows of the words from one to another, beside which the other tokens stand."""
    conditions = ["kind = %s AND word BETWEEN %s AND %s"]
    values: list[str | int] = [kind, first, last]
    for token in others:
        wanted = token.sounds if sounded and token.sounds else token.beginnings
        conditions.append(f"({' OR '.join(['instr(beside, %s)'] * len(wanted))})")
        values += [f" {word}" for word in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patient_id, kind, word, beside FROM patients_word"  # noqa: S608 - our own words
            f" WHERE {' AND '.join(conditions)} ORDER BY kind, word, beside LIMIT %s",
            [*values, CANDIDATES],
        )
        return list(cursor.fetchall())


def alike(patient: Patient) -> list[Patient]:
    """Other patients who share a day of birth, a phone or the sound of names: few, to compare."""
    rows = rows_of(patient)
    ids: dict[str, None] = {}
    for row in rows:
        if row.kind == Kind.NUMBER:
            ids |= dict.fromkeys(r[0] for r in _rows(Kind.NUMBER, row.word, row.word, []))
    given = [row.word for row in rows if row.kind == Kind.GIVEN_SOUND]
    for row in rows if given else ():
        if row.kind == Kind.SURNAME_SOUND:
            sounds = Token(beginnings=(), sounds=tuple(f"{word} " for word in given))
            found_rows = _rows(row.kind, row.word, row.word, [sounds], sounded=True)
            ids |= dict.fromkeys(r[0] for r in found_rows)
    ids.pop(patient.pk, None)
    return list(Patient.objects.filter(pk__in=list(ids)))
