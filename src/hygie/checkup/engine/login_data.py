"""Counting the passwords that a Chromium browser keeps, without opening any.

The database is read as bytes and opened from memory. Opening the file itself would meet the lock
that a running browser holds; SQLite's `immutable` passes the lock but ignores the write-ahead log,
and a plain read-only opening creates `-shm` and `-wal` files in the person's profile. From memory,
nothing is locked, nothing is written, no copy is left on the disk, and the last changes count.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hygie.checkup.engine import wal
from hygie.checkup.engine.plain_files import Trouble, UnreadableError, exists, read_file

# Five thousand passwords make about five megabytes.
MAX_DATABASE_BYTES = 128 * 1024 * 1024
MAX_WAL_BYTES = 32 * 1024 * 1024
QUERY_TIMEOUT_S = 1.0
TRIES = 3
_MAGIC = b"SQLite format 3\0"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many passwords a store keeps.

    Attributes:
        number: how many.
        is_approximate: the browser was writing meanwhile; it may be a little off.
    """

    number: int
    is_approximate: bool = False


def count_saved(path: Path) -> Count:
    """Passwords kept in a `Login Data` file: the sites marked "never" are not counted.

    Raises:
        UnreadableError: it cannot be read, is empty, is broken or is not such a file.
    """
    image, is_approximate = _snapshot(path)
    if not image:
        raise UnreadableError(Trouble.EMPTY)
    if not image.startswith(_MAGIC):
        raise UnreadableError(Trouble.BROKEN)
    # In memory there is no write-ahead log: say that the file needs none (bytes 18 and 19).
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(image[:18] + b"\x01\x01" + image[20:])
            return Count(number=_count(database), is_approximate=is_approximate)
    except (sqlite3.Error, MemoryError) as error:
        raise UnreadableError(Trouble.BROKEN) from error


def _snapshot(path: Path) -> tuple[bytes, bool]:
    """The database with the changes of its log, and whether it moved while it was read."""
    log_path = path.with_name(f"{path.name}-wal")
    for _ in range(TRIES):
        before = _stamps(path, log_path)
        image = read_file(path, max_bytes=MAX_DATABASE_BYTES)
        log = read_file(log_path, max_bytes=MAX_WAL_BYTES) if exists(log_path) else b""
        if _stamps(path, log_path) == before:
            return wal.applied(image, log), _is_being_written(path)
    return wal.applied(image, log), True


def _stamps(*paths: Path) -> list[tuple[int, int]]:
    found = []
    for path in paths:
        try:
            status = path.stat()
            found.append((status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((0, 0))
    return found


def _is_being_written(path: Path) -> bool:
    """A live rollback journal: some pages of the file may belong to an unfinished change."""
    journal = path.with_name(f"{path.name}-journal")
    try:
        return read_file(journal, max_bytes=MAX_DATABASE_BYTES).startswith(_JOURNAL_MAGIC)
    except UnreadableError as error:
        return error.trouble is not Trouble.ABSENT


def _count(database: sqlite3.Connection) -> int:
    # A hostile file may hide an endless query behind the name of a table.
    deadline = time.monotonic() + QUERY_TIMEOUT_S
    database.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
    database.execute("PRAGMA trusted_schema = OFF")
    made_by = database.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'logins' AND type = 'table'"
    ).fetchone()
    if not made_by or not str(made_by[0]).upper().startswith("CREATE TABLE"):
        raise UnreadableError(Trouble.BROKEN)
    row = database.execute("SELECT count(*) FROM logins WHERE blacklisted_by_user = 0").fetchone()
    return int(row[0])
