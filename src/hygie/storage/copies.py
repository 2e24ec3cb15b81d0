"""Copies of the base kept beside it, with the keys file that opens them, and putting one back.

A copy is made before each migration, or when asked. It lies on the same disk: it is no backup.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2 as sqlcipher

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.storage import keyfile, opening
from hygie.storage.sqlcipher.base import give_key

FOLDER = "copies"
# Present from a copy put back until the first opening has written its line in the journal.
RESTORED = "restored"
SERVE_LOCK = "serve.lock"


def make_copy() -> Path:
    """Copy the base and its keys file; gives the copy's folder.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    home = files.home()
    keys = keyfile.read(home)
    name = f"{clock.now():%Y-%m-%d-%H%M%S-%f}-{keys.generation}"
    part, final = home / FOLDER / f"{name}.part", home / FOLDER / name
    with files.telling_disk_errors(home):
        part.mkdir(parents=True)
        key = opening.current_key()
        export(keys.base_path(home), keys.base_path(part), old_key=key, new_key=key)
        content = (home / keyfile.FILE_NAME).read_bytes()
        files.write_atomically(part / keyfile.FILE_NAME, content)
        part.rename(final)
    return final


def all_copies() -> list[Path]:
    """The copies kept here, oldest first."""
    found = (files.home() / FOLDER).glob("*/" + keyfile.FILE_NAME)
    return sorted(path.parent for path in found if path.parent.suffix != ".part")


def copies_of_other_keys() -> list[Path]:
    """Copies kept here that open with an earlier key."""
    current = keyfile.read(files.home()).generation
    return [copy for copy in all_copies() if keyfile.read(copy).generation != current]


def remove(name: str) -> None:
    """Remove a copy kept here; its keys file first, so that what is left by a crash opens nothing.

    Raises:
        HygieError: `storage.no_such_copy`, or the disk's errors.
    """
    copy = _copy_named(name)
    with files.telling_disk_errors(files.home()):
        (copy / keyfile.FILE_NAME).unlink()
        shutil.rmtree(copy)


def _copy_named(name: str) -> Path:
    copy = next((copy for copy in all_copies() if copy.name == name), None)
    if copy is None:
        raise HygieError(
            "storage.no_such_copy",
            f"Il n’y a pas de copie nommée « {name} ». Rien n’a été changé.",
            advice="La commande « hygie copies list » donne les noms.",
        )
    return copy


@contextmanager
def nobody_serving() -> Iterator[None]:
    """Hold the home folder as `hygie serve` does.

    Raises:
        HygieError: `site.already_open`.
    """
    try:
        with FileLock(files.home() / SERVE_LOCK, timeout=0):
            yield
    except Timeout as error:
        raise HygieError(
            "site.already_open",
            "Hygie est déjà ouvert sur ce dossier. Rien n’a été changé.",
            advice="Retrouvez son onglet dans le navigateur, ou fermez l’autre fenêtre.",
        ) from error


def put_back(name: str) -> Path:
    """Put a copy back in place of the base; gives the folder where the present base was set aside.

    The passphrases of the day of the copy open it. The journal gets a line at the next opening.

    Raises:
        HygieError: `storage.no_such_copy`, `site.already_open`, or the disk's errors.
    """
    home = files.home()
    copy = _copy_named(name)
    with nobody_serving(), files.telling_disk_errors(home):
        opening.lock()
        aside = _set_aside(home)
        keys = keyfile.read(copy)
        base = keys.base_path(home)
        part = base.with_name(f".{base.name}.part")
        shutil.copyfile(keys.base_path(copy), part)
        # A write-ahead log of the base set aside must not be replayed over the copy.
        for log in home.glob("base-*.db-*"):
            log.unlink()
        part.replace(base)
        files.write_atomically(home / keyfile.FILE_NAME, (copy / keyfile.FILE_NAME).read_bytes())
        files.write_atomically(home / RESTORED, name.encode())
    return aside


def _set_aside(home: Path) -> Path:
    aside = home / FOLDER / f"{clock.now():%Y-%m-%d-%H%M%S-%f}-avant"
    aside.mkdir(parents=True)
    for file in (home / keyfile.FILE_NAME, *home.glob("base-*.db*")):
        if file.exists():
            shutil.copyfile(file, aside / file.name)
    return aside


def restored_from() -> str:
    """Name of the copy put back since the last opening; empty when there is none."""
    marker = files.home() / RESTORED
    return marker.read_text(encoding="utf-8") if marker.exists() else ""


def restoring_is_written() -> None:
    """The journal has its line."""
    (files.home() / RESTORED).unlink(missing_ok=True)


def connect(path: Path, key: bytes) -> Any:
    """A connection of our own, outside Django's."""
    connection = sqlcipher.connect(str(path), timeout=keyfile.LOCK_SECONDS, isolation_level=None)
    give_key(connection, key)
    return connection


def export(source: Path, target: Path, *, old_key: bytes, new_key: bytes) -> None:
    """Write the base into another file under a key, and prove that nothing is missing."""
    target.unlink(missing_ok=True)
    connection = connect(source, old_key)
    try:
        attach = f"ATTACH DATABASE ? AS target KEY \"x'{new_key.hex()}'\""
        connection.execute(attach, (str(target),))
        connection.execute("SELECT sqlcipher_export('target')")
        _read_back(connection)
        connection.execute("DETACH DATABASE target")
    finally:
        connection.close()
    files.sync_folder(target.parent)


def _read_back(connection: Any) -> None:
    """Prove that the export holds every row of every table."""
    tables = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    for (name,) in tables:
        counts = {
            connection.execute(f'SELECT count(*) FROM {base}."{name}"').fetchone()[0]  # noqa: S608
            for base in ("main", "target")
        }
        if len(counts) != 1:
            raise HygieError(
                "storage.export_differs",
                "La nouvelle base ne contient pas tout. L’ancienne reste en place, intacte.",
                advice="Recommencez ; si cela se répète, appelez votre informaticien.",
            )
