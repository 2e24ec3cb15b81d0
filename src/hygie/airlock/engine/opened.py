"""Reports that are begun: a mark on the disk from the first second to the last.

When the power goes, the mark stays and its lock does not: the next start knows that an examination
never ended, and of what. While the program lives it holds the lock, be it another window's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from hygie.airlock.engine.canonical import canonical, parsed
from hygie.core import files

FOLDER = "open"


@dataclass(frozen=True)
class Opened:
    """A report being made; to be closed by whoever holds it."""

    mark: Path
    lock: FileLock

    def close(self) -> None:
        """The report is written: nothing is open any more."""
        self.mark.unlink(missing_ok=True)
        self.lock.release()
        Path(self.lock.lock_file).unlink(missing_ok=True)

    def let_go(self) -> None:
        """It could not be closed: the mark stays, for the next start to find it abandoned."""
        self.lock.release()


def open_report(place: Path, report_id: str, said: Mapping[str, object]) -> Opened:
    """Leave the mark of a report that begins.

    Args:
        place: the airlock's folder.
        report_id: of the report.
        said: what the next start must know if this one never ends.

    Raises:
        HygieError: the disk's errors.
    """
    inside = place / FOLDER
    with files.telling_disk_errors(place):  # a lock that is held would be a report of the same id
        inside.mkdir(mode=0o700, exist_ok=True)
        lock = _lock(inside, report_id)
        lock.acquire()
        try:
            mark = inside / f"{report_id}.json"
            files.write_atomically(mark, canonical(dict(said)))
        except BaseException:
            lock.release()
            raise
    return Opened(mark, lock)


def _lock(inside: Path, report_id: str) -> FileLock:
    # Not by thread: a report is begun in one and may be closed in another.
    return FileLock(inside / f"{report_id}.lock", thread_local=False, timeout=0)


def abandoned(place: Path) -> list[tuple[Opened, dict[str, Any]]]:
    """Reports whose program is gone, each held by us now, and what their mark says.

    Raises:
        HygieError: the disk's errors.
    """
    inside = place / FOLDER
    if not inside.is_dir():
        return []
    found = []
    with files.telling_disk_errors(place):
        for mark in sorted(inside.glob("*.json")):
            lock = _lock(inside, mark.stem)
            try:
                lock.acquire()
            except Timeout:
                continue  # it lives
            if mark.exists():
                found.append((Opened(mark, lock), _said(mark)))
            else:  # another start closed it meanwhile
                lock.release()
                Path(lock.lock_file).unlink(missing_ok=True)
    return found


def _said(mark: Path) -> dict[str, Any]:
    try:
        said = parsed(mark.read_bytes())
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
