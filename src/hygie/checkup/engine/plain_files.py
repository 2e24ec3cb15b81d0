"""Reading what others wrote, without ever waiting: a pipe, a loop or a huge file is only named."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from hygie.checkup.observation import Trouble
from hygie.core.errors import HygieError

__all__ = [
    "Trouble", "UnreadableError", "exists", "identity", "is_remote",
    "read_file", "read_text", "subfolders", "text_or_empty",
]  # fmt: skip

MAX_SUBFOLDERS = 300


class UnreadableError(HygieError):
    """A file or folder that could not be read; probes catch it and go on with the others."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"checkup.{trouble.value}", f"Fichier {trouble.label}.")
        self.trouble = trouble


def read_file(path: Path, *, max_bytes: int) -> bytes:
    """The content of an ordinary file.

    Raises:
        UnreadableError: absent, denied, not an ordinary file, or larger than `max_bytes`.
    """
    try:
        # A named pipe put in place of a profile's file would make a plain open() wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _binary())
    except (OSError, ValueError) as error:  # ValueError: a name that no system can hold
        raise UnreadableError(_trouble_of(error, path)) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(Trouble.NOT_A_FILE)
        if status.st_size > max_bytes:
            raise UnreadableError(Trouble.TOO_BIG)
        # It may have grown since: never more than the limit enters the memory.
        with open(handle, "rb", closefd=False) as stream:
            content = stream.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableError(_trouble_of(error, path)) from error
    finally:
        os.close(handle)
    if len(content) > max_bytes:
        raise UnreadableError(Trouble.TOO_BIG)
    return content


def read_text(path: Path, *, max_bytes: int = 1024 * 1024) -> str:
    """The content of a small text file; bytes that are not UTF-8 are replaced.

    Raises:
        UnreadableError: as `read_file`.
    """
    return read_file(path, max_bytes=max_bytes).decode("utf-8", "replace")


def text_or_empty(path: Path) -> str:
    """The same, or nothing when it cannot be read: for files that only add a detail."""
    try:
        return read_text(path)
    except UnreadableError:
        return ""


def subfolders(folder: Path) -> list[Path]:
    """The folders of a folder, by name.

    Raises:
        UnreadableError: absent, denied, not a folder, or more of them than any person has.
    """
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_folder(entry):
                    found.append(Path(entry.path))
                if len(found) > MAX_SUBFOLDERS:
                    raise UnreadableError(Trouble.TOO_BIG)
    except NotADirectoryError as error:
        raise UnreadableError(Trouble.NOT_A_FOLDER) from error
    except (OSError, ValueError) as error:
        raise UnreadableError(_trouble_of(error, folder)) from error
    return sorted(found)


def exists(path: Path) -> bool:
    """There is something at this place, or something we may not look at."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def identity(path: Path) -> tuple[int, int] | None:
    """What a path leads to: equal for two names of one folder; None when it leads nowhere."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino)


def is_remote(untrusted_path: str) -> bool:
    """It names another machine: Windows would call it, and Hygie never calls anybody by itself."""
    return untrusted_path.lstrip().replace("\\", "/").startswith("//")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _trouble_of(error: Exception, path: Path) -> Trouble:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Trouble.ABSENT
    if isinstance(error, IsADirectoryError) or (os.name == "nt" and path.is_dir()):
        return Trouble.NOT_A_FILE
    return Trouble.DENIED if isinstance(error, PermissionError) else Trouble.BROKEN


def _binary() -> int:
    return getattr(os, "O_BINARY", 0)
