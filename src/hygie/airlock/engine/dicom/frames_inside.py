"""Where the frames of a compressed file are (PS3.5 §A.4). Inside only."""

from __future__ import annotations

import struct
from typing import BinaryIO

from hygie.airlock.engine.dicom.level_inside import BrokenError
from hygie.airlock.engine.dicom.telling import FRAGMENT
from hygie.airlock.engine.dicom.walk_inside import ITEM, SEQUENCE_END

MAX_FRAGMENTS = 100_000
_HEAD = struct.Struct("<HHI")


def fragments(file: BinaryIO, *, at: int, size: int) -> tuple[bytes, list[tuple[int, int]], int]:
    """The basic offset table, each fragment's offset and length, and where they end.

    Raises:
        BrokenError: they are not whole, or too many.
    """
    found: list[tuple[int, int]] = []
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            raise BrokenError("dicom.truncated")
        group, element, length = _HEAD.unpack(head)
        at += 8
        if group << 16 | element == SEQUENCE_END:
            break
        if group << 16 | element != ITEM:
            raise BrokenError
        if length > size - at:
            raise BrokenError("dicom.truncated")
        found.append((at, length))
        at += length
        if len(found) > MAX_FRAGMENTS:
            raise BrokenError("dicom.too_many")
    if len(found) < 2:
        raise BrokenError("dicom.no_frames")
    file.seek(found[0][0])
    return file.read(min(found[0][1], 4 * MAX_FRAGMENTS)), found[1:], at


def is_plausible(table: bytes, *, end: int) -> bool:
    """Whether a basic offset table is one: places in ascending order, within the fragments.

    Args:
        table: as found.
        end: how many bytes the fragments take.
    """
    if len(table) % 4:
        return False
    starts = [offset for (offset,) in struct.iter_unpack("<I", table)]
    return starts[:1] in ([], [0]) and starts == sorted(starts) and starts[-1:] <= [end]


def grouped(table: bytes, found: list[tuple[int, int]], *, frames: int, file: BinaryIO) -> bytes:
    """The fragments with the number of their frame, as `FRAGMENT`.

    Raises:
        BrokenError: nothing tells which fragments make which frame.
    """
    if frames == 1:
        ranks = [0] * len(found)
    elif len(found) == frames:
        ranks = list(range(frames))
    else:
        ranks = _by_table(table, found, frames) or _by_marker(found, frames, file)
    if not ranks:
        raise BrokenError("dicom.no_frames")
    return b"".join(
        FRAGMENT.pack(offset, length, rank)
        for (offset, length), rank in zip(found, ranks, strict=True)
    )


def _by_table(table: bytes, found: list[tuple[int, int]], frames: int) -> list[int]:
    starts = [offset for (offset,) in struct.iter_unpack("<I", table[: len(table) // 4 * 4])]
    first = found[0][0] - 8
    places = {offset - 8 - first for offset, _ in found}
    if len(starts) != frames or starts != sorted(set(starts)) or not places >= set(starts):
        return []
    wanted = set(starts)
    return _ranks([offset - 8 - first in wanted for offset, _ in found])


def _by_marker(found: list[tuple[int, int]], frames: int, file: BinaryIO) -> list[int]:
    """A frame begins where a codestream does: JPEG and JPEG-LS, or JPEG 2000."""
    begins = []
    for offset, _ in found:
        file.seek(offset)
        begins.append(file.read(3) in {b"\xff\xd8\xff", b"\xff\x4f\xff"})
    return _ranks(begins) if sum(begins) == frames and begins[0] else []


def _ranks(begins: list[bool]) -> list[int]:
    ranks, rank = [], -1
    for is_first in begins:
        rank += is_first
        ranks.append(rank)
    return ranks if ranks[0] == 0 else []
