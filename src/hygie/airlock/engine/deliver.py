"""What is handed over: built beside the folder asked for, then given its name in one step.

DICOM files get names from counters, as PS3.10 wants them on a disc, and a fresh index; other
documents keep a safe form of their name. Killed, full or cancelled: nothing is left where the
person looks.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyrage

from hygie.airlock.engine.cleaner import Image, Output, Staged, write
from hygie.airlock.engine.naming import Accepted, final_names, images
from hygie.airlock.engine.staging import BUILT_MARK, Staging
from hygie.airlock.rules import litter
from hygie.core import files
from hygie.core.errors import HygieError

QUARANTINE, INDEX = "QUARANTAINE", "DICOMDIR"
PARTS = ".parts"
# Writes the fresh index: for each image its path with "/" and what it says of itself.
Index = Callable[[Sequence[tuple[str, Image]]], bytes]


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """Where each path's output is, relative to the folder; files of ours and their SHA-256."""

    names: Mapping[str, str]
    made: Mapping[str, str]


class Delivery:
    """A folder being built. For any thread until `finish`."""

    def __init__(self, target: Path, *, source: Path, staging: Staging) -> None:
        """Check the folder asked for and begin beside it.

        Raises:
            HygieError: `airlock.target_in_source`, `airlock.target_not_empty`,
                `airlock.no_target`, or those of `files.telling_disk_errors`.
        """
        self.target = target.absolute()
        _check(self.target, source)
        # A key's own top cannot be replaced: what goes there is built inside it.
        self._is_inside = os.path.ismount(self.target)
        beside = self.target if self._is_inside else self.target.parent
        with files.telling_disk_errors(beside):
            beside.mkdir(parents=True, exist_ok=True)
            self._build = Path(tempfile.mkdtemp(prefix=BUILT_MARK, dir=beside))
            staging.is_building(self._build)
            (self._build / PARTS).mkdir()
        self._ranks = itertools.count(1)
        self._kept: dict[str, str] = {}
        self._lock = threading.Lock()

    def write(self, output: Output, staged: Staged) -> Path:
        """Write a rebuilt file, not yet under its name.

        Raises:
            HygieError: as `files.telling_disk_errors`.
            EOFError: a span goes past the end of the copy.
        """
        stored = self._build / PARTS / f"{next(self._ranks):06d}"
        with (
            files.telling_disk_errors(self.target.parent),
            staged.stored.open("rb") as source,
            stored.open("xb") as target,
        ):
            write(output, source=source, target=target)
            target.flush()
            _begin_to_sync(target.fileno())
        return stored

    def keep(self, staged: Staged, *, recipient: str) -> str:
        """Keep a dangerous file, encrypted for who has the key; its path in the folder.

        Raises:
            HygieError: `airlock.bad_recipient`, or as `files.telling_disk_errors`.
        """
        with self._lock, files.telling_disk_errors(self.target.parent):
            (self._build / QUARANTINE).mkdir(exist_ok=True)
            name = f"{QUARANTINE}/{len(self._kept) + 1:03d}.age"
            target = self._build / name
            pyrage.encrypt_file(str(staged.stored), str(target), [recipient_of(recipient)])
            self._kept[name] = _sha256(target)
        return name

    def finish(self, accepted: Sequence[Accepted], *, index: Index | None) -> Delivered:
        """Give every file its name, write the index, wait for the disk, and show the folder.

        Raises:
            HygieError: as `files.telling_disk_errors`; nothing is left.
        """
        with files.telling_disk_errors(self.target.parent):
            named = final_names(accepted)
            for one in accepted:
                place = self._build / named[one.path]
                place.parent.mkdir(parents=True, exist_ok=True)
                one.stored.rename(place)
            made = dict(self._kept)
            ours = images(accepted, named)
            if ours and index is not None:
                (self._build / INDEX).write_bytes(index(ours))
                made[INDEX] = _sha256(self._build / INDEX)
            (self._build / PARTS).rmdir()
            _sync(self._build)
            self._show()
        return Delivered(names=named, made=made)

    def _show(self) -> None:
        if not self._is_inside:
            # On POSIX an empty folder gives way; Windows wants it gone first.
            if self.target.exists():
                self.target.rmdir()
            self._build.rename(self.target)
            files.sync_folder(self.target.parent)
            return
        shown: list[Path] = []
        try:
            for entry in sorted(self._build.iterdir()):
                entry.rename(self.target / entry.name)
                shown.append(self.target / entry.name)
            self._build.rmdir()
            files.sync_folder(self.target)
        except BaseException:
            for entry in shown:
                _remove(entry)
            raise

    def abandon(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self._build, ignore_errors=True)


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """The age recipient to whom dangerous files are encrypted.

    Raises:
        HygieError: `airlock.bad_recipient`.
    """
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise HygieError(
            "airlock.bad_recipient",
            "Le destinataire donné pour les fichiers dangereux n’est pas une clé publique age. "
            "Rien n’a été lu.",
            advice="Une clé publique age commence par «\u00a0age1\u00a0».",
        ) from error


def _check(target: Path, source: Path) -> None:
    resolved, read = target.resolve(), source.resolve()
    if resolved == read or resolved.is_relative_to(read) or read.is_relative_to(resolved):
        raise HygieError(
            "airlock.target_in_source",
            "Le dossier de sortie et ce qui est examiné sont l’un dans l’autre. Rien n’a été lu.",
            advice="Choisissez un dossier de ce poste, ou une autre clé qui ne sert qu’à cela.",
        )
    if not target.exists():
        return
    if not target.is_dir():
        raise HygieError(
            "airlock.no_target",
            f"{target} n’est pas un dossier. Rien n’a été lu, rien n’a été remplacé.",
            advice="Donnez le nom d’un dossier nouveau ou vide.",
        )
    with files.telling_disk_errors(target), os.scandir(target) as entries:
        held = [entry.name for entry in entries if entry.name.lower() not in litter.FOLDERS]
    if held:
        raise HygieError(
            "airlock.target_not_empty",
            f"Le dossier {target} n’est pas vide. Rien n’a été lu, rien n’a été remplacé.",
            advice="Donnez le nom d’un dossier nouveau ou vide.",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _begin_to_sync(fd: int) -> None:
    """Have the system write now what `_sync` will wait for; what was read back stays in memory."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync(folder: Path) -> None:
    """Wait until all of a folder is on its disk."""
    if _sync_at_once(folder):
        return
    for above, _, names in os.walk(folder):
        for name in names:
            # Windows flushes only what it may write.
            fd = os.open(Path(above, name), os.O_RDONLY if os.name == "posix" else os.O_RDWR)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
        files.sync_folder(Path(above))


def _sync_at_once(folder: Path) -> bool:
    """Linux writes a disk down in one call and tells errors; a call a file costs milliseconds."""
    if sys.platform != "linux":
        return False
    import ctypes

    fd = os.open(folder, os.O_RDONLY)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syncfs(fd) == 0:
            return True
        raise OSError(ctypes.get_errno(), "syncfs")
    except AttributeError:  # a C library without it
        return False
    finally:
        os.close(fd)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
