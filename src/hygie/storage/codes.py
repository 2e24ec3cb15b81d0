"""Secrets drawn by the machine: the recovery code on paper, the secret of an unattended use.

Crockford's base 32 (no I, L, O, U): what is read aloud or copied by hand is not mistaken.
"""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
SECRET_LETTERS = 26  # 130 bits
CHECK_LETTERS = 2
MACHINE_PREFIX = "hygie-machine-"


def new_recovery_code() -> str:
    """A code to print: seven groups of four letters, the last two being a check."""
    letters = draw(SECRET_LETTERS)
    return in_groups(letters + _check(letters))


def _check(letters: str) -> str:
    digest = hashlib.sha256(letters.encode()).digest()
    return ALPHABET[digest[0] % 32] + ALPHABET[digest[1] % 32]


def read_recovery_code(typed: str) -> str | None:
    """The code as derived from, or None when a letter is wrong or missing."""
    letters = "".join(c for c in typed.upper().translate(_READ_AS) if c in ALPHABET)
    secret, check = letters[:SECRET_LETTERS], letters[SECRET_LETTERS:]
    if len(letters) != SECRET_LETTERS + CHECK_LETTERS or check != _check(secret):
        return None
    return secret


def as_printed(typed: str) -> str | None:
    """The code as its paper shows it, whatever dashes and small letters were typed; else None."""
    secret = read_recovery_code(typed)
    return None if secret is None else in_groups(secret + _check(secret))


def draw(count: int) -> str:
    """That many letters drawn by the machine, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def in_groups(whole: str) -> str:
    """As it is printed: groups of four letters."""
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def new_machine_secret() -> str:
    """A secret for an unattended use: 256 random bits, recognisable."""
    return MACHINE_PREFIX + secrets.token_hex(32)


def is_machine_secret(text: str) -> bool:
    """The text is a secret of an unattended use, not what a person typed."""
    return text.startswith(MACHINE_PREFIX)
