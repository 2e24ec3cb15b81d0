"""The lines that a listing is made of, as the trusted side reads and writes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Value

# Both forms are told again in `archive_inside`, which nothing outside may import; a test compares.
LISTED = struct.Struct("<QQQIHB")
WANTED = struct.Struct("<QQQIHQQ")

OK, FOLDER = 0, 1
METHODS = {0, 8}
FATES = {
    2: (Verdict.UNVERIFIABLE, "zip.encrypted_member"),
    3: (Verdict.UNVERIFIABLE, "zip.mismatch"),
    4: (Verdict.UNVERIFIABLE, "zip.method"),
    5: (Verdict.WITHHELD, "zip.link"),
    6: (Verdict.UNVERIFIABLE, "zip.bomb_member"),
    7: (Verdict.UNVERIFIABLE, "zip.broken_member"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where a member is in its archive, and what it announces of itself."""

    untrusted_name: str
    data_at: int
    packed_bytes: int
    size_bytes: int
    crc: int
    method: int
    fate: int

    @property
    def is_folder(self) -> bool:
        """Whether it has no content of its own."""
        return self.fate == FOLDER

    @property
    def refusal(self) -> tuple[Verdict, str] | None:
        """Why its content cannot be had."""
        return FATES.get(self.fate)


def listed_lines(untrusted: Value, *, names: Value, size_bytes: int) -> list[Line] | None:
    """The lines of a listing, each number within the archive; None when one is out of place."""
    if not isinstance(untrusted, bytes) or not isinstance(names, tuple):
        return None
    if len(untrusted) != LISTED.size * len(names):
        return None
    lines = [_line(str(name), at, untrusted) for at, name in enumerate(names)]
    return lines if all(_is_in_place(line, size_bytes=size_bytes) for line in lines) else None


def _line(name: str, rank: int, untrusted: bytes) -> Line:
    data_at, packed, size, crc, method, fate = LISTED.unpack_from(untrusted, rank * LISTED.size)
    return Line(
        untrusted_name=name,
        data_at=data_at,
        packed_bytes=packed,
        size_bytes=size,
        crc=crc,
        method=method,
        fate=fate,
    )


def _is_in_place(line: Line, *, size_bytes: int) -> bool:
    if line.fate not in {OK, FOLDER, *FATES}:
        return False
    if line.fate == OK and line.method not in METHODS:
        return False
    return line.data_at + line.packed_bytes <= size_bytes


def wanted_line(line: Line, *, skip: int, take: int) -> bytes:
    """What is asked of a member: so many bytes of its content after so many."""
    return WANTED.pack(
        line.data_at, line.packed_bytes, line.size_bytes, line.crc, line.method, skip, take
    )
