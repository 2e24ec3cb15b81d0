"""Who holds the key now: this process, from the first person who opens to the last who leaves.

The key lives in this module's memory alone. Python cannot promise that no copy of it stays in
memory after locking; the overwriting below only shortens its life.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from hygie.core import clock, files
from hygie.core.errors import HygieError
from hygie.storage import attempts, codes, keyfile, slots
from hygie.storage.errors import altered, locked, wrong_secret
from hygie.storage.keyfile import KeyFile
from hygie.storage.slots import Kind, Slot

_state = threading.Lock()
_key: bytearray | None = None
_held_since = 0.0
# From the check of the delay to the count of a failure: tries sent together wait in line.
_guessing = threading.Lock()


def current_key() -> bytes:
    """The base's key.

    Raises:
        HygieError: `storage.locked`.
    """
    with _state:
        if _key is None:
            raise locked()
        return bytes(_key)


def is_open() -> bool:
    """The base can be read now."""
    with _state:
        return _key is not None


def held_since() -> float:
    """When somebody, or the machine, last opened: an instant of `time.monotonic`, in seconds."""
    with _state:
        return _held_since


def hold(key: bytes, base: Path) -> None:
    """Keep the key, and send every connection to that file."""
    global _held_since, _key
    with _state:
        _key, _held_since = bytearray(key), time.monotonic()
        connections.settings["default"]["NAME"] = str(base)
    connections["default"].close()


def lock() -> None:
    """Forget the key."""
    global _key
    connections["default"].close()
    with _state:
        if _key is not None:
            _key[:] = bytes(len(_key))
        _key = None


def open_as_member(login: str, passphrase: str) -> Slot:
    """Open the base with what a person typed.

    Raises:
        HygieError: `storage.wait`, `storage.wrong_key`, `storage.no_base`, `storage.keys_altered`.
    """
    keys = keyfile.read(files.home())
    slot = keys.member_slot(login)
    # An unknown login costs as much as a wrong passphrase: the time taken tells nobody's name.
    tried = slot or keys.of_kind(Kind.MEMBER)[0]
    return _open(keys, (tried,), passphrase, believed=slot is not None)


def open_with_recovery_code(typed: str) -> Slot:
    """Open the base with the code printed on paper.

    Raises:
        HygieError: `storage.mistyped_code`, and as `open_as_member`.
    """
    secret = read_code(typed)
    keys = keyfile.read(files.home())
    return _open(keys, keys.of_kind(Kind.RECOVERY), secret)


def read_code(typed: str) -> str:
    """The recovery code as derived from.

    Raises:
        HygieError: `storage.mistyped_code`.
    """
    secret = codes.read_recovery_code(typed)
    if secret is None:
        raise HygieError(
            "storage.mistyped_code",
            "Ce code n’est pas complet, ou une lettre est fausse.",
            advice="Recopiez les sept groupes de quatre caractères de la feuille.",
            retry=True,
        )
    return secret


def open_unattended(secret: str) -> Slot:
    """Open the base for the machine itself, with its own secret or with a member's passphrase.

    A machine's slot opens the base; it signs nobody in.

    Raises:
        HygieError: as `open_as_member`.
    """
    keys = keyfile.read(files.home())
    kind = Kind.MACHINE if codes.is_machine_secret(secret) else Kind.MEMBER
    return _open(keys, keys.of_kind(kind), secret)


def check_guess(is_right: Callable[[], bool]) -> None:
    """Check another secret under the same delays: a technician's password, which opens nothing.

    Raises:
        HygieError: `storage.wait` or `storage.wrong_key`.
    """
    folder = files.home()
    with _guessing:
        attempts.check(folder, clock.now())
        if is_right():
            attempts.succeeded(folder)
            return
        attempts.failed(folder, clock.now())
    raise wrong_secret()


def _open(keys: KeyFile, tried: tuple[Slot, ...], secret: str, *, believed: bool = True) -> Slot:
    folder = files.home()
    with _guessing:
        attempts.check(folder, clock.now())
        for slot in tried:
            key = slots.open_slot(slot, secret)
            if key is None or not believed:
                continue
            if not keys.is_sealed_by(key):
                raise altered()
            attempts.succeeded(folder)
            hold(key, keys.base_path(folder))
            return slot
        attempts.failed(folder, clock.now())
    raise wrong_secret()
