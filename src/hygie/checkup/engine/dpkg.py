"""Debian's packages: those installed, and which of two versions is the newer.

Read from dpkg's own list rather than asked from a program: a few milliseconds, and no lock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hygie.checkup.engine.plain_files import UnreadableError, read_file

MAX_STATUS_BYTES = 64 * 1024 * 1024
_INSTALLED = re.compile(rb"\nStatus: (\S+) ok installed\n")
_PARTS = re.compile(r"(\D*)(\d*)")


@dataclass(frozen=True, kw_only=True)
class Package:
    """An installed package.

    Attributes:
        version: its full version, with epoch and Debian revision.
        architecture: "amd64", "all"...
        is_held: somebody asked that it be left at this version.
    """

    version: str
    architecture: str
    is_held: bool = False


def installed_packages(root: Path) -> dict[str, Package]:
    """The installed packages by name; "name:arch" for one of a foreign architecture.

    Empty where there is no such list: the system is not a Debian.
    """
    try:
        text = read_file(root / "var/lib/dpkg/status", max_bytes=MAX_STATUS_BYTES)
    except UnreadableError:
        return {}
    found: dict[str, Package] = {}
    for stanza in text.split(b"\n\n"):
        state = _INSTALLED.search(stanza)
        name, version = field(stanza, b"Package"), field(stanza, b"Version")
        if state and name and version:
            package = Package(
                version=version,
                architecture=field(stanza, b"Architecture"),
                is_held=state[1] == b"hold",
            )
            found[f"{name}:{package.architecture}" if name in found else name] = package
    return found


def field(stanza: bytes, name: bytes) -> str:
    """A one-line field of a package's description; empty when it has none."""
    mark = name + b": "
    start = 0 if stanza.startswith(mark) else stanza.find(b"\n" + mark)
    if start < 0:
        return ""
    start = stanza.index(mark, start) + len(mark)
    end = stanza.find(b"\n", start)
    return stanza[start : end if end >= 0 else None].decode("utf-8", "replace").strip()


def is_newer(one: str, other: str) -> bool:
    """`one` is a later version than `other` (Debian policy, section 5.6.12)."""
    return _key(one) > _key(other)


def _key(version: str) -> tuple[int, list[tuple[list[int], int]], list[tuple[list[int], int]]]:
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, _, revision = rest.rpartition("-") if "-" in rest else (rest, "", "0")
    return (int(epoch) if epoch.isdecimal() else 0, _parts(upstream), _parts(revision))


def _parts(text: str) -> list[tuple[list[int], int]]:
    """Runs of other characters and of digits, in turn; both sides of a comparison align.

    A tilde sorts before everything, even the end; then the end, letters, and the other signs.
    The end of a run is weighed as 0, so that "1.0~rc1" comes before "1.0".
    """
    return [
        ([*(_weight(letter) for letter in signs), 0], int(digits or "0"))
        for signs, digits in _PARTS.findall(text)
    ]


def _weight(letter: str) -> int:
    if letter == "~":
        return -1
    return ord(letter) if letter.isalpha() else ord(letter) + 256
