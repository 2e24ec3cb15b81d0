"""The directory of a ZIP, read strictly. Inside the sandbox only; nothing is inflated here.

Format: PKWARE APPNOTE 6.3.10. What readers disagree on is where attacks live: two directories,
a member that says one thing in the directory and another where it stands, members that share bytes
(D. Fifield, "A better zip bomb", 2019), bytes that belong to nobody. None of it is repaired.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
MAX_DIRECTORY_BYTES = 32 * 1024 * 1024
# The end may be followed by its own comment (16 bits), and by what somebody appended.
TAIL_BYTES = 256 * 1024

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ZIP64, _DESCRIBED, _IS_UTF8 = 0x0001, 0x0008, 0x0800
# After its data a member may say its sizes once more: 12 bytes, 16 with a mark, 24 in ZIP64.
MAX_DESCRIPTOR_BYTES = 24


class BrokenZipError(Exception):
    """Why the archive cannot be read: one of the codes of `archive.REFUSALS`."""


@dataclass
class Entry:
    """One line of the directory; `data_at` and `agrees` come from where the member stands."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    starts_at: int
    system: int
    attributes: int
    data_at: int = 0
    agrees: bool = False

    @property
    def ends_at(self) -> int:
        """Where its data ends; its descriptor left out."""
        return self.data_at + self.packed_bytes

    @property
    def told_name(self) -> str:
        """Its name; before Unicode they were in the code page of DOS."""
        try:
            return self.name.decode("utf-8")
        except UnicodeDecodeError:
            return self.name.decode("cp437")


@dataclass(frozen=True)
class Directory:
    """A directory whole, and what stands around the archive."""

    entries: list[Entry]
    before_bytes: int
    after_bytes: int
    hidden_bytes: int


def directory(untrusted: BinaryIO, *, most_members: int) -> Directory:
    """Every member of an archive.

    Raises:
        BrokenZipError: it is broken, split, too large, or its members share bytes.
    """
    size = untrusted.seek(0, 2)
    end = _end(untrusted, size=size)
    if end.count > most_members:
        raise BrokenZipError("too_many")
    entries = list(_entries(_at(untrusted, end.starts_at, end.length), shift=end.shift))
    if len(entries) != end.count:
        raise BrokenZipError("broken")
    for entry in entries:
        _look_where_it_stands(untrusted, entry, most=end.starts_at)
    hidden = _hidden_bytes(entries, until=end.starts_at)
    first = min((entry.starts_at for entry in entries), default=end.starts_at)
    after = _at(untrusted, end.ends_at, TAIL_BYTES).strip(b"\0")  # discs are filled with zeros
    return Directory(entries, first, len(after), hidden)


@dataclass(frozen=True)
class _End:
    count: int
    starts_at: int
    length: int
    shift: int
    ends_at: int


def _end(untrusted: BinaryIO, *, size: int) -> _End:
    """The last end of a directory that leads to one; what it says of offsets is put right."""
    tail_at = max(0, size - TAIL_BYTES)
    tail = _at(untrusted, tail_at, size - tail_at)
    at = tail.rfind(END)
    while at >= 0:
        found = _end_at(untrusted, tail_at + at, size=size)
        if found is not None:
            return found
        at = tail.rfind(END, 0, at)
    raise BrokenZipError("broken")


def _end_at(untrusted: BinaryIO, at: int, *, size: int) -> _End | None:
    content = _at(untrusted, at, _END.size)
    if len(content) < _END.size:
        return None
    _, disk, disk_of_it, here, count, length, offset, comment = _END.unpack(content)
    ends_at = at + _END.size + comment
    if ends_at > size:
        return None
    if _FULL16 in {here, count} or _FULL32 in {length, offset}:
        wide = _end64(untrusted, at)
        if wide is not None:
            count, length, offset, at = wide
            here, disk, disk_of_it = count, 0, 0
    if disk or disk_of_it or here != count:
        raise BrokenZipError("split")
    starts_at = at - length
    if starts_at < 0 or length > MAX_DIRECTORY_BYTES or starts_at < offset:
        return None
    if count and _at(untrusted, starts_at, 4) != CENTRAL:
        return None
    return _End(count, starts_at, length, starts_at - offset, ends_at)


