"""A made-up computer on which tests plant what they want found."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hygie.checkup.engine.probe import Machine
from hygie.checkup.observation import Look, Observation, Status
from hygie.core import process
from hygie.core.errors import HygieError

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
# What no observation may ever hold.
SECRETS = ("secret-de-alice-1234", "portail-de-alice", "alice.martin.identifiant")


def no_program(arguments: Any, **_limits: Any) -> process.Result:
    """The door to other programs of a computer that has none."""
    raise HygieError("process.absent", f"Le programme « {arguments[0]} » n’a pas pu être lancé.")


def answering(answers: Mapping[str, bytes | str]) -> Callable[..., process.Result]:
    """A door behind which a program whose command line holds a word gives its recorded answer."""

    def run(arguments: Any, **_limits: Any) -> process.Result:
        line = " ".join(arguments)
        for word, answer in answers.items():
            if word in line:
                content = answer.encode() if isinstance(answer, str) else answer
                return process.Result(code=0, stdout=content, stderr=b"")
        return no_program(arguments)

    return run


def machine(tmp_path: Path, system: str = "linux", **changes: Any) -> Machine:
    """Dr Alice Martin's computer: empty folders, no program, no registry."""
    home = tmp_path / "home" / "alice"
    root = tmp_path / "root"
    home.mkdir(parents=True, exist_ok=True)
    root.mkdir(exist_ok=True)
    made_up: dict[str, Any] = {
        "run": no_program,
        "registry": lambda _key, _name: None,
        "programs": lambda: set(),
    }
    return Machine(system=system, name="ACCUEIL", home=home, root=root, **(made_up | changes))


def login_data(path: Path, saved: int, *, never: int = 2, wal: bool = False) -> Path:
    """A Chromium store with so many passwords, and sites where the person answered "never"."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        if wal:
            store.execute("PRAGMA journal_mode=WAL")
        store.execute(
            "CREATE TABLE logins (origin_url VARCHAR NOT NULL, username_value VARCHAR,"
            " password_value BLOB, signon_realm VARCHAR NOT NULL,"
            " blacklisted_by_user INTEGER NOT NULL)"
        )
        add_passwords(store, saved)
        add_passwords(store, never, blacklisted=1)
    return path


def add_passwords(store: sqlite3.Connection, count: int, *, blacklisted: int = 0) -> None:
    password, site, user = SECRETS
    is_ours = not store.in_transaction  # else it stays for the test to finish, or not
    if is_ours:
        store.execute("BEGIN")
    store.executemany(
        "INSERT INTO logins VALUES (?, ?, ?, ?, ?)",
        [
            (f"https://{site}{n}.example/", user, password.encode(), site, blacklisted)
            for n in range(count)
        ],
    )
    if is_ours:
        store.execute("COMMIT")


def logins_json(path: Path, saved: int) -> Path:
    """A Firefox store with so many passwords, Firefox's own account and one erased password."""
    path.parent.mkdir(parents=True, exist_ok=True)
    password, site, user = SECRETS
    entries: list[dict[str, Any]] = [
        {
            "id": n,
            "hostname": f"https://{site}{n}.example",
            "encryptedUsername": user,
            "encryptedPassword": password,
        }
        for n in range(saved)
    ]
    entries.append({"hostname": "chrome://FirefoxAccounts", "encryptedPassword": password})
    entries.append({"guid": "{0}", "deleted": True})
    path.write_text(json.dumps({"nextId": saved + 1, "logins": entries}), encoding="utf-8")
    return path


def written(path: Path, text: str | bytes = "") -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a tree with its content and dates: changes when anything does."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(place, name)
            status = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[str(path)] = f"{status.st_mtime_ns} {hashlib.sha256(content).hexdigest()}"
    return found


def look(*observations: Observation, system: str = "linux", seen_at: datetime = NOW) -> Look:
    """A look at the computer of the reception."""
    return Look(computer="ACCUEIL", system=system, seen_at=seen_at, observations=observations)


def seen(probe: str, **facts: Any) -> Observation:
    """What a probe saw."""
    return Observation(probe=probe, status=Status.SEEN, facts=facts)
