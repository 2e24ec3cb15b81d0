"""Reading a list of patients into the base: the whole of it in one transaction, or nothing.

Batches keep the memory flat; the rows and the words of search are written side by side. What may
change is decided by `rules.merging`, whom a line speaks of by `matching`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.db import connection, transaction
from filelock import FileLock, Timeout

from hygie.accounts.models import new_id
from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.journal import actor
from hygie.journal.actions import record
from hygie.patients import doubts, queries, search
from hygie.patients.lists import Choice
from hygie.patients.matching import Known
from hygie.patients.models import Import, Layout
from hygie.patients.rules import merging
from hygie.patients.rules.patient import faults_of
from hygie.patients.rules.record import FIELDS, Record
from hygie.patients.rules.rows import Read, Reader, Refused
from hygie.storage import opening

BATCH_LINES = 4000
# Beyond, the columns are wrong, not the lines.
MOST_REFUSED = 20_000
LOCK = "patients-import.lock"
Progress = Callable[[int], None]

_INSERT = (
    f"INSERT INTO patients_patient ({', '.join(FIELDS)}, professional, created_at, changed_at)"  # noqa: S608
    f" VALUES ({', '.join(['%s'] * len(FIELDS))}, '', %s, %s)"
)
_VALUES_OF = attrgetter(*FIELDS)
_CHANGED = FIELDS[1:]
_DAYS = [FIELDS.index(name) for name in ("birth_date", "last_contact", "died_on")]
_UPDATE = (
    f"UPDATE patients_patient SET {', '.join(f'{name} = %s' for name in _CHANGED)},"  # noqa: S608
    " changed_at = %s WHERE patient_id = %s"
)


@dataclass(kw_only=True)
class Report:
    """What an import did.

    Attributes:
        created: lines that made a new patient.
        updated: lines that changed one.
        unchanged: lines that brought nothing new.
        refused: lines left out, with their reasons.
        notes: what was left aside in lines that were kept, and how often.
        doubts: new pairs of files that may be of one person.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    doubts: int = 0


@dataclass(kw_only=True)
class _Work:
    """An import while it lasts."""

    at: datetime
    is_demonstration: bool
    report: Report = field(default_factory=Report)
    # Ids met in this list: its next line on the same patient only fills what is empty.
    met: set[bytes] = field(default_factory=set)
    new: dict[str, Record] = field(default_factory=dict)
    changed: dict[str, tuple[Record, Record]] = field(default_factory=dict)
    # Written, but not their words yet: sorted by the thousand, these touch each page once.
    unfound: dict[str, Record] = field(default_factory=dict)

    def refuse(self, line: int, reason: str) -> None:
        self.report.refused.append(Refused(line=line, reason=reason))
        if len(self.report.refused) > MOST_REFUSED:
            raise HygieError(
                "patients.too_many_refused",
                f"Plus de {MOST_REFUSED} lignes sont refusées\u00a0: le sens d’une colonne est "
                "sans doute faux. Rien n’a été importé.",
                advice="Vérifiez le sens des colonnes, puis recommencez.",
            )

    def take(self, batch: list[Read | Refused]) -> None:
        """Decide each line of a batch, then write what changes."""
        known = Known([one.record for one in batch if isinstance(one, Read)])
        for one in batch:
            if isinstance(one, Refused):
                self.refuse(one.line, one.reason)
            else:
                self._take_line(one, known)
        self._write()

    def _take_line(self, read: Read, known: Known) -> None:
        found = known.find(read.record)
        if found.reason:
            self.refuse(read.line, found.reason)
            return
        notes = [*read.notes]
        if found.record is None:
            notes += self._add(read, known)
        else:
            told = self._change(read, found.record, known, fills_only=found.fills_only)
            if told is None:
                return
            notes += told
        self.report.notes.update(notes)

    def _add(self, read: Read, known: Known) -> list[str]:
        said = read.record
        said.patient_id = new_id()
        said.used_name = said.used_name or read.spelled_name
        said.used_given_name = said.used_given_name or read.spelled_given_name
        notes = merging.settle_state(said)
        self.new[said.patient_id] = said
        self.met.add(bytes.fromhex(said.patient_id))
        known.know(said)
        self.report.created += 1
        return notes

    def _change(
        self, read: Read, before: Record, known: Known, *, fills_only: bool
    ) -> tuple[str, ...] | None:
        key = bytes.fromhex(before.patient_id)
        after, notes = merging.merged(before, read.record, fills_only=fills_only or key in self.met)
        if after == before:
            self.met.add(key)
            self.report.unchanged += 1
            return notes
        faults = faults_of(after, today=clock.today(), is_demonstration=self.is_demonstration)
        if faults:
            self.refuse(read.line, " ".join(fault for each in faults.values() for fault in each))
            return None
        self.met.add(key)
        known.know(after)
        if before.patient_id in self.new:
            self.new[before.patient_id] = after
        else:
            first, _ = self.changed.get(before.patient_id, (before, after))
            self.changed[before.patient_id] = (first, after)
        self.report.updated += 1
        return notes

    def _write(self) -> None:
        at = connection.ops.adapt_datetimefield_value(self.at)
        with connection.cursor() as cursor:
            # An INS that leaves a file may enter another in the same batch: changes come first.
            cursor.executemany(
                _UPDATE,
                [[*_bound(after)[1:], at, after.patient_id] for _, after in self.changed.values()],
            )
            cursor.executemany(
                _INSERT,
                [[*_bound(one), at, at] for one in self.new.values()],
            )
        for before, after in self.changed.values():
            if after.patient_id in self.unfound:
                self.unfound[after.patient_id] = after
            else:
                search.remember(after, before=before)
        self.unfound |= self.new
        self.new.clear()
        self.changed.clear()
        if len(self.unfound) >= search.PATIENTS_AT_ONCE:
            self.make_found()

    def make_found(self) -> None:
        """Write the words of the new patients who have none yet."""
        search.remember_new(self.unfound.values())
        self.unfound.clear()


