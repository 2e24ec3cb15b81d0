"""The one way of sealing something for whoever holds a passphrase, and the stock `age` tool.

pyrage 1.4 takes a passphrase only for what fits in memory. The content is therefore encrypted as a
stream to an identity made for it, and that identity alone is wrapped by the passphrase, which
`age -d -i` asks for. Memory stays flat, nothing clear is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyrage

from hygie.documents.engine.streams import Source, Target
from hygie.records.engine.pipes import Pipe, run_beside


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key made for one archive.

    Attributes:
        recipient: its public half.
        sealed_identity: its secret half, as an age file that the passphrase opens.
    """

    recipient: str
    sealed_identity: bytes


def make_key(passphrase: str, *, title: str) -> Key:
    """Draw a key; its secret half leaves this function encrypted by the passphrase alone.

    Args:
        passphrase: drawn by the machine.
        title: what the key opens, for whoever reads the opened file.
    """
    identity = pyrage.x25519.Identity.generate()
    text = f"# {title}\n{identity}\n".encode()
    return Key(
        recipient=str(identity.to_public()),
        sealed_identity=pyrage.passphrase.encrypt(text, passphrase),
    )


def encrypt(
    fill: Callable[[Pipe], object], *takers: Callable[[bytes], Any], recipient: str
) -> None:
    """Encrypt what `fill` pushes, and give each block of the result to the takers.

    Raises:
        Whatever `fill` or a taker raises first.
    """
    pipe, key = Pipe(), pyrage.x25519.Recipient.from_str(recipient)

    def work() -> None:
        source, target = Source(pipe), Target(*takers)
        try:
            pyrage.encrypt_io(source.buffered(), target, [key])
        except (pyrage.EncryptError, OSError) as error:
            raise source.failure or target.failure or error from error

    def lead() -> None:
        fill(pipe)
        pipe.end()

    run_beside(work, lead, pipe)
