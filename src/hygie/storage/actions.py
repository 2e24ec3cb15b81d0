"""What changes the base's file or its keys: founding, migrating, copying, changing the key.

Nothing here writes the journal, which lives on the floor above: callers do, in their transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.storage import codes, copies, derive, keyfile, opening, outliving, slots
from hygie.storage.errors import altered, wrong_secret
from hygie.storage.keyfile import KeyFile
from hygie.storage.slots import Kind, Slot

# Each action writes the journal: without this table in the old file, a writer that comes too late
# fails loudly instead of writing into a file about to be removed.
TABLE_OF_EVERY_ACTION = "journal_entry"


@dataclass(frozen=True, kw_only=True)
class Founded:
    """What the founding of a base gives.

    Attributes:
        slot_id: the first member's slot.
        recovery_code: to print; nothing keeps it.
    """

    slot_id: str
    recovery_code: str


@contextmanager
def founding_base(login: str, passphrase: str) -> Iterator[Founded]:
    """Make a base; the block fills it; only then does the home folder hold a practice.

    Killed or failing before the end, the home folder is as before: nothing is half installed.

    Raises:
        HygieError: `storage.exists` when the folder holds a practice already.
    """
    folder = files.ensure_home()
    with keyfile.writing(folder):
        if keyfile.exists(folder):
            raise HygieError(
                "storage.exists",
                "Un cabinet est déjà installé dans ce dossier. Il n’a pas été touché.",
                advice="Ouvrez-le avec votre phrase de passe.",
            )
        sweep(folder, keep="")
        key = secrets.token_bytes(derive.KEY_BYTES)
        keys, member = keyfile.add_slot(
            keyfile.new_keyfile(), Kind.MEMBER, passphrase,
            base_key=key, now=clock.now(), login=login,
        )  # fmt: skip
        keys, code = _with_new_recovery(keys, base_key=key)
        base = keys.base_path(folder)
        # A base that is absent is never made by opening it: only here.
        base.touch(mode=0o600)
        opening.hold(key, base)
        try:
            _migrate()
            outliving.ensure(folder, key, keys.generation)
            yield Founded(slot_id=member.slot_id, recovery_code=code)
            keyfile.write(folder, keys, base_key=key)
        except BaseException:
            opening.lock()
            sweep(folder, keep="")
            raise


def _with_new_recovery(keys: KeyFile, *, base_key: bytes) -> tuple[KeyFile, str]:
    code = codes.new_recovery_code()
    without = replace(keys, slots=tuple(s for s in keys.slots if s.kind is not Kind.RECOVERY))
    keys, _ = keyfile.add_slot(
        without, Kind.RECOVERY, opening.read_code(code), base_key=base_key, now=clock.now()
    )
    return keys, code


def sweep(folder: Path, *, keep: str) -> None:
    """Remove base files of another generation: what a crash left of a founding or a key change."""
    for path in folder.glob("base-*"):
        if not keep or not path.name.startswith(f"base-{keep}.db"):
            # Windows keeps a file that another program still reads: the next opening removes it.
            try:
                path.unlink(missing_ok=True)
            except PermissionError:
                continue


def bring_up_to_date() -> bool:
    """Apply the migrations that this version of Hygie brings, after a copy; True if there were any.

    Raises:
        HygieError: `storage.too_recent` when a later version of Hygie wrote the base.
    """
    folder = files.home()
    keys = keyfile.read(folder)
    sweep(folder, keep=keys.generation)
    if not outliving.is_ready(folder, opening.current_key(), keys.generation):
        with keyfile.writing(folder):
            outliving.ensure(folder, opening.current_key(), keys.generation)
    executor = MigrationExecutor(connections["default"])
    applied = set(executor.loader.applied_migrations)
    if applied - set(executor.loader.disk_migrations):
        raise HygieError(
            "storage.too_recent",
            "Cette base a été ouverte par une version plus récente de Hygie. "
            "Elle n’a pas été modifiée.",
            advice="Installez la dernière version de Hygie.",
        )
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    copies.make_copy()
    _migrate()
    return True


def _migrate() -> None:
    call_command("migrate", database="default", verbosity=0, interactive=False)


def change_key() -> None:
    """Encrypt the base again under a new key, given to every slot that remains.

    One rename (the keys file) goes from the old base to the new: killed at any moment, the practice
    has the one or the other, whole. Writers wait; one that waits too long fails, losing nothing.

    Raises:
        HygieError: `storage.busy`, `storage.keys_altered`, or the disk's errors.
    """
    folder = files.home()
    old_key, new_key = opening.current_key(), secrets.token_bytes(derive.KEY_BYTES)
    with keyfile.writing(folder):
        old = _read_checked(folder, old_key)
        new = replace(
            old,
            generation=keyfile.new_keyfile().generation,
            slots=tuple(slots.with_base_key(slot, new_key) for slot in old.slots),
        )
        # First: were the change cut short, a wrap for a key that never came harms nobody.
        outliving.give_to(folder, old=(old_key, old.generation), new=(new_key, new.generation))
        with _writers_waiting(old.base_path(folder), old_key):
            copies.export(
                old.base_path(folder), new.base_path(folder), old_key=old_key, new_key=new_key
            )
            keyfile.write(folder, new, base_key=new_key)
        opening.hold(new_key, new.base_path(folder))
        sweep(folder, keep=new.generation)


@contextmanager
def _writers_waiting(base: Path, key: bytes) -> Iterator[None]:
    """Keep every writer waiting; those who waited until the end find a base that refuses them."""
    connection = copies.connect(base, key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute(f"ALTER TABLE {TABLE_OF_EVERY_ACTION} RENAME TO moved")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _read_checked(folder: Path, key: bytes) -> KeyFile:
    keys = keyfile.read(folder)
    if not keys.is_sealed_by(key):
        raise altered()
    return keys


def add_member_slot(login: str, passphrase: str, *, instead_of: str = "") -> str:
    """A slot for one more member, or in place of a slot whose passphrase is lost; gives its id."""
    return _add(Kind.MEMBER, passphrase, login=login, instead_of=instead_of).slot_id


def add_machine_slot() -> tuple[str, str]:
    """A slot for an unattended use; gives its id and the secret that opens it, kept nowhere."""
    secret = codes.new_machine_secret()
    return _add(Kind.MACHINE, secret).slot_id, secret


def _add(kind: Kind, secret: str, *, login: str = "", instead_of: str = "") -> Slot:
    folder, key = files.home(), opening.current_key()
    with keyfile.writing(folder):
        keys = _read_checked(folder, key)
        kept = tuple(slot for slot in keys.slots if slot.slot_id != instead_of)
        keys, slot = keyfile.add_slot(
            replace(keys, slots=kept), kind, secret, base_key=key, now=clock.now(), login=login
        )
        keyfile.write(folder, keys, base_key=key)
    return slot


def remove_slot(slot_id: str) -> None:
    """Revoke a way in.

    Raises:
        HygieError: `storage.last_slot`.
    """
    folder, key = files.home(), opening.current_key()
    with keyfile.writing(folder):
        keys = keyfile.without_slot(_read_checked(folder, key), slot_id)
        keyfile.write(folder, keys, base_key=key)


def change_secret(slot_id: str, old: str, new: str) -> None:
    """Change a member's passphrase: the base and the other slots are not touched.

    Raises:
        HygieError: `storage.wrong_key` when `old` is not the present one.
    """
    folder, key = files.home(), opening.current_key()
    with keyfile.writing(folder):
        keys = _read_checked(folder, key)
        slot = keys.slot(slot_id)
        changed = slots.with_secret(slot, old, new) if slot else None
        if changed is None:
            raise wrong_secret()
        keyfile.write(folder, keyfile.replace_slot(keys, changed), base_key=key)


def renew_recovery_code() -> str:
    """Another recovery code, the printed one being refused from now on."""
    folder, key = files.home(), opening.current_key()
    with keyfile.writing(folder):
        keys, code = _with_new_recovery(_read_checked(folder, key), base_key=key)
        keyfile.write(folder, keys, base_key=key)
    return code
