"""What must still be known after an older copy of the base is put back: a file beside the base.

Each line is sealed by a key of the file's own. That key is wrapped under each key the base has had,
one wrap a generation, none ever removed: whichever copy is put back, its key opens the file. A line
also carries a mark in clear, the hash of a random id: it says nothing, and is enough to recognise
that id even where no wrap opens. See docs/decisions/0015.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from hygie.core import files
from hygie.storage import derive, keyfile, opening

KEYS_NAME = "outliving.json"
LINES_NAME = "outliving.log"
_NONCE_BYTES = 12
_PURPOSE = b"hygie:outliving"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line.

    Attributes:
        marks: hashes of the ids it speaks of.
        content: what was sealed; None when the key of that day is not known to this base.
    """

    marks: tuple[str, ...]
    content: dict[str, Any] | None


def mark_of(opaque_id: str) -> str:
    """The mark of an id that was drawn at random: nobody goes back from it to the id."""
    return hashlib.sha256(_PURPOSE + opaque_id.encode()).hexdigest()


def append(ids: Sequence[str], content: dict[str, Any]) -> None:
    """Write one line, on the disk when this returns.

    Raises:
        HygieError: as `files.telling_disk_errors`.
    """
    home, base_key = files.home(), opening.current_key()
    with keyfile.writing(home):
        key_id, key = _ensure(home, base_key, keyfile.read(home).generation)
        marks = [mark_of(one) for one in ids]
        line = {
            "key": key_id,
            "marks": marks,
            "sealed": _seal(key, json.dumps(content).encode(), bound_to=_bound(key_id, marks)),
        }
        with files.telling_disk_errors(home):
            _write_line(home / LINES_NAME, json.dumps(line))


def _write_line(path: Path, text: str) -> None:
    is_new = not path.exists()
    with path.open("ab+") as log:
        # A line cut short by a power cut must not swallow the next one.
        if log.tell() and not _ends_a_line(log):
            text = f"\n{text}"
        log.write(f"{text}\n".encode())
        log.flush()
        os.fsync(log.fileno())
    if is_new:
        path.chmod(0o600)
        files.sync_folder(path.parent)


def _ends_a_line(log: Any) -> bool:
    log.seek(-1, os.SEEK_END)
    return bool(log.read(1) == b"\n")


def lines() -> list[Line]:
    """Every line that is whole, oldest first."""
    home = files.home()
    path = home / LINES_NAME
    if not path.exists():
        return []
    keys = _known_keys(home, opening.current_key(), keyfile.read(home).generation)
    with files.telling_disk_errors(home):
        text = path.read_text(encoding="utf-8", errors="replace")
    read = (_line(line, keys) for line in text.splitlines())
    return [line for line in read if line is not None]


def _line(text: str, keys: dict[str, bytes]) -> Line | None:
    try:
        untrusted = json.loads(text)
        key_id, marks = str(untrusted["key"]), [str(mark) for mark in untrusted["marks"]]
        sealed = str(untrusted["sealed"])
    except (ValueError, KeyError, TypeError):
        return None
    if key_id not in keys:
        return Line(marks=tuple(marks), content=None)
    opened = _unseal(keys[key_id], sealed, bound_to=_bound(key_id, marks))
    if opened is None:
        return None  # altered: what it says is not believed, nor its marks
    return Line(marks=tuple(marks), content=json.loads(opened))


def secret() -> bytes:
    """A secret that keyed hashes of this practice can be made with, the same under every key."""
    home = files.home()
    with keyfile.writing(home):
        _, key = _ensure(home, opening.current_key(), keyfile.read(home).generation)
    return hmac.digest(key, b"hygie:recognise", "sha256")


def ensure(home: Path, base_key: bytes, generation: str) -> None:
    """Make the file's key if there is none that this base opens. The keys file is held."""
    _ensure(home, base_key, generation)


def is_ready(home: Path, base_key: bytes, generation: str) -> bool:
    """This base opens a key of the file."""
    return bool(_known_keys(home, base_key, generation))


def give_to(home: Path, *, old: tuple[bytes, str], new: tuple[bytes, str]) -> None:
    """Wrap what the old key of the base opens under the new one, before it is in force.

    Args:
        home: the home folder.
        old: key and generation of the base.
        new: those to come.
    """
    _ensure(home, *old)
    entries = _entries(home)
    for entry in entries:
        key = _unwrapped(entry, *old)
        if key is not None:
            entry["wraps"][new[1]] = _wrap(key, *new, key_id=entry["id"])
    _write(home, entries)


def _ensure(home: Path, base_key: bytes, generation: str) -> tuple[str, bytes]:
    known = _known_keys(home, base_key, generation)
    if known:
        return next(iter(known.items()))
    key_id, key = secrets.token_hex(8), secrets.token_bytes(derive.KEY_BYTES)
    wraps = {generation: _wrap(key, base_key, generation, key_id=key_id)}
    _write(home, [*_entries(home), {"id": key_id, "wraps": wraps}])
    return key_id, key


def _known_keys(home: Path, base_key: bytes, generation: str) -> dict[str, bytes]:
    opened = {entry["id"]: _unwrapped(entry, base_key, generation) for entry in _entries(home)}
    return {key_id: key for key_id, key in opened.items() if key is not None}


def _entries(home: Path) -> list[dict[str, Any]]:
    try:
        untrusted = json.loads((home / KEYS_NAME).read_text(encoding="utf-8"))
        return [
            {"id": str(entry["id"]), "wraps": {str(g): str(w) for g, w in entry["wraps"].items()}}
            for entry in untrusted["keys"]
        ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise files.disk_error(error, home) from error
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # damaged: its lines keep their marks, and a new key is made


def _write(home: Path, entries: list[dict[str, Any]]) -> None:
    content = json.dumps({"version": 1, "keys": entries}, indent=1)
    files.write_atomically(home / KEYS_NAME, content.encode())


def _wrap(key: bytes, base_key: bytes, generation: str, *, key_id: str) -> str:
    return _seal(_wrapping(base_key), key, bound_to=f"{key_id}:{generation}".encode())


def _unwrapped(entry: dict[str, Any], base_key: bytes, generation: str) -> bytes | None:
    wrap = entry["wraps"].get(generation)
    bound_to = f"{entry['id']}:{generation}".encode()
    return _unseal(_wrapping(base_key), wrap, bound_to=bound_to) if wrap else None


def _wrapping(base_key: bytes) -> bytes:
    return hmac.digest(base_key, _PURPOSE, "sha256")


def _bound(key_id: str, marks: Sequence[str]) -> bytes:
    return ":".join((key_id, *marks)).encode()


def _seal(key: bytes, clear: bytes, *, bound_to: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = ChaCha20Poly1305(key).encrypt(nonce, clear, bound_to)
    return base64.b64encode(nonce + sealed).decode()


def _unseal(key: bytes, sealed: str, *, bound_to: bytes) -> bytes | None:
    try:
        raw = base64.b64decode(sealed, validate=True)
        opener = ChaCha20Poly1305(key)
        return opener.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        return None
