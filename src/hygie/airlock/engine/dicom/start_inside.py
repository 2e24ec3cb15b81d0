"""How a file begins: preamble, group 2, and what the data set is truly encoded in. Inside only."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from hygie.airlock.engine.dicom import carriers, vrs
from hygie.airlock.engine.dicom.level_inside import BrokenError
from hygie.airlock.engine.dicom.meta import is_uid
from hygie.airlock.engine.dicom.values_inside import Notes

IMPLICIT = "1.2.840.10008.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"
DEFLATED = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
NATIVE = {IMPLICIT, EXPLICIT, DEFLATED, BIG_ENDIAN}

MAX_INFLATED_BYTES = 96 << 20
MAX_META_ELEMENTS = 64
MAX_META_BYTES = 1024
# PS3.10 table 7.1-1 and its later additions; anything else in group 2 is nobody's.
_META = frozenset((
    0x0000, 0x0001, 0x0002, 0x0003, 0x0010, 0x0012, 0x0013, 0x0016, 0x0017, 0x0018, 0x0026,
    0x0027, 0x0028, 0x0031, 0x0032, 0x0033, 0x0035, 0x0036, 0x0037, 0x0038,
))  # fmt: skip


class ProgramError(Exception):
    """The file begins as a program does; `name` tells which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass
class Start:
    """What stands before the data set.

    Attributes:
        at: where the data set begins.
        uids: of group 2, by element: those that are made as UIDs are.
    """

    at: int
    uids: dict[int, str] = field(default_factory=dict)

    @property
    def syntax(self) -> str:
        """Transfer syntax said, or ""."""
        return self.uids.get(0x0010, "")


def start(content: bytes, notes: Notes) -> Start:
    """What stands before the data set of a file.

    Args:
        content: its first bytes, 64 KiB or all.

    Raises:
        ProgramError: it begins as a program.
    """
    at = 0
    if content[128:132] == b"DICM":
        at = 132
        name = carriers.program_in(content[:128])
        if name:
            raise ProgramError(name)
        if not carriers.is_calm(content[:128]):
            name = carriers.found_in(content[:128])
            is_slight = not name and carriers.is_slight(content[:128])
            if is_slight:
                notes.add("dicom.preamble_slight", 0)
            else:
                notes.add("dicom.preamble", 0, name or "autre")
    elif content[:4] == b"DICM":
        at = 4
    return _meta(content, at, notes)


def _meta(content: bytes, at: int, notes: Notes) -> Start:
    found = Start(at)
    for _ in range(MAX_META_ELEMENTS):
        if content[found.at : found.at + 2] != b"\2\0" or found.at + 12 > len(content):
            return found
        element, value, end = _meta_element(content, found.at)
        if element not in _META or len(value) > MAX_META_BYTES:
            notes.add("dicom.meta", 0x00020000 | element)
        uid = value.strip(b"\0 ").decode("latin-1")
        if element in {0x0002, 0x0003, 0x0010} and is_uid(uid):
            found.uids[element] = uid
        found.at = end
    raise BrokenError


def _meta_element(content: bytes, at: int) -> tuple[int, bytes, int]:
    _, element, vr, length = struct.unpack_from("<HH2sH", content, at)
    value_at = at + 8
    if vr in vrs.LONG:
        length, value_at = struct.unpack_from("<I", content, at + 8)[0], at + 12
    elif vr not in vrs.ALL:  # group 2 is always explicit; a few writers did not know
        length = struct.unpack_from("<I", content, at + 4)[0]
    end = value_at + length
    if end > len(content):
        raise BrokenError
    return element, content[value_at:end], end


@dataclass(frozen=True)
class Encoding:
    """How a data set is encoded: by what it shows, whatever group 2 says."""

    implicit: bool
    big: bool


def encoding(content: bytes, syntax: str) -> Encoding:
    """How the data set that begins these bytes is encoded.

    Raises:
        BrokenError: it begins as none does.
    """
    if len(content) < 8:
        raise BrokenError
    little, big = (int.from_bytes(content[:2], order) for order in ("little", "big"))
    is_big = syntax == BIG_ENDIAN
    # The first group of a data set is small: read the wrong way round, it is large.
    if min(little, big) > 0x7FE0 or (not syntax and min(little, big) > 0x00FF):
        raise BrokenError
    if little > 0x00FF and big <= 0x00FF:
        is_big = True
    elif big > 0x00FF and little <= 0x00FF:
        is_big = False
    return Encoding(implicit=content[4:6] not in vrs.ALL, big=is_big)


def inflated(content: bytes) -> bytes:
    """What a deflated data set holds (PS3.5 §A.5).

    Raises:
        BrokenError: it is no deflate stream, cut short, or too large.
    """
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        made = engine.decompress(content, MAX_INFLATED_BYTES)
    except zlib.error as error:
        raise BrokenError from error
    if engine.unconsumed_tail:
        raise BrokenError("dicom.bomb")
    if not engine.eof:
        raise BrokenError("dicom.truncated")
    return made
