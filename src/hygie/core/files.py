"""Where Hygie keeps its things, and writing a file so that a power cut leaves it old or new."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import platformdirs
import psutil

from hygie.core.errors import HygieError

# What the kernels call a folder that lives on another machine.
NETWORK_FILESYSTEMS = {
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs",
    "9p", "fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.smbnetfs",
}  # fmt: skip


def home() -> Path:
    """The folder that holds everything Hygie keeps: HYGIE_HOME, else the platform's own place."""
    chosen = os.environ.get("HYGIE_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("hygie", appauthor=False))


def ensure_home() -> Path:
    """Make the home folder, readable by its owner only.

    Raises:
        HygieError: `files.read_only`, `files.disk_full` or `files.network_share`.
    """
    folder = home()
    refuse_network_share(folder)  # before the first write: the sentence says that nothing was
    with telling_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"hygie")
            probe.flush()
    return folder


def filesystem_of(folder: Path) -> str:
    """Kind of file system that holds the folder, in lower case ("ext4", "ntfs", "remote")."""
    resolved = folder.resolve()
    if str(resolved).startswith("\\\\"):
        return "remote"
    mounts = [
        part
        for part in psutil.disk_partitions(all=True)
        if resolved.is_relative_to(Path(part.mountpoint))
    ]
    if not mounts:
        return ""
    # Of two mounts on one place the later hides the earlier.
    nearest = max(reversed(mounts), key=lambda part: len(Path(part.mountpoint).parts))
    return "remote" if "remote" in nearest.opts.split(",") else nearest.fstype.lower()


def refuse_network_share(folder: Path) -> None:
    """Refuse a folder on another machine: SQLite's locks do not hold there, the base would break.

    Raises:
        HygieError: `files.network_share`.
    """
    kind = filesystem_of(folder)
    if kind == "remote" or kind in NETWORK_FILESYSTEMS:
        raise HygieError(
            "files.network_share",
            f"Le dossier de Hygie ({folder}) est sur un partage réseau. "
            "La base pourrait s’y abîmer : rien n’a été écrit.",
            advice="Choisissez un dossier de cet ordinateur (variable HYGIE_HOME).",
        )


@contextmanager
def telling_disk_errors(folder: Path) -> Iterator[None]:
    """Turn the disk's own errors into French ones, inside the block.

    Raises:
        HygieError: `files.disk_full`, `files.read_only` or `files.unreadable`.
    """
    try:
        yield
    except OSError as error:
        raise disk_error(error, folder) from error


_SAID = {
    errno.ENOENT: "il n’existe pas",
    errno.EEXIST: "il existe déjà",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EIO: "le support ne répond plus correctement",
    errno.ENODEV: "le support a été retiré",
    errno.ENXIO: "le support a été retiré",
    errno.ENAMETOOLONG: "son nom est trop long",
    errno.ELOOP: "c’est un lien sans fin",
    errno.EBUSY: "un autre programme s’en sert",
    errno.ETXTBSY: "un autre programme s’en sert",
}


def said(error: OSError) -> str:
    """What the system said, in a few French words; its own number where we have none."""
    return _SAID.get(error.errno or 0, f"erreur {error.errno} du système")


def disk_error(error: OSError, folder: Path) -> HygieError:
    """The French error for what the system said of a folder."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return HygieError(
            "files.disk_full",
            "Le disque est plein : l’écriture n’a pas été faite, ce qui existait est intact.",
            advice="Libérez de la place sur le disque, puis recommencez.",
            retry=True,
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return HygieError(
            "files.read_only",
            f"Hygie n’a pas le droit d’écrire dans {folder} : rien n’a été changé.",
            advice="Vérifiez que ce dossier vous appartient et que le disque "
            "n’est pas en lecture seule.",
        )
    return HygieError(
        "files.unreadable",
        f"Le dossier {folder} n’a pas pu être lu ou écrit ({said(error)}).",
        advice="Vérifiez que le disque est bien branché, puis recommencez.",
        retry=True,
    )


def write_atomically(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace a file in one step: after a crash it holds the old content or the new, whole.

    Raises:
        HygieError: as `telling_disk_errors`.
    """
    with writing_atomically(path, mode=mode) as stream:
        stream.write(content)


@contextmanager
def writing_atomically(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """The same for what is written little by little: the file is replaced when the block ends.

    Raises:
        HygieError: as `telling_disk_errors`.
    """
    with telling_disk_errors(path.parent):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(mode)
            temporary.replace(path)
            sync_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """Make a rename durable: POSIX needs the folder itself written; Windows does it alone."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
