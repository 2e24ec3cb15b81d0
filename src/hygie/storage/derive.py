"""From a secret to 32 bytes: slow for what a person remembers, quick for what a machine drew.

Argon2id: RFC 9106. HKDF: RFC 5869, enough for secrets of 128 random bits or more.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

from argon2 import low_level
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one Argon2id derivation costs.

    Attributes:
        passes: number of passes over the memory.
        memory_kib: memory, in KiB.
        lanes: lanes computed in parallel.
    """

    passes: int
    memory_kib: int
    lanes: int


# About half a second on two ordinary cores: `./bin/bench storage` prints it for this machine.
COST = Cost(passes=4, memory_kib=256 * 1024, lanes=2)
# What a file altered by somebody may not ask for: 2 GiB and a minute would be a denial of service.
MAX_COST = Cost(passes=16, memory_kib=1024 * 1024, lanes=8)

# One derivation at a time: two would take twice the memory and let two guesses run side by side.
_one_at_a_time = threading.Lock()


def cost_from(values: dict[str, Any]) -> Cost:
    """Read a cost written in a keys file.

    Raises:
        ValueError: when it is not a cost, or more than this software ever writes.
    """
    cost = Cost(**{name: int(values[name]) for name in asdict(COST)})
    for name, limit in asdict(MAX_COST).items():
        if not 1 <= getattr(cost, name) <= limit:
            raise ValueError(name)
    return cost


def from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from what a person types."""
    with _one_at_a_time:
        return low_level.hash_secret_raw(
            passphrase.encode(),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=low_level.Type.ID,
        )


def from_random_secret(secret: str, salt: bytes) -> bytes:
    """32 bytes from a secret that a machine drew (at least 128 random bits)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"hygie slot").derive(
        secret.encode()
    )
