"""An archive in a file of its own, its key beside it, that only a printed passphrase opens.

The stock `age` and `tar` tools open it. The passphrase is drawn by the machine (130 bits), printed,
and kept nowhere.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyrage

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.documents.engine.agefile import for_owner_only
from hygie.documents.engine.streams import BLOCK_BYTES, Durable, Source, Target
from hygie.records.engine import sealing
from hygie.records.engine.bagit import Checker
from hygie.records.engine.containers import files_of_tar
from hygie.records.engine.pipes import Pipe, run_beside
from hygie.records.engine.sealing import Key

PART_SUFFIX = ".part"
IDENTITY_NAME = "cle-de-l-archive.age"


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What was written."""

    path: Path
    size_bytes: int
    sha256: str


def make_key(passphrase: str) -> Key:
    """Draw the key of an archive."""
    return sealing.make_key(passphrase, title="Archive de fermeture")


def identity_of(sealed_identity: bytes, passphrase: str) -> str:
    """The secret half, for whoever has the paper.

    Raises:
        HygieError: `records.wrong_passphrase`.
    """
    try:
        text = str(pyrage.passphrase.decrypt(sealed_identity, passphrase), "ascii")
    except pyrage.DecryptError as error:
        raise HygieError(
            "records.wrong_passphrase",
            "Ce n’est pas le code imprimé sur la feuille «\u00a0Archive de fermeture\u00a0». "
            "Rien n’a été écrit, rien n’est fermé.",
            advice="Recopiez-le depuis le papier. Si la feuille est perdue, faites-en une autre "
            "avant de sceller.",
            retry=True,
        ) from error
    return text.splitlines()[-1]


def seal(fill: Callable[[Pipe], None], path: Path, *, recipient: str) -> Sealed:
    """Write an encrypted file from what `fill` pushes; memory stays flat.

    Killed or failing at any moment, the final name is whole or absent, and what is on the disk is
    encrypted.

    Raises:
        HygieError: the disk's errors; or whatever `fill` raises. The unfinished file is removed.
    """
    part, digest = path.with_name(path.name + PART_SUFFIX), hashlib.sha256()
    try:
        with files.telling_disk_errors(path.parent):
            part.unlink(missing_ok=True)  # left by a crash
            with open(part, "xb", opener=for_owner_only) as file:
                durable = Durable(file)
                sealing.encrypt(fill, durable.write, digest.update, recipient=recipient)
                durable.finish()
            size_bytes = part.stat().st_size
            part.replace(path)
            files.sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return Sealed(path=path, size_bytes=size_bytes, sha256=digest.hexdigest())


def check(path: Path, *, identity: str) -> int:
    """Open a sealed bag again and prove every hash; gives the number of files.

    Raises:
        HygieError: `records.archive_damaged`, or the disk's errors.
    """
    pipe, checker = Pipe(), Checker()

    def decrypt() -> None:
        with path.open("rb") as file:
            source, target = Source(file), Target(pipe.write)
            key = pyrage.x25519.Identity.from_str(identity)
            try:
                pyrage.decrypt_io(source.buffered(), target, [key])
            except (pyrage.DecryptError, OSError) as error:
                raise source.failure or target.failure or tarfile.ReadError(str(error)) from error
        pipe.end()

    def read() -> None:
        # Type: tarfile asks for `read` alone in this mode.
        with tarfile.open(fileobj=pipe, mode="r|", bufsize=BLOCK_BYTES) as stream:  # type: ignore[call-overload]
            checker.read(files_of_tar(stream))
        while pipe.read(BLOCK_BYTES):
            pass

    try:
        with files.telling_disk_errors(path.parent):
            run_beside(decrypt, read, pipe)
    except (tarfile.TarError, ValueError, pyrage.DecryptError) as error:
        raise damaged(path.name) from error
    if not checker.is_whole:
        raise damaged(path.name)
    return checker.files


def damaged(name: str) -> HygieError:
    """The error for a sealed file that is not what was written."""
    return HygieError(
        "records.archive_damaged",
        f"L’archive {name} a été relue et elle est abîmée. Les dossiers de Hygie sont intacts, "
        "et rien n’est fermé.",
        advice="Changez de disque ou de clé, puis scellez de nouveau.",
        retry=True,
    )


def write_identity(folder: Path, sealed_identity: bytes, *, name: str = IDENTITY_NAME) -> None:
    """The key's file, beside the archive: useless without the paper.

    Raises:
        HygieError: the disk's errors.
    """
    with files.telling_disk_errors(folder):
        part = folder / (name + PART_SUFFIX)
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=for_owner_only) as file:
            file.write(sealed_identity)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
