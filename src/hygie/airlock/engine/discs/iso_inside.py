"""What an image of a CD or DVD holds (ISO 9660, Joliet, Rock Ridge names). In the sandbox only.

ECMA-119 for the volume and its directories; Joliet for the names in UTF-16; of Rock Ridge only the
names (NM) and the links (SL) are read. Nothing is extracted: where each file lies is told.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from hygie.sandbox.channel import Message

SECTOR_BYTES = 2048
FIRST_VOLUME = 16
MOST_VOLUMES = 64
MAX_DEPTH = 40
MAX_FOLDER_BYTES = 16 * 1024 * 1024
_JOLIET = (b"%/@", b"%/C", b"%/E")
_EXTENT = struct.Struct("<QQ")


@dataclass(frozen=True)
class Record:
    """One line of a directory."""

    name: str
    offset: int
    length: int
    is_folder: bool
    is_link: bool
    goes_on: bool


@dataclass(frozen=True)
class Volume:
    """Where a tree begins and how its names are written."""

    root_offset: int
    root_length: int
    block_bytes: int
    is_joliet: bool


def rehearse() -> None:
    """Python loads an alphabet when it is first used; later no file can be opened."""
    for alphabet in ("utf-16-be", "cp437", "utf-8"):
        codecs.lookup(alphabet)


def listed(untrusted: BinaryIO, *, skip: int, most: int) -> Message:
    """Paths and extents of the files from the one numbered `skip`; links have no extent."""
    volume = _volume(untrusted)
    if volume is None:
        return Message("unknown")
    paths, extents = [], []
    for path, spans in islice(_files(untrusted, volume), skip, skip + most):
        paths.append(path)
        extents.append(b"".join(_EXTENT.pack(*span) for span in spans))
    return Message("listed", {"paths": tuple(paths), "extents": tuple(extents)})


def _volume(untrusted: BinaryIO) -> Volume | None:
    """The Joliet volume when there is one: its names are whole."""
    found = None
    for sector in range(FIRST_VOLUME, FIRST_VOLUME + MOST_VOLUMES):
        untrusted.seek(sector * SECTOR_BYTES)
        block = untrusted.read(SECTOR_BYTES)
        if len(block) < SECTOR_BYTES or block[1:6] != b"CD001" or block[0] == 255:
            break
        if block[0] == 1 and found is None:
            found = _volume_of(block, is_joliet=False)
        elif block[0] == 2 and block[88:91] in _JOLIET:
            return _volume_of(block, is_joliet=True)
    return found


def _volume_of(block: bytes, *, is_joliet: bool) -> Volume:
    size = int.from_bytes(block[128:130], "little")
    block_bytes = size if size in {512, 1024, 2048} else SECTOR_BYTES
    extent, length = struct.unpack_from("<I4xI", block, 156 + 2)
    return Volume(extent * block_bytes, length, block_bytes, is_joliet)


def _files(untrusted: BinaryIO, volume: Volume) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each file once; folders that lead back to themselves are entered once."""
    seen: set[int] = set()
    waiting = [("", volume.root_offset, volume.root_length, 0)]
    while waiting:
        above, offset, length, depth = waiting.pop()
        if offset in seen or depth > MAX_DEPTH:
            continue
        seen.add(offset)
        spans: list[tuple[int, int]] = []
        for record in _records(untrusted, volume, offset=offset, length=length):
            path = f"{above}{record.name}"
            if record.is_folder:
                waiting.append((f"{path}/", record.offset, record.length, depth + 1))
                continue
            if not record.is_link:
                spans.append((record.offset, record.length))
            if not record.goes_on:
                yield path, spans
                spans = []


def _records(untrusted: BinaryIO, volume: Volume, *, offset: int, length: int) -> Iterator[Record]:
    untrusted.seek(offset)
    content = untrusted.read(min(length, MAX_FOLDER_BYTES))
    at = 0
    while at + 34 <= len(content):
        size = content[at]
        if size < 34 or at + size > len(content):
            # Records do not cross sectors: the rest of this one is empty.
            at = (at // SECTOR_BYTES + 1) * SECTOR_BYTES
            continue
        record = _record(content[at : at + size], volume)
        if record is not None:
            yield record
        at += size


def _record(line: bytes, volume: Volume) -> Record | None:
    extent, length = struct.unpack_from("<I4xI", line, 2)
    flags, size = line[25], line[32]
    raw = line[33 : 33 + size]
    if raw in {b"\0", b"\1"}:  # the folder itself, and the one above
        return None
    extra = {} if volume.is_joliet else dict(_system_use(line[33 + size + (size % 2 == 0) :]))
    return Record(
        name=extra.get(b"NM") or _name(raw, is_joliet=volume.is_joliet),
        offset=(extent + line[1]) * volume.block_bytes,
        length=length,
        is_folder=bool(flags & 2),
        is_link=b"SL" in extra,
        goes_on=bool(flags & 0x80),
    )


def _name(raw: bytes, *, is_joliet: bool) -> str:
    told = raw.decode("utf-16-be", "replace") if is_joliet else raw.decode("cp437")
    stem, _, version = told.rpartition(";")
    if stem and version.isdigit():
        told = stem
    # A slash in a name would make a folder that is not there.
    return told.removesuffix(".").replace("/", "_") or "_"


def _system_use(rest: bytes) -> Iterator[tuple[bytes, str]]:
    """Rock Ridge: a longer name, in pieces; a link."""
    at, name = 0, b""
    while at + 4 <= len(rest) and 4 <= rest[at + 2] <= len(rest) - at:
        sign, size = rest[at : at + 2], rest[at + 2]
        if sign == b"NM" and size > 5 and not rest[at + 4] & 6:
            name += rest[at + 5 : at + size]
        elif sign == b"SL":
            yield sign, ""
        at += size
    if name:
        yield b"NM", name.decode("utf-8", "replace").replace("/", "_")
