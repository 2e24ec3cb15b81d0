"""The encrypted base at the SQL level, beside plain SQLite with the same settings.

Ours is Hygie's own connection. The floor is the same driver, hence the same version of SQLite, and
the same settings on a file without a key; Python's `sqlite3` is told too, for information. The
lines are written in the order of time, as a journal's or a check-up's are, and belong to people met
at random; the base is larger than the cache. Each part is told, the total has the limit.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django
import ratio
from django.db import connections
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from sqlcipher3 import dbapi2 as sqlcipher

LIMIT = 2.0
LINES_BEFORE = 60_000
LINES_INSERTED = 20_000
LINES_A_TRANSACTION = 100
PEOPLE = 3_000
LINES_A_VISIT = 4
OPENINGS = 100
SAME_SETTINGS = ("page_size", "cache_size", "journal_mode", "synchronous", "temp_store",
                 "mmap_size", "wal_autocheckpoint", "auto_vacuum", "foreign_keys")  # fmt: skip

SCHEMA = """
CREATE TABLE line (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, person INTEGER NOT NULL, kind TEXT NOT NULL,
    amount INTEGER NOT NULL, note TEXT NOT NULL
);
CREATE INDEX line_at ON line (at);
CREATE INDEX line_person ON line (person);
"""
INSERT = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)"

Work = Callable[[Any], None]


def invented_lines(count: int) -> list[tuple[int, str, int, str, int, str]]:
    """Lines of some 700 bytes, the same at each run; a visit leaves four, of one person."""
    draw = random.Random(1)
    first = datetime(2020, 1, 1, tzinfo=UTC)
    people = [draw.randrange(PEOPLE) for _ in range(count // LINES_A_VISIT + 1)]
    return [
        (
            number,
            (first + timedelta(minutes=7 * number)).isoformat(),
            people[number // LINES_A_VISIT],
            draw.choice(("vu", "écrit", "imprimé")),
            draw.randrange(10_000),
            draw.randbytes(300).hex(),
        )
        for number in range(1, count + 1)
    ]


LINES = invented_lines(LINES_BEFORE + LINES_INSERTED)


def insert(connection: Any) -> None:
    """Write lines, a hundred in a transaction."""
    for start in range(LINES_BEFORE, len(LINES), LINES_A_TRANSACTION):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, LINES[start : start + LINES_A_TRANSACTION])
        connection.execute("COMMIT")


def read_points(connection: Any) -> None:
    """Read as many lines as were inserted, one by one, anywhere, by primary key."""
    draw = random.Random(3)
    for _ in range(LINES_INSERTED):
        number = draw.randint(1, len(LINES))
        connection.execute("SELECT * FROM line WHERE id = ?", (number,)).fetchone()


def read_days(connection: Any) -> None:
    """Read 500 times a day's lines by the index: neighbours in the file."""
    draw = random.Random(4)
    for _ in range(500):
        start = draw.choice(LINES)[1]
        connection.execute(
            "SELECT * FROM line WHERE at >= ? ORDER BY at LIMIT 200", (start,)
        ).fetchall()


def read_people(connection: Any) -> None:
    """Read the lines of 500 people by the index: scattered over the file."""
    draw = random.Random(5)
    for _ in range(500):
        connection.execute(
            "SELECT * FROM line WHERE person = ? ORDER BY id", (draw.randrange(PEOPLE),)
        ).fetchall()


def update(connection: Any) -> None:
    """Change 1,000 lines anywhere, ten in a transaction."""
    draw = random.Random(6)
    for _ in range(100):
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(10):
            connection.execute(
                "UPDATE line SET amount = amount + 1, kind = 'corrigé' WHERE id = ?",
                (draw.randint(1, len(LINES)),),
            )
        connection.execute("COMMIT")


def scan(connection: Any) -> None:
    """Add up the whole base."""
    connection.execute("SELECT kind, count(*), sum(amount) FROM line GROUP BY kind").fetchall()


def search(connection: Any) -> None:
    """Look for a word in every line."""
    connection.execute("SELECT count(*) FROM line WHERE note LIKE '%c0ffee%'").fetchone()


PARTS: dict[str, Work] = {
    "insert 20,000": insert,
    "read 20,000 by primary key": read_points,
    "range by index, neighbours": read_days,
    "range by index, scattered": read_people,
    "update 1,000": update,
    "full scan, adding up": scan,
    "full scan, LIKE": search,
}


def open_ours(path: Path) -> Any:
    """Hygie's own connection, key and settings, as Django opens it."""
    wrapper: Any = connections["default"]
    path.touch()  # opening never makes a file
    parameters = wrapper.get_connection_params() | {"database": str(path)}
    return wrapper.get_new_connection(parameters)