def _bound(one: Record) -> list[str | int | None]:
    """Its values as the driver takes them at once; it is slow with a date."""
    values = list(_VALUES_OF(one))
    for rank in _DAYS:
        if values[rank] is not None:
            values[rank] = values[rank].isoformat()
    return values


def import_list(
    choice: Choice,
    *,
    progress: Progress | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
    keeps: bool = True,
) -> Report:
    """Read a list into the base; one line in the journal. The same list again changes nothing.

    Args:
        choice: the list, and what its columns mean.
        progress: called with how far the reading is, up to `choice.table.total`.
        is_stopped: asked often; true undoes everything.
        keeps: False to know what would be done, and do nothing.

    Raises:
        HygieError: `patients.import_running`, `patients.import_stopped`, a code in
            `patients.file_…`, or the base's; nothing is then written.
    """
    with alone(), transaction.atomic():
        work = _Work(at=clock.now(), is_demonstration=queries.is_demonstration())
        for batch in _batches(choice, work.is_demonstration, progress):
            if is_stopped() or not opening.is_open():
                raise _stopped()
            work.take(batch)
        work.make_found()
        if work.report.created:
            work.report.doubts = doubts.propose_new(work.at, count=work.report.created)
        _tell(choice, work.report, work.at)
        if is_stopped() or not opening.is_open():
            raise _stopped()
        if not keeps:
            transaction.set_rollback(True)
    return work.report


def _batches(
    choice: Choice, is_demonstration: bool, progress: Progress | None
) -> Iterator[list[Read | Refused]]:
    reader = reader_of(choice, is_demonstration=is_demonstration)
    lines = choice.lines(progress=progress)
    while batch := [reader.read(number, cells) for number, cells in islice(lines, BATCH_LINES)]:
        yield batch


def reader_of(choice: Choice, *, is_demonstration: bool) -> Reader:
    """What reads the lines of a list as chosen."""
    return Reader(
        choice.codes, today=clock.today(), is_demonstration=is_demonstration,
        source=choice.source_label, may_be_short=bool(choice.table.sheet),
    )  # fmt: skip


def _tell(choice: Choice, report: Report, at: datetime) -> None:
    who = actor.current()
    told = Import.objects.create(
        at=at, by_id=who.actor_id, by_name=who.name, file_name=choice.file_name[:255],
        source_label=choice.source_label, created=report.created, updated=report.updated,
        unchanged=report.unchanged, refused=len(report.refused),
    )  # fmt: skip
    Layout.objects.update_or_create(
        fingerprint=choice.fingerprint,
        defaults={
            "source_label": choice.source_label, "codes": list(choice.codes), "saved_at": at,
        },
    )  # fmt: skip
    record("patients.import", object_type="patients", object_id=told.pk)


@contextmanager
def alone() -> Iterator[None]:
    """One import at a time, on the page or at the terminal; the system frees it if we die.

    Raises:
        HygieError: `patients.import_running`.
    """
    lock = FileLock(files.home() / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise HygieError(
            "patients.import_running",
            "Un import de patients est déjà en cours. Celui-ci n’a pas commencé.",
            advice="Attendez la fin de l’autre, puis recommencez.",
            retry=True,
        ) from error
    try:
        yield
    finally:
        lock.release()


def _stopped() -> HygieError:
    return HygieError(
        "patients.import_stopped",
        "L’import est arrêté. Rien n’a été enregistré\u00a0: vos patients sont comme avant.",
        advice="Vous pouvez le recommencer quand vous voulez.",
        retry=True,
    )
