"""The keys file, beside the base: which slots exist and which file is the base now.

Naming the base's file here makes "Changer la clé" one rename: old key and old base, or new and new.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.storage import derive, slots
from hygie.storage.errors import altered
from hygie.storage.slots import Kind, Slot

FILE_NAME = "keys.json"
LOCK_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """What the keys file holds.

    Attributes:
        generation: names the base's file; another one at each change of key.
        login_salt: of the logins' hashes.
        slots: the ways in.
        seal: proof under the base's key; checked as soon as a slot opens.
    """

    generation: str
    login_salt: bytes
    slots: tuple[Slot, ...]
    seal: str = ""

    def base_path(self, folder: Path) -> Path:
        """The base's file, in the home folder."""
        return folder / f"base-{self.generation}.db"

    def slot(self, slot_id: str) -> Slot | None:
        """A slot by its id."""
        return next((slot for slot in self.slots if slot.slot_id == slot_id), None)

    def of_kind(self, kind: Kind) -> tuple[Slot, ...]:
        """The slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind is kind)

    def member_slot(self, login: str) -> Slot | None:
        """A member's slot by login."""
        wanted = slots.hash_login(login, self.login_salt)
        return next((slot for slot in self.of_kind(Kind.MEMBER) if slot.login_hash == wanted), None)

    def sealed(self, base_key: bytes) -> KeyFile:
        """The same, with its proof under the base's key."""
        proof = slots.seal_of(base_key, self.generation, self.login_salt, self.slots)
        return replace(self, seal=proof)

    def is_sealed_by(self, base_key: bytes) -> bool:
        """The list of slots is the one Hygie wrote."""
        return hmac.compare_digest(self.sealed(base_key).seal, self.seal)


def new_keyfile() -> KeyFile:
    """An empty one, for a base to come."""
    return KeyFile(
        generation=secrets.token_hex(4),
        login_salt=secrets.token_bytes(derive.SALT_BYTES),
        slots=(),
    )


def exists(folder: Path) -> bool:
    """A practice already lives in this home folder."""
    return (folder / FILE_NAME).exists()


def read(folder: Path) -> KeyFile:
    """Read the keys file.

    Raises:
        HygieError: `storage.no_base` or `storage.keys_altered`.
    """
    path = folder / FILE_NAME
    try:
        untrusted = json.loads(path.read_text(encoding="utf-8"))
        return KeyFile(
            generation=_hexadecimal(untrusted["generation"]),
            login_salt=bytes.fromhex(untrusted["login_salt"]),
            slots=tuple(slots.from_json(slot) for slot in untrusted["slots"]),
            seal=str(untrusted["seal"]),
        )
    except FileNotFoundError as error:
        raise HygieError(
            "storage.no_base",
            "Aucun cabinet n’est encore installé dans ce dossier.",
            advice="Lancez « hygie serve » pour commencer.",
        ) from error
    except OSError as error:
        raise files.disk_error(error, folder) from error
    except (ValueError, KeyError, TypeError) as error:
        raise altered() from error


def _hexadecimal(untrusted: object) -> str:
    # It names a file: anything else ("../../other") is refused.
    text = str(untrusted)
    bytes.fromhex(text)
    return text


def write(folder: Path, keyfile: KeyFile, *, base_key: bytes) -> None:
    """Write the keys file with its proof, in one step.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    content = {
        "version": 1,
        "generation": keyfile.generation,
        "login_salt": keyfile.login_salt.hex(),
        "slots": [slots.to_json(slot) for slot in keyfile.slots],
        "seal": keyfile.sealed(base_key).seal,
    }
    files.write_atomically(folder / FILE_NAME, json.dumps(content, indent=1).encode())


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold from reading the keys file to writing it: two processes change it in turn.

    Raises:
        HygieError: `storage.busy`.
    """
    try:
        with FileLock(folder / "keys.lock", timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise HygieError(
            "storage.busy",
            "Un autre programme change les clés en ce moment. Rien n’a été changé.",
            advice="Recommencez dans quelques secondes.",
            retry=True,
        ) from error


def add_slot(
    keyfile: KeyFile, kind: Kind, secret: str, *, base_key: bytes, now: datetime, login: str = ""
) -> tuple[KeyFile, Slot]:
    """The keys file with one more way in."""
    hashed = slots.hash_login(login, keyfile.login_salt) if login else ""
    slot = slots.make_slot(kind, secret, base_key=base_key, created_at=now, login_hash=hashed)
    return replace(keyfile, slots=(*keyfile.slots, slot)), slot


def without_slot(keyfile: KeyFile, slot_id: str) -> KeyFile:
    """The keys file with one way in less.

    Raises:
        HygieError: `storage.last_slot` when no member could open the base any more.
    """
    rest = replace(keyfile, slots=tuple(s for s in keyfile.slots if s.slot_id != slot_id))
    if not rest.of_kind(Kind.MEMBER):
        raise HygieError(
            "storage.last_slot",
            "C’est la dernière personne qui peut ouvrir la base : elle n’a pas été retirée.",
            advice="Ajoutez d’abord une autre personne.",
        )
    return rest


def replace_slot(keyfile: KeyFile, slot: Slot) -> KeyFile:
    """The keys file with the slot of the same id changed."""
    changed = tuple(slot if s.slot_id == slot.slot_id else s for s in keyfile.slots)
    return replace(keyfile, slots=changed)
