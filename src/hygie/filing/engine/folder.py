"""The folder that is watched: what is in it, a file read whole, an original taken away.

A folder can vanish (a key unplugged), a file can be half written, replaced while it is read, or be
a link to somewhere else: each has its sentence, and nothing is lost.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from hygie.core import files
from hygie.core.errors import HygieError

# A program that prints has done nothing more to its file for so long.
SETTLED_AFTER_S = 5.0
MOST_FILES = 2000
_BUSY = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}
# Windows: open elsewhere without sharing, or partly locked.
_BUSY_ON_WINDOWS = {32, 33}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A PDF file of the folder.

    Attributes:
        name: as it can be kept and shown; not always the very name on the disk.
        modified_ns: when it was last written.
        is_settled: nobody has written in it for a moment.
    """

    path: Path
    name: str
    size_bytes: int
    modified_ns: int
    is_settled: bool


def check(untrusted_path: str) -> Path:
    """A folder that can be watched.

    Raises:
        HygieError: `filing.no_folder`, `filing.folder_gone`, `filing.folder_forbidden`,
            `filing.folder_of_hygie` or `filing.folder_too_large`.
    """
    typed = untrusted_path.strip().strip('"').strip()
    folder = Path(typed).expanduser()
    if not typed or "\x00" in typed or not folder.is_absolute():
        raise HygieError(
            "filing.no_folder",
            "Ce n’est pas l’adresse complète d’un dossier. Rien n’a été changé.",
            advice="Ouvrez le dossier dans l’Explorateur, cliquez dans sa barre d’adresse, "
            "copiez, puis collez ici.",
        )
    listed(folder)
    resolved, home = folder.resolve(), files.home().resolve()
    if resolved == home or resolved.is_relative_to(home):
        raise HygieError(
            "filing.folder_of_hygie",
            "Ce dossier est celui de Hygie. Rien n’a été changé.",
            advice="Choisissez le dossier où votre logiciel enregistre ses PDF.",
        )
    if resolved.parent == resolved or resolved == Path.home().resolve():
        raise HygieError(
            "filing.folder_too_large",
            "C’est tout un disque ou tout votre dossier personnel. Rien n’a été changé.",
            advice="Choisissez, ou créez, un dossier qui ne reçoit que les fichiers à ranger.",
        )
    return folder


def listed(folder: Path, *, endings: tuple[str, ...] = (".pdf",)) -> list[Entry]:
    """The PDF files of a folder, the oldest first; neither links, nor what is below.

    Args:
        folder: where.
        endings: other kinds of files, in lower case.

    Raises:
        HygieError: `filing.folder_gone` or `filing.folder_forbidden`.
    """
    found: list[Entry] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_wanted(entry, endings) and (known := _entry(entry)) is not None:
                    found.append(known)
                if len(found) == MOST_FILES:
                    break
    except OSError as error:
        raise _folder_error(error, folder) from error
    return sorted(found, key=lambda entry: (entry.modified_ns, entry.name))


def _is_wanted(entry: os.DirEntry[str], endings: tuple[str, ...]) -> bool:
    # "~$" and "." begin the files that programs keep for themselves.
    return entry.name.lower().endswith(endings) and not entry.name.startswith((".", "~"))


def _entry(entry: os.DirEntry[str]) -> Entry | None:
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:  # taken away meanwhile
        return None
    # A link could make Hygie read a file that whoever wrote the folder cannot.
    if not stat.S_ISREG(about.st_mode):
        return None
    age_s = time.time() - about.st_mtime
    return Entry(
        path=Path(entry.path),
        name=entry.name.encode("utf-8", "replace").decode(),
        size_bytes=about.st_size,
        modified_ns=about.st_mtime_ns,
        # A date to come is that of another clock: `looking` compares two looks then.
        is_settled=age_s >= SETTLED_AFTER_S,
    )


def find(folder: Path, name: str) -> Entry:
    """The file of that name.

    Raises:
        HygieError: `filing.file_gone`, or those of `listed`.
    """
    found = next((entry for entry in listed(folder) if entry.name == name), None)
    if found is None:
        raise gone()
    return found


def read_whole(entry: Entry, *, max_bytes: int) -> bytes:
    """The whole of a file that nobody changed meanwhile.

    Raises:
        HygieError: `filing.file_gone`, `filing.file_busy`, `filing.file_changing`,
            `filing.file_unreadable`.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(entry.path, flags | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            before = os.fstat(stream.fileno())
            content = stream.read(max_bytes + 1)
            after = os.fstat(stream.fileno())
    except OSError as error:
        raise _file_error(error) from error
    whole = (entry.size_bytes, entry.modified_ns)
    seen = ((about.st_size, about.st_mtime_ns) for about in (before, after))
    if any(one != whole for one in seen) or len(content) != entry.size_bytes:
        raise HygieError(
            "filing.file_changing",
            "Ce fichier change pendant qu’on le lit\u00a0: il n’est sans doute pas fini.",
            advice="Attendez la fin de l’impression ou de l’export, puis regardez de nouveau.",
            retry=True,
        )
    return content


def remove(entry: Entry, *, sha256: str, max_bytes: int) -> None:
    """Take an original away, if it is still the very file that was kept.

    Raises:
        HygieError: `filing.original_kept`, and why; the file is still there.
    """
    try:
        if hashlib.sha256(read_whole(entry, max_bytes=max_bytes)).hexdigest() != sha256:
            raise gone()
        entry.path.unlink()
    except (OSError, HygieError) as error:
        raise HygieError(
            "filing.original_kept",
            "Le document est gardé, mais l’original n’a pas pu être effacé du dossier.",
            advice="Fermez le programme qui l’a peut-être ouvert, puis effacez-le vous-même.",
        ) from error


def gone() -> HygieError:
    """The error for a file that is no longer the one that was looked at."""
    return HygieError(
        "filing.file_gone",
        "Ce fichier n’est plus dans le dossier, ou il a changé. Rien n’a été rangé.",
        advice="Cliquez sur «\u00a0Regarder maintenant\u00a0» pour voir ce qui s’y trouve.",
    )


def _file_error(error: OSError) -> HygieError:
    if error.errno == errno.ENOENT:
        return gone()
    if error.errno in _BUSY or getattr(error, "winerror", None) in _BUSY_ON_WINDOWS:
        return HygieError(
            "filing.file_busy",
            "Hygie n’a pas le droit de lire ce fichier, ou un programme le tient encore ouvert.",
            advice="Fermez-le dans l’autre programme, puis regardez de nouveau.",
            retry=True,
        )
    return HygieError(
        "filing.file_unreadable",
        f"Ce fichier n’a pas pu être lu sur le disque ({files.said(error)}).",
        advice="Vérifiez que le disque est bien branché, puis regardez de nouveau.",
        retry=True,
    )


def _folder_error(error: OSError, folder: Path) -> HygieError:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return HygieError(
            "filing.folder_forbidden",
            f"Hygie n’a pas le droit de lire le dossier {folder}.",
            advice="Choisissez un dossier qui vous appartient.",
        )
    return HygieError(
        "filing.folder_gone",
        f"Le dossier {folder} est introuvable\u00a0: disque ou clé débranché, ou dossier déplacé. "
        "Ce qui est déjà rangé est intact.",
        advice="Rebranchez le disque, ou choisissez un autre dossier.",
        retry=True,
    )
