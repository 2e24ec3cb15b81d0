"""Erasing the records of a confirmed list: one patient a transaction, all of her or nothing.

The register's line is in that transaction; right after it goes to the file that outlives the base.
Killed at any moment, the next run goes on: who is gone has her line, who is not still waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.journal.actions import record
from hygie.patients.models import Patient
from hygie.patients.queries import ids_of
from hygie.practice import registries
from hygie.records.actions import elimination, outlive
from hygie.records.models import (
    Archived,
    Box,
    DoneTask,
    Eliminated,
    EliminationList,
    FileCategory,
    Hold,
    ListedPatient,
    ListedState,
    ListState,
    OwnClass,
    SoftwareExport,
)
from hygie.records.queries.elimination import obstacle_of, older_copies, recognisers_of
from hygie.records.queries.known import known_of
from hygie.records.rules.naming import without
from hygie.storage import copies, outliving

SHORT_WAIT_MS = 500


def run(made: EliminationList, *, at_most: int = 0) -> int:
    """Erase those who wait on a confirmed list; gives how many were.

    Args:
        made: the list; on one that nobody confirmed nothing is done.
        at_most: stop after so many; 0 for all.
    """
    waiting = made.patients.filter(state=ListedState.WAITING).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[: at_most or None])
    count = 0
    for listed_id in ids:
        count += _erase_listed(listed_id)
        outlive.catch_up()
    _finish(made)
    return count


@transaction.atomic
def _erase_listed(listed_id: int) -> bool:
    """One patient; False when she left the list or another run took her."""
    listed = ListedPatient.objects.select_related("elimination_list").get(pk=listed_id)
    made = listed.elimination_list
    if listed.state != ListedState.WAITING or made.state != ListState.CONFIRMED:
        return False
    elimination.require_fresh()
    patient = Patient.objects.filter(pk=listed.patient_id).first()
    known = known_of(patient) if patient else None
    if why := obstacle_of(known, clock.today(), then=listed.facts):
        elimination.put_out(listed, why=why)
        return False
    assert patient is not None  # noqa: S101 - a missing one is an obstacle
    assert known is not None  # noqa: S101
    line = Eliminated(
        patient_id=patient.pk, list_id=made.pk, rule=listed.rule,
        recognisers=recognisers_of(patient, outliving.secret()),
        signed_by_id=made.signed_by_id, confirmed_by_id=made.confirmed_by_id,
        eliminated_at=clock.now(), former_ids=known.ids[1:],
    )  # fmt: skip
    line.counts = erase_everywhere(patient)
    line.save(force_insert=True)
    listed.state, listed.facts, listed.changed_at = ListedState.ELIMINATED, {}, clock.now()
    listed.save()
    record("records.eliminate", object_type="patient", object_id=listed.patient_id)
    return True


def erase_everywhere(patient: Patient) -> dict[str, int]:
    """Every room forgets her, under each id that was hers; gives how much each erased.

    In a transaction: a room that fails keeps her whole.
    """
    mine, *former = ids_of(patient)
    counts: dict[str, int] = {}
    for patient_id in (*former, mine):
        for erased in registries.erase(patient_id):
            counts[erased.room] = counts.get(erased.room, 0) + erased.count
    return counts


@transaction.atomic
def forget_here(patient_id: str) -> registries.Erased:
    """What this part keeps of a patient: category, holds, archive, her name where it was typed."""
    patient = Patient.objects.filter(pk=patient_id).first()
    count = 0
    for rows in (
        FileCategory.objects.filter(pk=patient_id),
        Archived.objects.filter(pk=patient_id),
        Hold.objects.filter(patient_id=patient_id),
    ):
        count += rows.delete()[0]
    if patient is not None:
        count += _forget_in_words({patient.birth_name, patient.used_name} - {""})
    # On lists that never came to their end, what was known of her.
    ListedPatient.objects.filter(patient_id=patient_id).update(facts={})
    return registries.Erased(room="records", what="catégorie, blocages, archive", count=count)


# Where a person may have written a name all the same; who keeps a box is no patient of it.
_TYPED: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Box, ("name", "place", "content", "how")),
    (SoftwareExport, ("place", "found")),
    (OwnClass, ("label", "anchor_label", "reason")),
    (DoneTask, ("note",)),
    (EliminationList, ("copies_say",)),
)


def _forget_in_words(names: set[str]) -> int:
    """A name that somebody wrote on a box, or beside a task of a closing; gives how many texts."""
    changed = 0
    for model, fields in _TYPED:
        for row in model._default_manager.all():
            texts = {field: getattr(row, field) for field in fields}
            cleaned = {field: without(text, names) for field, text in texts.items()}
            if cleaned != texts:
                model._default_manager.filter(pk=row.pk).update(**cleaned)
                changed += 1
    return changed


def _finish(made: EliminationList) -> None:
    """The list is done when nobody waits and the base's file holds no corner of anybody."""
    fresh = EliminationList.objects.get(pk=made.pk)
    if (
        fresh.state != ListState.CONFIRMED
        or fresh.patients.filter(state=ListedState.WAITING).exists()
    ):
        return
    if not clean_base():
        return
    fresh.state, fresh.done_at, fresh.cleaned_at = ListState.DONE, clock.now(), clock.now()
    with transaction.atomic():
        if EliminationList.objects.filter(pk=fresh.pk, state=ListState.CONFIRMED).exists():
            fresh.save(update_fields=["state", "done_at", "cleaned_at"])
            record("records.finish_list", object_type="elimination", object_id=fresh.pk)


def clean_base() -> bool:
    """Write the base's file anew and empty its log; False when somebody else is reading it.

    SQLite was told to wipe what it deletes, and does; a file written anew does not depend on it.
    The log must be emptied in any case: it holds the pages as they were.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor, _waiting_little(cursor):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _, _ = cursor.fetchone()
    except OperationalError:
        return False
    return not busy


@contextmanager
def _waiting_little(cursor: Any) -> Iterator[None]:
    """A reader is not waited for: the base is cleaned at the next run, five minutes later.

    SQLite would wait as long as for a page, at each of the three gestures, and nobody could write.
    """
    cursor.execute("PRAGMA busy_timeout")
    (usual_ms,) = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {SHORT_WAIT_MS}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {int(usual_ms)}")


def remove_older_copies(made: EliminationList) -> int:
    """Remove the copies of the base kept here that still hold the patients of a finished list.

    Raises:
        HygieError: `records.not_done`, or the disk's errors.
    """
    if made.state != ListState.DONE:
        raise HygieError(
            "records.not_done",
            "Cette liste n’est pas encore éliminée. Aucune copie n’a été effacée.",
        )
    names = older_copies(made)
    for name in names:
        with transaction.atomic():
            record("storage.remove_copy", object_type="copy", object_id=name[:64])
        copies.remove(name)
    return len(names)


def go_on() -> int:
    """Take up the confirmed lists where they are: regularly, and after a power cut."""
    count = 0
    for made in EliminationList.objects.filter(state=ListState.CONFIRMED):
        try:
            count += run(made)
        except HygieError as error:
            if error.code != "records.stale":  # asked again when a fresh list was read
                raise
    outlive.catch_up()
    return count
