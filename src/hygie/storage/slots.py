"""Named key slots: several secrets, each revocable, open the one key of the base.

Each slot owns an age identity (X25519) sealed by its secret; the base's key is encrypted to each
slot's public half. So a new base key reaches every slot without anybody's passphrase, and changing
a passphrase touches neither the base nor the other slots.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from hygie.storage import derive
from hygie.storage.errors import altered

NONCE_BYTES = 12


class Kind(StrEnum):
    """What opens a slot."""

    MEMBER = "member"
    RECOVERY = "recovery"
    MACHINE = "machine"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One way to the key of the base.

    Attributes:
        slot_id: opaque.
        kind: what opens it.
        login_hash: keyed hash of a member's login, so that the file names nobody; else empty.
        created_at: ISO instant, UTC.
        salt: of the derivation.
        cost: of Argon2id for a member; None for a secret drawn by a machine.
        public_key: age recipient.
        sealed_identity: nonce and age secret key, sealed by the derived key.
        wrapped_key: the base's key, encrypted to `public_key`.
    """

    slot_id: str
    kind: Kind
    login_hash: str
    created_at: str
    salt: bytes
    cost: derive.Cost | None
    public_key: str
    sealed_identity: bytes
    wrapped_key: bytes


def normal_login(login: str) -> str:
    """A login as compared: no case, no accent, dots ("Éric Le Gall" is "eric.le.gall")."""
    plain = unicodedata.normalize("NFKD", login).encode("ascii", "ignore").decode()
    return ".".join(plain.casefold().replace(".", " ").split())


def hash_login(login: str, salt: bytes) -> str:
    """The hash that finds a member's slot without writing who is a member."""
    return hmac.new(salt, normal_login(login).encode(), hashlib.sha256).hexdigest()


def make_slot(
    kind: Kind, secret: str, *, base_key: bytes, created_at: datetime, login_hash: str = ""
) -> Slot:
    """A new slot that `secret` opens."""
    identity = pyrage.x25519.Identity.generate()
    bare = Slot(
        slot_id=secrets.token_hex(16),
        kind=kind,
        login_hash=login_hash,
        created_at=created_at.isoformat(timespec="seconds"),
        salt=b"",
        cost=None,
        public_key=str(identity.to_public()),
        sealed_identity=b"",
        wrapped_key=_wrap(base_key, str(identity.to_public())),
    )
    return _seal(bare, str(identity), secret)


def open_slot(slot: Slot, secret: str) -> bytes | None:
    """The base's key, or None when the secret is not this slot's."""
    identity = _unseal(slot, secret)
    if identity is None:
        return None
    try:
        key: bytes = pyrage.decrypt(slot.wrapped_key, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise altered() from error
    return key


def with_secret(slot: Slot, old: str, new: str) -> Slot | None:
    """The same slot opened by another secret, or None when `old` is wrong."""
    identity = _unseal(slot, old)
    return None if identity is None else _seal(slot, identity, new)


def with_base_key(slot: Slot, base_key: bytes) -> Slot:
    """The same slot, giving another base key: no secret needed."""
    return replace(slot, wrapped_key=_wrap(base_key, slot.public_key))


def _wrap(base_key: bytes, public_key: str) -> bytes:
    wrapped: bytes = pyrage.encrypt(base_key, [pyrage.x25519.Recipient.from_str(public_key)])
    return wrapped


def _derived(slot: Slot, secret: str) -> bytes:
    if slot.cost is None:
        return derive.from_random_secret(secret, slot.salt)
    return derive.from_passphrase(secret, slot.salt, slot.cost)


def _bound_to(slot: Slot) -> bytes:
    # A sealed identity moved to another slot, or to a slot of another kind, does not open.
    return f"{slot.slot_id}:{slot.kind}".encode()


def _seal(slot: Slot, identity: str, secret: str) -> Slot:
    slot = replace(
        slot,
        salt=secrets.token_bytes(derive.SALT_BYTES),
        cost=derive.COST if slot.kind is Kind.MEMBER else None,
    )
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealer = ChaCha20Poly1305(_derived(slot, secret))
    sealed = nonce + sealer.encrypt(nonce, identity.encode(), _bound_to(slot))
    return replace(slot, sealed_identity=sealed)


def _unseal(slot: Slot, secret: str) -> str | None:
    nonce, sealed = slot.sealed_identity[:NONCE_BYTES], slot.sealed_identity[NONCE_BYTES:]
    try:
        opener = ChaCha20Poly1305(_derived(slot, secret))
        return opener.decrypt(nonce, sealed, _bound_to(slot)).decode()
    except (InvalidTag, ValueError):
        return None


def to_json(slot: Slot) -> dict[str, object]:
    """The slot as written in the keys file."""
    return {
        "id": slot.slot_id,
        "kind": slot.kind.value,
        "login_hash": slot.login_hash,
        "created_at": slot.created_at,
        "salt": _text(slot.salt),
        "cost": vars(slot.cost) if slot.cost else None,
        "public_key": slot.public_key,
        "sealed_identity": _text(slot.sealed_identity),
        "wrapped_key": _text(slot.wrapped_key),
    }


def from_json(untrusted: dict[str, object]) -> Slot:
    """Read a slot back.

    Raises:
        HygieError: `storage.keys_altered` when it is not a slot that Hygie wrote.
    """
    try:
        cost = untrusted["cost"]
        return Slot(
            slot_id=str(untrusted["id"]),
            kind=Kind(str(untrusted["kind"])),
            login_hash=str(untrusted["login_hash"]),
            created_at=str(untrusted["created_at"]),
            salt=base64.b64decode(str(untrusted["salt"]), validate=True),
            cost=derive.cost_from(cost) if isinstance(cost, dict) else None,
            public_key=str(untrusted["public_key"]),
            sealed_identity=base64.b64decode(str(untrusted["sealed_identity"]), validate=True),
            wrapped_key=base64.b64decode(str(untrusted["wrapped_key"]), validate=True),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise altered() from error


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def seal_of(base_key: bytes, generation: str, login_salt: bytes, slots: tuple[Slot, ...]) -> str:
    """Proof that the list of slots is Hygie's.

    Without it, who can write the file could add a slot of his own and be given the next key.
    """
    listed = json.dumps(
        [generation, login_salt.hex(), [to_json(slot) for slot in slots]], sort_keys=True
    )
    return hmac.new(base_key, listed.encode(), hashlib.sha256).hexdigest()
