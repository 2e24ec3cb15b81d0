"""An age file under a passphrase, as `pyrage` writes them but with a derivation that takes no time.

pyrage 1.4 picks scrypt's cost by itself, for a second or three each time, and takes no other. The
format is the same (C2SP, "age v1"), so `pyrage` and the stock tool open it alike.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LOG_N = 4
ONE_CHUNK_BYTES = 64 * 1024


def encrypt(plaintext: bytes, passphrase: str) -> bytes:
    """What `pyrage.passphrase.encrypt` gives, for a content of one chunk."""
    assert len(plaintext) <= ONE_CHUNK_BYTES
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << LOG_N, r=8, p=1,
        dklen=32,
    )  # fmt: skip
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_b64(salt), LOG_N, _b64(body))
    proof = hmac.digest(_hkdf(file_key, b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_hkdf(file_key, b"payload", salt=nonce))
    return b"%s %s\n%s%s" % (
        header, _b64(proof), nonce, payload.encrypt(bytes(11) + b"\x01", plaintext, None)
    )  # fmt: skip


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _hkdf(key: bytes, info: bytes, *, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(key)
