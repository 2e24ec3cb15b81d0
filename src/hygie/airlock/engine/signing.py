"""The key of this station: an Ed25519 pair made at first need, whose fingerprint people compare.

It proves which computer wrote a report, and that nobody changed it since; not that the computer
itself was sound. Whoever takes the file `station.key` can sign in its name: it never leaves.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hygie.airlock.engine.locks import alone
from hygie.core import files
from hygie.core.errors import HygieError
from hygie.storage.codes import ALPHABET, in_groups

FOLDER = "airlock"
KEY_FILE = "station.key"
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
# 120 bits: nobody makes another key with the same, and a person can still compare them.
FINGERPRINT_LETTERS = 24
_LETTER_BITS = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class StationKey:
    """The pair of this station."""

    private: Ed25519PrivateKey

    @cached_property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """Its fingerprint, as printed."""
        return fingerprint(self.public)

    def sign(self, content: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self.private.sign(content)


def folder() -> Path:
    """Where the airlock keeps its things, made if need be, for its owner only.

    Raises:
        HygieError: as `files.ensure_home`.
    """
    place = files.ensure_home() / FOLDER
    with files.telling_disk_errors(place.parent):
        place.mkdir(mode=0o700, exist_ok=True)
    return place


def station_key(place: Path) -> StationKey:
    """The key of this station, made at first need; two programs at once get the same.

    Raises:
        HygieError: `sign.key_damaged`, `sign.busy`, or the disk's errors.
    """
    file = place / KEY_FILE
    with alone(place / "station.lock"), files.telling_disk_errors(place):
        if not file.exists():
            _make(file)
        return _read(file)


def _make(file: Path) -> None:
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    files.write_atomically(file, content, mode=0o600)


def _read(file: Path) -> StationKey:
    if os.name == "posix":
        file.chmod(0o600)
    try:
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise _damaged(file) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _damaged(file)
    return StationKey(private)


def _damaged(file: Path) -> HygieError:
    return HygieError(
        "sign.key_damaged",
        f"La clé de cette station est abîmée ({file}). Rien n’a été examiné ni signé.",
        advice="Renommez ce fichier\u00a0: une nouvelle clé sera créée. Il faudra alors faire "
        "connaître sa nouvelle empreinte au cabinet.",
    )


def fingerprint(public: bytes) -> str:
    """What a person compares: "7XQ2-…", the first 120 bits of the key's SHA-256."""
    digest = int.from_bytes(hashlib.sha256(public).digest(), "big")
    digest >>= 256 - FINGERPRINT_LETTERS * _LETTER_BITS
    letters = ""
    for _ in range(FINGERPRINT_LETTERS):
        letters = ALPHABET[digest & 31] + letters
        digest >>= _LETTER_BITS
    return in_groups(letters)


def as_printed(untrusted_typed: str) -> str | None:
    """A fingerprint that a person typed, as it is printed; None when letters miss or are odd."""
    letters = untrusted_typed.upper().translate(_READ_AS)
    letters = "".join(sign for sign in letters if sign not in " -\u00a0\u202f\t\n")
    if len(letters) != FINGERPRINT_LETTERS or not set(letters) <= set(ALPHABET):
        return None
    return in_groups(letters)


def is_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether the signature of that content was made by that key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