def open_plain(path: Path, *, driver: Any = sqlcipher) -> Any:
    """The same without a key: what `DatabaseWrapper.get_new_connection` does, but the key."""
    wrapper: Any = connections["default"]
    parameters = wrapper.get_connection_params() | {"database": str(path)}
    connection = driver.connect(**parameters)
    register_functions(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA legacy_alter_table = OFF")
    for command in filter(str.strip, wrapper.init_commands):
        connection.execute(command)
    return connection


def settings_of(connection: Any) -> dict[str, str]:
    """What must be the same on both sides; SQLCipher answers some numbers as text."""
    return {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in SAME_SETTINGS}


def fill(connection: Any) -> None:
    """The lines that were there before; then everything goes from the log into the file."""
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    connection.executemany(INSERT, LINES[:LINES_BEFORE])
    connection.execute("COMMIT")
    connection.close()


class Side:
    """One way to open a base, its filled file, and how long each part took at each repetition."""

    def __init__(self, folder: Path, opened: Callable[[Path], Any]) -> None:
        self.opened = opened
        self.filled, self.base = folder / "filled.db", folder / "base.db"
        self.parts: dict[str, list[float]] = {name: [] for name in PARTS}
        folder.mkdir()
        fill(opened(self.filled))

    def run(self) -> float:
        """Every part on a fresh copy; gives the total, in seconds."""
        shutil.copyfile(self.filled, self.base)
        connection = self.opened(self.base)
        try:
            took = {name: ratio.seconds(partial(part, connection)) for name, part in PARTS.items()}
        finally:
            connection.close()
        for name, duration_s in took.items():
            self.parts[name].append(duration_s)
        return sum(took.values())

    def settings(self) -> dict[str, str]:
        """Its settings, as it answers itself."""
        connection = self.opened(self.filled)
        try:
            return settings_of(connection)
        finally:
            connection.close()


def compare_work(folder: Path, *, n: int) -> None:
    """The mix, against plain SQLite; Python's module, for information."""
    ours, plain = Side(folder / "ours", open_ours), Side(folder / "plain", open_plain)
    if ours.settings() != plain.settings():
        raise SystemExit(f"not the same settings: {ours.settings()} and {plain.settings()}")
    size_mb = ours.filled.stat().st_size / 1e6
    cache_mb = -int(ours.settings()["cache_size"]) * 1024 / 1e6
    print(f"base of {size_mb:.0f} MB before the insertions, cache of {cache_mb:.0f} MB")
    print(f"on both sides: {ours.settings()}")
    total = ratio.pairs(ours.run, plain.run, n=n)
    for name in PARTS:
        both = zip(ours.parts[name][-n:], plain.parts[name][-n:], strict=True)
        found = [ratio.Pair(ours=a, floor=b) for a, b in both]
        ratio.tell(f"  {name}", found, unit="s")
    ratio.tell("encrypted base, all parts", total, unit="s", limit=LIMIT)
    python = Side(folder / "python", lambda path: open_plain(path, driver=sqlite3))
    found = ratio.pairs(ours.run, python.run, n=max(1, n // 2))
    ratio.tell(f"  beside Python's, {sqlite3.sqlite_version}", found, unit="s")


def compare_openings(folder: Path, *, n: int) -> None:
    """Opening, reading once and closing: what each request for a page begins and ends with."""

    def milliseconds(opened: Callable[[Path], Any], path: Path) -> float:
        def open_all() -> None:
            for _ in range(OPENINGS):
                connection = opened(path)
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                connection.close()

        return ratio.seconds(open_all) / OPENINGS * 1000

    found = ratio.pairs(
        lambda: milliseconds(open_ours, folder / "ours" / "filled.db"),
        lambda: milliseconds(open_plain, folder / "plain" / "filled.db"),
        n=n,
    )
    ratio.tell("opening a connection", found, unit="ms")


def main() -> int:
    """Run everything in a scratch folder."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "hygie.site.settings", "HYGIE_HOME": scratch}
        django.setup()
        from hygie.storage import derive, opening

        opening.hold(secrets.token_bytes(derive.KEY_BYTES), Path(scratch) / "base.db")
        compare_work(Path(scratch), n=n)
        compare_openings(Path(scratch), n=n)
        salt = secrets.token_bytes(derive.SALT_BYTES)

        def derivation() -> None:
            derive.from_passphrase("une phrase de passe inventée", salt, derive.COST)

        ratio.note(
            "one Argon2id derivation", [ratio.seconds(derivation) for _ in range(n)], unit="s"
        )
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
