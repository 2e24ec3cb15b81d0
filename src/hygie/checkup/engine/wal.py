"""SQLite's write-ahead log, applied in memory (SQLite's file format, section 4).

A browser that runs keeps its last changes there. Only whole, committed, checksummed frames of the
present log count, as for SQLite itself: what an earlier log left behind it is ignored.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEADER = struct.Struct(">8I")
FRAME_HEADER = struct.Struct(">6I")
# The last bit tells the byte order of the checksums.
MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
PAGE_SIZES = {1 << power for power in range(9, 17)}
_MASK = 0xFFFFFFFF
# Far above any list of passwords: a frame that asks for more is a lie.
MAX_PAGES = 1 << 18


@dataclass(frozen=True, kw_only=True)
class _Log:
    page_size: int
    byte_order: str
    salts: tuple[int, int]
    sums: tuple[int, int]


def applied(image: bytes, log: bytes) -> bytes:
    """The database as it is once the committed changes of its log are in it."""
    header = _header(log)
    if header is None:
        return image
    pages: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    size = 0
    for number, committed_pages, page in _frames(log, header):
        waiting[number] = page
        if committed_pages:
            pages |= waiting
            waiting.clear()
            size = committed_pages
    if not size:
        return image
    whole = bytearray(image[: size * header.page_size].ljust(size * header.page_size, b"\0"))
    for number, page in pages.items():
        if number <= size:
            whole[(number - 1) * header.page_size : number * header.page_size] = page
    return bytes(whole)


def _header(log: bytes) -> _Log | None:
    if len(log) < HEADER.size:
        return None
    magic, _, page_size, _, *salts, first, second = HEADER.unpack_from(log)
    byte_order = MAGICS.get(magic)
    if byte_order is None or page_size not in PAGE_SIZES:
        return None
    sums = _checksum(log[:24], (0, 0), byte_order)
    if sums != (first, second):
        return None
    return _Log(page_size=page_size, byte_order=byte_order, salts=(salts[0], salts[1]), sums=sums)


def _frames(log: bytes, header: _Log) -> Iterator[tuple[int, int, bytes]]:
    """Page number, size of the database after a commit (else 0) and content of each frame."""
    sums, place = header.sums, HEADER.size
    while place + FRAME_HEADER.size + header.page_size <= len(log):
        number, committed_pages, *salts, first, second = FRAME_HEADER.unpack_from(log, place)
        content = place + FRAME_HEADER.size
        page = log[content : content + header.page_size]
        sums = _checksum(log[place : place + 8] + page, sums, header.byte_order)
        is_ours = tuple(salts) == header.salts and sums == (first, second)
        if not is_ours or not 0 < number <= MAX_PAGES or committed_pages > MAX_PAGES:
            return
        yield number, committed_pages, page
        place = content + header.page_size


def _checksum(data: bytes, sums: tuple[int, int], byte_order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{byte_order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
