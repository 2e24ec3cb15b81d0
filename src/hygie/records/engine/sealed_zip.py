"""A copy in one file that only a passphrase opens: a ZIP that holds an age file and its key."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import IO

from hygie.records.engine import sealing
from hygie.records.engine.containers import Zip
from hygie.records.engine.pieces import NOTICE
from hygie.records.engine.pipes import Pipe
from hygie.storage import codes

KEY, CONTENT = "cle.age", "dossier.zip.age"
PASSPHRASE_LETTERS = 20  # 100 bits


def new_passphrase() -> str:
    """Five groups of four letters, drawn by the machine."""
    return codes.in_groups(codes.draw(PASSPHRASE_LETTERS))


def write(
    target: IO[bytes], fill: Callable[[Zip], object], *, passphrase: str, notice: str
) -> None:
    """Write the outer ZIP: a notice in clear, the key under the passphrase, the encrypted content.

    Args:
        target: a new file that can be read again; what it holds is to be thrown away unless this
            returns.
        fill: writes the content into the inner ZIP.
        passphrase: opens the key.
        notice: how to open it; no patient's name.
    """
    key = sealing.make_key(passphrase, title="Copie d’un dossier")

    def pushed(pipe: Pipe) -> None:
        inner = Zip(pipe)
        try:
            fill(inner)
        finally:
            inner.end()

    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as outer:
        outer.writestr(zipfile.ZipInfo(NOTICE), notice.encode())
        outer.writestr(zipfile.ZipInfo(KEY), key.sealed_identity)
        with outer.open(zipfile.ZipInfo(CONTENT), "w", force_zip64=True) as content:
            sealing.encrypt(pushed, content.write, recipient=key.recipient)
