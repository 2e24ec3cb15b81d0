"""What a ZIP holds, and the content of a range of its members. Inside the sandbox only."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from hygie.airlock.engine.papers.zip_inside import BrokenZipError, Entry, directory
from hygie.sandbox.channel import Message, Value

# One line of a listing: where the data begins, its length, the member's, its sum, method, fate.
LINE = struct.Struct("<QQQIHB")
# One line of a request: the same without fate, then what is wanted of the content.
WANTED = struct.Struct("<QQQIHQQ")

OK, FOLDER, ENCRYPTED, MISMATCH, METHOD, LINK, BOMB, BROKEN = range(8)
STORED, DEFLATED = 0, 8
MAX_NAME_CHARACTERS = 2000
BLOCK_BYTES = 256 * 1024
_UNIX, _DARWIN = 3, 19
_DOS_FOLDER = 0x10
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000  # the content, strongly, or the directory itself

# Names that tell what an archive is in truth.
_OFFICE = {"[Content_Types].xml", "mimetype"}
_PROGRAM = {"META-INF/MANIFEST.MF", "AndroidManifest.xml"}


def contents(
    untrusted: BinaryIO, *, most_members: int, most_ratio: int, ratio_from_bytes: int
) -> Message:
    """Every member once, in the order of the directory, and what is odd around them."""
    try:
        found = directory(untrusted, most_members=most_members)
    except BrokenZipError as error:
        return Message("refused", {"why": str(error)})
    names = [entry.told_name[:MAX_NAME_CHARACTERS] for entry in found.entries]
    lines = [
        LINE.pack(
            entry.data_at,
            entry.packed_bytes,
            entry.size_bytes,
            entry.crc,
            entry.method,
            _fate(entry, most_ratio=most_ratio, ratio_from_bytes=ratio_from_bytes),
        )
        for entry in found.entries
    ]
    told: dict[str, Value] = {
        "names": tuple(names),
        "lines": b"".join(lines),
        "nature": _nature(names),
        "before": found.before_bytes,
        "after": found.after_bytes,
        "hidden": found.hidden_bytes,
    }
    return Message("listed", told)


def _fate(entry: Entry, *, most_ratio: int, ratio_from_bytes: int) -> int:
    if _is_folder(entry):
        return FOLDER
    is_ratio_over = entry.size_bytes > most_ratio * max(1, entry.packed_bytes)
    for is_so, fate in (
        (entry.flags & _ENCRYPTED, ENCRYPTED),
        (_is_link(entry), LINK),
        (not entry.agrees, MISMATCH),
        (entry.method not in {STORED, DEFLATED}, METHOD),
        (entry.size_bytes > ratio_from_bytes and is_ratio_over, BOMB),
        (entry.method == STORED and entry.size_bytes != entry.packed_bytes, BROKEN),
    ):
        if is_so:
            return fate
    return OK


def _is_folder(entry: Entry) -> bool:
    if entry.size_bytes:
        return False
    return entry.name.endswith((b"/", b"\\")) or bool(entry.attributes & _DOS_FOLDER)


def _is_link(entry: Entry) -> bool:
    """A link of Unix: its content is a path of this computer, to be followed by whoever unpacks."""
    mode = entry.attributes >> 16
    return entry.system in {_UNIX, _DARWIN} and stat.S_IFMT(mode) not in {0, stat.S_IFREG}


def _nature(names: list[str]) -> str:
    """What the archive is by its members' names: "zip", "office", "macros" or "program"."""
    known = set(names)
    if any(name.endswith("vbaProject.bin") for name in names):
        return "macros"
    if known & _PROGRAM:
        return "program"
    return "office" if known & _OFFICE else "zip"


def extract(untrusted: BinaryIO, *, wanted: bytes) -> Message:
    """The content of each member wanted, or a part of it.

    Args:
        untrusted: the archive.
        wanted: lines of `WANTED`, taken from a listing; with nothing to take, the member is
            only read to its end and its sum checked.
    """
    fates, found = [], []
    for line in WANTED.iter_unpack(wanted):
        fate, content = _member(untrusted, line)
        fates.append(fate)
        found.append(content if fate == OK else b"")
    return Message("extracted", {"fates": tuple(fates), "found": tuple(found)})


def _member(untrusted: BinaryIO, line: tuple[int, ...]) -> tuple[int, bytes]:
    data_at, packed_bytes, size_bytes, crc, method, skip, take = line
    kept, at, found_crc = bytearray(), 0, 0
    try:
        for block in _blocks(untrusted, data_at, packed_bytes, method):
            low, high = max(skip - at, 0), min(skip + take - at, len(block))
            kept += block[low:high] if high > low else b""
            at += len(block)
            found_crc = zlib.crc32(block, found_crc)
            if at > size_bytes:  # what it announced was a lie
                return BROKEN, b""
            if take and skip + take < size_bytes and at >= skip + take:
                return OK, bytes(kept)  # a part; the whole was checked before
    except zlib.error:
        return BROKEN, b""
    return (OK, bytes(kept)) if (at, found_crc) == (size_bytes, crc) else (BROKEN, b"")


def _blocks(untrusted: BinaryIO, data_at: int, packed_bytes: int, method: int) -> Iterator[bytes]:
    """The content in blocks, never more than one inflated at a time."""
    untrusted.seek(data_at)
    left = packed_bytes
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        packed = untrusted.read(min(left, BLOCK_BYTES))
        if not packed:
            return
        left -= len(packed)
        if method == STORED:
            yield packed
        while method == DEFLATED and packed and not inflater.eof:
            yield inflater.decompress(packed, BLOCK_BYTES)
            packed = inflater.unconsumed_tail
    while method == DEFLATED and not inflater.eof:
        block = inflater.decompress(b"", BLOCK_BYTES)
        if not block:
            return
        yield block
