"""One clear stream to one age file and back, with the package `pyrage`; memory stays flat.

A file is written beside its final name, made durable, then renamed: killed at any moment, it is
whole or absent. Its name is a keyed hash of the document's id and content: it tells nothing to who
has not the key, and two documents of the same content have two names.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from hygie.core import files
from hygie.core.errors import HygieError
from hygie.documents.engine.streams import Clear, Durable, Progress, Reader, Source, Target, Writer

SUFFIX = ".age"
PART_SUFFIX = ".part"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written.

    Attributes:
        stored_name: the file's name in its folder.
        size_bytes: size of the clear content.
        sha256: hash of the clear content, in hexadecimal.
    """

    stored_name: str
    size_bytes: int
    sha256: str


def new_identity() -> str:
    """A secret key of the age format, for one document."""
    return str(pyrage.x25519.Identity.generate())


def write(
    stream: Reader,
    *,
    folder: Path,
    document_id: str,
    identity: str,
    naming_key: bytes,
    progress: Progress | None = None,
) -> Written:
    """Encrypt a stream into a new file of the folder, in one pass.

    Raises:
        HygieError: `documents.source_unreadable`, or the disk's errors as
            `files.telling_disk_errors`; the folder is then as before.
    """
    part = folder / f"{document_id}{PART_SUFFIX}"
    recipient = pyrage.x25519.Identity.from_str(identity).to_public()
    try:
        with files.telling_disk_errors(folder), Clear(progress) as clear:
            _encrypt(Source(stream, seen=clear.add), part, recipient)
            sha256 = clear.sha256()
            name = stored_name(document_id, sha256, naming_key=naming_key)
            part.replace(folder / name)
            files.sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return Written(stored_name=name, size_bytes=clear.size_bytes, sha256=sha256)


def stored_name(document_id: str, sha256: str, *, naming_key: bytes) -> str:
    """The file's name: HMAC-SHA256 of the document's id and of its content's hash."""
    said = f"{document_id}:{sha256}".encode()
    return hmac.new(naming_key, said, hashlib.sha256).hexdigest() + SUFFIX


def _encrypt(source: Source, part: Path, recipient: Any) -> None:
    with open(part, "xb", opener=for_owner_only) as file:
        durable = Durable(file)
        target = Target(durable.write)
        try:
            pyrage.encrypt_io(source.buffered(), target, [recipient])
        except pyrage.EncryptError as error:
            if source.failure is not None:
                raise _not_read(source.failure) from error
            raise target.failure or error from error
        durable.finish()


def for_owner_only(path: str, flags: int) -> int:
    """An opener: the new file can be read by its owner only."""
    return os.open(path, flags, 0o600)


def _not_read(failure: BaseException) -> BaseException:
    if not isinstance(failure, OSError):
        return failure
    return HygieError(
        "documents.source_unreadable",
        "Le fichier à garder n’a pas pu être lu jusqu’au bout. Rien n’a été gardé.",
        advice="Vérifiez que son disque est bien branché, puis recommencez.",
        retry=True,
    )


def read(
    path: Path,
    writer: Writer,
    *,
    identity: str,
    sha256: str,
    size_bytes: int,
    progress: Progress | None = None,
) -> None:
    """Decrypt a file to a writer, and prove at the end that it is what was written.

    What the writer received is to be thrown away unless this returns. What the writer itself
    raises goes through.

    Raises:
        HygieError: `documents.absent`, `documents.damaged` for a file altered, cut or swapped, or
            the disk's errors as `files.telling_disk_errors`.
    """
    if not path.exists():
        raise absent(path)
    with Clear(progress) as clear:
        target = Target(writer.write, clear.add)
        with files.telling_disk_errors(path.parent):
            is_whole = _decrypt(path, target, pyrage.x25519.Identity.from_str(identity))
        if target.failure is not None:
            raise target.failure
        if not is_whole or (clear.sha256(), clear.size_bytes) != (sha256, size_bytes):
            raise damaged(path)


def _decrypt(path: Path, target: Target, identity: Any) -> bool:
    """False when the format refuses the file, or when the target failed."""
    with path.open("rb") as file:
        source = Source(file)
        try:
            pyrage.decrypt_io(source.buffered(), target, [identity])
        except (pyrage.DecryptError, OSError) as error:
            # An altered chunk comes as a bare OSError: only the source tells the disk's own.
            if source.failure is not None:
                raise source.failure from error
            return False
    return True


def absent(path: Path) -> HygieError:
    """The error for a file that is not there any more."""
    return HygieError(
        "documents.absent",
        f"Le fichier de ce document a disparu du dossier de Hygie ({path.name}). "
        "Le reste est intact.",
        advice="Reprenez ce fichier dans une sauvegarde, sans rien supprimer.",
    )


def damaged(path: Path) -> HygieError:
    """The error for a file that is not what was written."""
    return HygieError(
        "documents.damaged",
        "Ce document est abîmé\u00a0: son fichier a été modifié, coupé ou remplacé "
        f"({path.name}). Hygie ne l’a pas ouvert et n’a rien changé.",
        advice="Ne supprimez rien. Reprenez ce fichier dans une sauvegarde, puis recommencez.",
    )
