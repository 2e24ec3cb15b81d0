"""What a folder holds: each path once, by looking at it only; nothing is opened but folders.

Folders are opened from the one above, never by a whole path, and never through a link: what
changes meanwhile cannot lead us elsewhere. On Windows, which opens nothing relative to a folder,
whole paths are used.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hygie.airlock.rules import names
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

IS_RELATIVE = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # what became a pipe meanwhile must not hold us
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_SPECIALS = {
    stat.S_IFIFO: "tube",
    stat.S_IFSOCK: "prise",
    stat.S_IFCHR: "périphérique",
    stat.S_IFBLK: "périphérique",
}
# Reparse points of Windows: junctions and the like.
_REPARSE = 0x400


@dataclass(frozen=True, kw_only=True)
class Found:
    """One path of the source.

    Attributes:
        path: as in the report; unique.
        inside: its parts as the system gave them.
        size_bytes: as told; nothing was read.
        verdict, reasons: when it is not to be read, and why; None otherwise.
        extents: for an image of a disc: where its bytes are, offset and length.
    """

    path: str
    inside: tuple[str, ...]
    size_bytes: int = 0
    verdict: Verdict | None = None
    reasons: tuple[Reason, ...] = ()
    extents: tuple[tuple[int, int], ...] | None = None

    @property
    def name(self) -> str:
        """Its last part, as found."""
        return self.inside[-1] if self.inside else ""


@dataclass
class Paths:
    """Makes each path of the report unique: two names may be told alike once made writable."""

    seen: set[str] = field(default_factory=set)

    def once(self, untrusted: str) -> str:
        """The path as told, or with a number behind."""
        told = names.path_of(untrusted)
        given, count = told, 1
        while given in self.seen:
            count += 1
            given = f"{told} ({count})"
        self.seen.add(given)
        return given


def listed(root: Path, *, caps: Caps, paths: Paths) -> Iterator[Found]:
    """Every path under a folder, folder after folder, in the order of names.

    Raises:
        OSError: the folder itself cannot be read.
    """
    walk = _Walk(caps=caps, paths=paths, device=root.stat().st_dev)
    top = os.open(root, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0)) if IS_RELATIVE else -1
    try:
        yield from walk.under(top, root, ())
    finally:
        if top >= 0:
            os.close(top)


@dataclass
class _Walk:
    caps: Caps
    paths: Paths
    device: int
    count: int = 0

    def under(self, fd: int, folder: Path, inside: tuple[str, ...]) -> Iterator[Found]:
        with os.scandir(fd if IS_RELATIVE else folder) as entries:
            found = sorted((entry.name, entry) for entry in entries)
        folders = []
        for name, entry in found:
            if self.count >= self.caps.files:
                yield self._refused((*inside, name), Verdict.ERROR, "source.too_many")
                return
            self.count += 1
            one = self._looked_at(entry, (*inside, name))
            if one is None:
                folders.append(name)
            else:
                yield one
        for name in folders:
            yield from self._into(fd, folder, (*inside, name))

    def _looked_at(self, entry: os.DirEntry[str], inside: tuple[str, ...]) -> Found | None:
        """What an entry is, or None for a folder to go into."""
        try:
            about = entry.stat(follow_symlinks=False)
        except OSError as error:
            return self._refused(inside, Verdict.ERROR, code_of(error))
        if stat.S_ISLNK(about.st_mode) or getattr(about, "st_file_attributes", 0) & _REPARSE:
            return self._refused(inside, Verdict.WITHHELD, "source.link")
        if stat.S_ISDIR(about.st_mode):
            return self._refused_folder(about, inside)
        if not stat.S_ISREG(about.st_mode):
            kind = _SPECIALS.get(stat.S_IFMT(about.st_mode), "autre")
            return self._refused(inside, Verdict.WITHHELD, "source.special", detail=kind)
        if about.st_size > self.caps.file_bytes:
            return self._refused(inside, Verdict.UNVERIFIABLE, "source.too_large")
        path = self.paths.once("/".join(inside))
        return Found(path=path, inside=inside, size_bytes=about.st_size)

    def _refused_folder(self, about: os.stat_result, inside: tuple[str, ...]) -> Found | None:
        self.count -= 1  # only what is not gone into is told
        if len(inside) > self.caps.depth:
            return self._refused(inside, Verdict.ERROR, "source.too_deep")
        if os.name == "posix" and about.st_dev != self.device:
            return self._refused(inside, Verdict.WITHHELD, "source.other_disk")
        return None

    def _into(self, fd: int, folder: Path, inside: tuple[str, ...]) -> Iterator[Found]:
        below = folder / inside[-1]
        try:
            opened = os.open(inside[-1], _FOLDER, dir_fd=fd) if IS_RELATIVE else -1
        except OSError as error:
            yield self._refused(inside, Verdict.ERROR, code_of(error))
            return
        try:
            yield from self.under(opened, below, inside)
        except OSError as error:
            yield self._refused(inside, Verdict.ERROR, code_of(error))
        finally:
            if opened >= 0:
                os.close(opened)

    def _refused(
        self, inside: tuple[str, ...], verdict: Verdict, code: str, *, detail: str = ""
    ) -> Found:
        reasons = (Reason(code=code, detail=detail),)
        path = self.paths.once("/".join(inside))
        return Found(path=path, inside=inside, verdict=verdict, reasons=reasons)


def code_of(error: OSError) -> str:
    """What to say of a place that could not be read."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "source.forbidden"
    if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}:
        return "source.link"  # it became one meanwhile
    return "source.vanished" if error.errno == errno.ENOENT else "source.unreadable"


class Reader:
    """Opens files of a listed folder, going down from its top; keeps the last folder open."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = os.open(root, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0)) if IS_RELATIVE else -1
        self._at: tuple[str, ...] | None = None
        self._fd = -1

    def open(self, found: Found) -> int:
        """A descriptor for reading only, of a regular file.

        Raises:
            OSError: it cannot be read, or is no longer a regular file.
        """
        if IS_RELATIVE:
            fd = os.open(found.inside[-1], _FILE, dir_fd=self._folder(found.inside[:-1]))
        else:
            fd = os.open(self._root.joinpath(*found.inside), _FILE)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise OSError(errno.ENOENT, "no longer a file")
        return fd

    def _folder(self, inside: tuple[str, ...]) -> int:
        if self._at != inside:
            self._leave()
            self._fd = self._descend(inside)
            self._at = inside
        return self._fd

    def _descend(self, inside: tuple[str, ...]) -> int:
        at = os.dup(self._top)
        for name in inside:
            try:
                below = os.open(name, _FOLDER, dir_fd=at)
            finally:
                os.close(at)
            at = below
        return at

    def _leave(self) -> None:
        self._at = None
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def close(self) -> None:
        """Close the folders."""
        with suppress(OSError):
            self._leave()
            if self._top >= 0:
                os.close(self._top)
                self._top = -1
