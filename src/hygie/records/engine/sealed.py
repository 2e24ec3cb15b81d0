"""A copy that only a passphrase opens, with stock tools: a ZIP in an age file, and its key beside.

pyrage 1.4 takes a passphrase only for what fits in memory. The archive is therefore encrypted as a
stream to an identity made for it, and that identity alone is wrapped by the passphrase: the stock
`age` asks for it (`age -d -i cle.age dossier.zip.age`). Memory stays flat, nothing is written in
clear.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import pyrage

from hygie.records.engine import bag
from hygie.records.engine.bag import Writer
from hygie.storage import codes

KEY, CONTENT = "cle.age", "dossier.zip.age"
PASSPHRASE_LETTERS = 20  # 100 bits
BLOCK_BYTES = 1024 * 1024


def new_passphrase() -> str:
    """Five groups of four letters, drawn by the machine."""
    return codes.in_groups(codes.draw(PASSPHRASE_LETTERS))


def write(
    target: IO[bytes], fill: Callable[[bag.Zip], object], *, passphrase: str, notice: str
) -> None:
    """Write the outer ZIP: a notice in clear, the key under the passphrase, the encrypted content.

    Args:
        target: a new file that can be read again; what it holds is to be thrown away unless this
            returns.
        fill: writes the content into the inner ZIP.
        passphrase: opens the key.
        notice: how to open it; no patient's name.
    """
    identity = pyrage.x25519.Identity.generate()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr(zipfile.ZipInfo(bag.NOTICE), notice.encode())
        key = pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase)
        outer.writestr(zipfile.ZipInfo(KEY), key)
        with outer.open(zipfile.ZipInfo(CONTENT), "w", force_zip64=True) as content:
            _encrypt(fill, content, identity.to_public())


def _encrypt(fill: Callable[[bag.Zip], object], content: Writer, recipient: Any) -> None:
    """pyrage pulls and a ZIP pushes: a pipe stands between them, and two threads."""
    from_pipe, to_pipe = os.pipe()
    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(_pull, from_pipe, content, recipient)
        try:
            with os.fdopen(to_pipe, "wb", BLOCK_BYTES) as pipe:
                inner = bag.Zip(_OneWay(pipe))
                try:
                    fill(inner)
                finally:
                    inner.close()
        except OSError:
            # The reader went away: what it met is the true reason.
            reading.result()
            raise
        reading.result()


def _pull(from_pipe: int, content: Writer, recipient: Any) -> None:
    with os.fdopen(from_pipe, "rb", BLOCK_BYTES) as pipe:
        pyrage.encrypt_io(pipe, content, [recipient])


class _OneWay:
    """A stream that cannot go back: `zipfile` then writes sizes after each file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()