def _end64(untrusted: BinaryIO, at: int) -> tuple[int, int, int, int] | None:
    """Count, length and offset of the directory, and where its own end begins."""
    locator = _at(untrusted, at - _LOCATOR64.size, _LOCATOR64.size)
    if locator[:4] != LOCATOR64:
        return None
    end64_at = _LOCATOR64.unpack(locator)[2]
    if _at(untrusted, end64_at, 4) != END64:
        # Its offset is wrong when something was put before the archive: it stands just before.
        end64_at = at - _LOCATOR64.size - _END64.size
    content = _at(untrusted, end64_at, _END64.size)
    if content[:4] != END64 or len(content) < _END64.size:
        raise BrokenZipError("broken")
    _, _, _, _, disk, disk_of_it, here, count, length, offset = _END64.unpack(content)
    if disk or disk_of_it or here != count:
        raise BrokenZipError("split")
    return count, length, offset, end64_at


def _at(untrusted: BinaryIO, at: int, length: int) -> bytes:
    if at < 0:
        return b""
    untrusted.seek(at)
    return untrusted.read(length)


def _entries(content: bytes, *, shift: int) -> Iterator[Entry]:
    at = 0
    while at < len(content):
        if content[at : at + 4] != CENTRAL or at + _CENTRAL.size > len(content):
            raise BrokenZipError("broken")
        _, made, _, flags, method, _, _, *rest = _CENTRAL.unpack_from(content, at)
        crc, packed, size, name_length, extra_length, comment_length, disk, *rest = rest
        _, attributes, offset = rest
        at += _CENTRAL.size
        name, extra = content[at : at + name_length], content[at + name_length :][:extra_length]
        at += name_length + extra_length + comment_length
        size, packed, offset = _widened(extra, [size, packed, offset])
        if disk not in {0, _FULL16} or at > len(content):
            raise BrokenZipError("split" if disk else "broken")
        yield Entry(
            name=name,
            flags=flags,
            method=method,
            crc=crc,
            packed_bytes=packed,
            size_bytes=size,
            starts_at=offset + shift,
            system=made >> 8,
            attributes=attributes,
        )


def _widened(extra: bytes, numbers: list[int]) -> list[int]:
    """The numbers, those that are full taken from the ZIP64 field, in its order."""
    at = 0
    while at + 4 <= len(extra):
        code, length = struct.unpack_from("<2H", extra, at)
        if code == _ZIP64:
            wide = extra[at + 4 : at + 4 + length]
            for rank, number in enumerate(numbers):
                if number == _FULL32 and len(wide) >= 8:
                    numbers[rank], wide = int.from_bytes(wide[:8], "little"), wide[8:]
            break
        at += 4 + length
    return numbers


def _look_where_it_stands(untrusted: BinaryIO, entry: Entry, *, most: int) -> None:
    """Find the member's data, and whether it says there what the directory says of it."""
    head = _at(untrusted, entry.starts_at, _LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != LOCAL:
        raise BrokenZipError("broken")
    (_, _, flags, method, _, _, crc, packed, size, name_length, extra_length) = _LOCAL.unpack(head)
    name = _at(untrusted, entry.starts_at + _LOCAL.size, name_length)
    extra = _at(untrusted, entry.starts_at + _LOCAL.size + name_length, extra_length)
    entry.data_at = entry.starts_at + _LOCAL.size + name_length + extra_length
    if entry.ends_at > most:
        raise BrokenZipError("broken")
    size, packed = _widened(extra, [size, packed])
    told = (name, method, flags & 1)
    expected = (entry.name, entry.method, entry.flags & 1)
    sizes = (crc, packed, size)
    known = (entry.crc, entry.packed_bytes, entry.size_bytes)
    is_later = bool(flags & _DESCRIBED)
    entry.agrees = told == expected and (
        sizes == known
        or (is_later and all(a in {0, b, _FULL32} for a, b in zip(sizes, known, strict=True)))
    )


def _hidden_bytes(entries: list[Entry], *, until: int) -> int:
    """Bytes between members that belong to none of them.

    Raises:
        BrokenZipError: two members share bytes.
    """
    hidden, next_at = 0, until
    for entry in sorted(entries, key=lambda entry: entry.starts_at, reverse=True):
        gap = next_at - entry.ends_at
        if gap < 0:
            raise BrokenZipError("overlap")
        hidden += gap if gap > MAX_DESCRIPTOR_BYTES else 0
        next_at = entry.starts_at
    return hidden
