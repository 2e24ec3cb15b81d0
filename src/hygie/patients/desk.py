"""The list that somebody is importing from the page: in memory alone, never on the disk.

The file holds patients: it waits here, in the memory of the server, until it was read, thrown away,
left alone for half an hour, or until Hygie is locked. The work is done by a thread of the server:
it needs no memory of itself, for an import cut short has written nothing (docs/decisions/0009).
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from django.db import Error as DatabaseError
from django.db import connections

from hygie.accounts import sessions
from hygie.accounts.actions import actor_of
from hygie.accounts.models import Member
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.journal.actor import acting_as
from hygie.patients.importing import Report, import_list
from hygie.patients.lists import Choice
from hygie.storage import opening
from hygie.storage.errors import explain

log = logging.getLogger(__name__)

# The server keeps what is sent in memory, up to a little more.
MAX_BYTES = 60 * 1024 * 1024
LEFT_ALONE_S = 1800.0
_LOOK_EVERY_S = 5.0


@dataclass(kw_only=True)
class Desk:
    """One list, from its arrival to its report.

    Attributes:
        choice: the list and how it is read.
        done: how far the reading is, up to `choice.table.total`.
        report: what the import did, once it has.
        error: why it did nothing.
    """

    choice: Choice
    done: int = 0
    report: Report | None = None
    error: HygieError | None = None
    touched_at: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    worker: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """The import is being done."""
        return self.worker is not None and self.worker.is_alive()

    @property
    def percent(self) -> int:
        """How far, of a hundred; the last part is the writing."""
        return min(99, 100 * self.done // max(1, self.choice.table.total))

    def see(self, done: int) -> None:
        """Note how far the reading is."""
        self.done = done


_desks: dict[str, Desk] = {}
_guard = threading.Lock()
_watcher: threading.Thread | None = None


def put(member: Member, choice: Choice) -> Desk:
    """Lay a list on a member's desk, in the place of another that waited.

    Raises:
        HygieError: `patients.import_running`, when hers is being read.
    """
    with _guard:
        before = _desks.get(member.member_id)
        if before is not None and before.is_running:
            raise HygieError(
                "patients.import_running",
                "Votre import précédent n’est pas fini. Celui-ci n’a pas commencé.",
                advice="Attendez sa fin, ou arrêtez-le.",
            )
        desk = _desks[member.member_id] = Desk(choice=choice)
    _watch()
    return desk


def of(member: Member) -> Desk | None:
    """The list on a member's desk."""
    with _guard:
        desk = _desks.get(member.member_id)
        if desk is not None:
            desk.touched_at = time.monotonic()
        return desk


def clear(member: Member) -> None:
    """Throw the list away; stop its import."""
    with _guard:
        desk = _desks.pop(member.member_id, None)
    if desk is not None:
        desk.stop.set()


def start(desk: Desk, member: Member) -> None:
    """Begin the import, once."""
    with _guard:
        if desk.worker is not None:
            return
        desk.worker = threading.Thread(
            target=_work, args=(desk, member), name="patients-import", daemon=True
        )
        desk.worker.start()


def _work(desk: Desk, member: Member) -> None:
    try:
        with acting_as(actor_of(member)):
            desk.report = import_list(desk.choice, progress=desk.see, is_stopped=desk.stop.is_set)
    except Exception as error:  # noqa: BLE001 - told on the page, whatever it is
        desk.error = _told(error)
    finally:
        connections["default"].close()


def _told(error: Exception) -> HygieError:
    if isinstance(error, HygieError):
        return error
    known = explain(error) if isinstance(error, DatabaseError) else None
    if isinstance(error, OSError):
        known = files.disk_error(error, files.home())
    log.warning("import of patients: %s", type(error).__name__)
    return known or HygieError(
        "patients.import_failed",
        "L’import n’a pas pu se terminer. Rien n’a été enregistré\u00a0: vos patients sont comme "
        "avant.",
        advice="Recommencez. Si cela se répète, exportez la liste dans un autre format.",
    )


def _watch() -> None:
    """Throw away what is left alone; the thread lives as long as there is something."""
    global _watcher
    with _guard:
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_throw_away, name="patients-desk", daemon=True)
            _watcher.start()


def _throw_away() -> None:
    while True:
        time.sleep(_LOOK_EVERY_S)
        with _guard:
            sweep()
            if not _desks:
                return


def sweep() -> None:
    """Forget each list that waits while Hygie is locked, or for too long."""
    is_deserted = not opening.is_open() or not sessions.are_alive()
    limit = time.monotonic() - LEFT_ALONE_S
    for member_id, desk in list(_desks.items()):
        if is_deserted or (desk.touched_at < limit and not desk.is_running):
            desk.stop.set()
            del _desks[member_id]
