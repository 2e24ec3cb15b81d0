"""How many updates wait on a Debian or an Ubuntu, read from the lists that apt already fetched.

`apt-get --simulate upgrade` says it too, but took 2.3 s on two cores (apt 2.6) where this takes a
quarter of a second, and the whole check-up has two. Differences: a held package is not counted,
nor one that Ubuntu rolls out in phases; pins of the administrator are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hygie.checkup.engine.dpkg import Package, field, installed_packages, is_newer
from hygie.checkup.engine.plain_files import (
    Trouble,
    UnreadableError,
    exists,
    read_file,
)
from hygie.checkup.engine.probe import Machine
from hygie.core.errors import HygieError

MAX_LIST_BYTES = 192 * 1024 * 1024
HELPER = "/usr/lib/apt/apt-helper"
HELPER_TIMEOUT_S = 3.0
_COMPRESSED = {".lz4", ".gz", ".xz", ".bz2", ".zst", ".lzma"}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What apt's lists say.

    Attributes:
        names: packages with a newer version.
        security: those of them whose newer version comes from a security archive.
        refreshed_at: when the lists were last asked for; None when that is not known.
        unread_lists: how many lists could not be read: there may be more to install.
    """

    names: frozenset[str]
    security: frozenset[str]
    refreshed_at: datetime | None
    unread_lists: int = 0


@dataclass(frozen=True, kw_only=True)
class _Archive:
    list_file: Path
    architecture: str
    is_security: bool


def waiting(machine: Machine) -> Waiting | None:
    """The updates that wait; None when this is no Debian.

    Raises:
        UnreadableError: `checkup.absent` when no list was ever fetched.
    """
    packages = installed_packages(machine.root)
    if not packages:
        return None
    folder = machine.root / "var/lib/apt/lists"
    archives = list(_archives(folder, native=_native(packages)))
    if not archives:
        raise UnreadableError(Trouble.ABSENT)
    by_name = {
        (name.partition(":")[0].encode(), _real(package, packages)): package
        for name, package in packages.items()
        if not package.is_held
    }
    names, security, unread = set(), set(), 0
    for archive in archives:
        try:
            newer = set(_newer(_text(machine, archive.list_file), archive, by_name))
        except HygieError:
            unread += 1
            continue
        names |= newer
        security |= newer if archive.is_security else set()
    return Waiting(
        names=frozenset(names),
        security=frozenset(security),
        refreshed_at=_refreshed_at(machine.root),
        unread_lists=unread,
    )


def _native(packages: dict[str, Package]) -> str:
    dpkg = packages.get("dpkg")
    return dpkg.architecture if dpkg else ""


def _real(package: Package, packages: dict[str, Package]) -> str:
    return _native(packages) if package.architecture == "all" else package.architecture


def _archives(folder: Path, *, native: str) -> Iterator[_Archive]:
    """The lists from which apt installs by itself; backports and the like are left out."""
    try:
        found = sorted(folder.glob("*_Packages*"))
    except OSError:
        return
    for file in found:
        if not file.name.endswith("_Packages") and file.suffix not in _COMPRESSED:
            continue  # the index of the differences between two lists
        release = _release_of(file)
        if "\nNotAutomatic: yes" in release:
            continue
        _, _, after = file.name.partition("_binary-")
        architecture = after.partition("_")[0]
        headers = release.partition("\nSHA256:")[0]
        yield _Archive(
            list_file=file,
            architecture=native if architecture in {"", "all"} else architecture,
            is_security="security" in _headers(headers).lower(),
        )


def _headers(text: str) -> str:
    return " ".join(
        line for line in text.splitlines() if line.startswith(("Label:", "Suite:", "Codename:"))
    )


def _release_of(list_file: Path) -> str:
    """The signed description of the archive a list belongs to: same name, fewer words."""
    words = list_file.name.split("_")
    for count in range(len(words) - 1, 0, -1):
        start = "_".join(words[:count])
        for ending in ("InRelease", "Release"):
            path = list_file.with_name(f"{start}_{ending}")
            if exists(path):
                try:
                    content = read_file(path, max_bytes=MAX_LIST_BYTES)
                except UnreadableError:
                    return ""
                return "\n" + content[:8192].decode("utf-8", "replace")
    return ""


def _text(machine: Machine, file: Path) -> bytes:
    if file.suffix not in _COMPRESSED:
        return read_file(file, max_bytes=MAX_LIST_BYTES)
    helper = str(machine.root / HELPER.lstrip("/"))
    result = machine.run(
        [helper, "cat-file", str(file)],
        timeout_s=HELPER_TIMEOUT_S,
        max_output_bytes=MAX_LIST_BYTES,
    )
    if result.code != 0:
        raise UnreadableError(Trouble.BROKEN)
    return bytes(result.stdout)


def _newer(
    text: bytes, archive: _Archive, by_name: dict[tuple[bytes, str], Package]
) -> Iterator[str]:
    """Names of the installed packages of which this list has a later version.

    The text (50 MB for Debian) is walked in place: cutting it up would double the memory.
    """
    start = 0
    while start < len(text):
        end = text.find(b"\n\n", start)
        end = end if end >= 0 else len(text)
        name = text[start + len(b"Package: ") : text.find(b"\n", start)]
        package = by_name.get((name, archive.architecture))
        if package:
            stanza = text[start:end]
            version = field(stanza, b"Version")
            is_phased = field(stanza, b"Phased-Update-Percentage") not in {"", "100"}
            if not is_phased and is_newer(version, package.version):
                yield name.decode("utf-8", "replace")
        start = end + 2


def _refreshed_at(root: Path) -> datetime | None:
    """When the lists were last asked for.

    The lists themselves carry the date of the server's file: only their folder was touched here.
    """
    times = []
    for name in ("apt/periodic/update-success-stamp", "apt/lists/partial", "apt/lists"):
        try:
            times.append((root / "var/lib" / name).stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), tz=UTC) if times else None
