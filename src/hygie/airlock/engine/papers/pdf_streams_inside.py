"""Deflated streams: how much they hold, and whether they hold anything beside it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array

from hygie.airlock.engine.papers.pdf_actions_inside import word

BLOCK_BYTES = 256 * 1024
MAX_BETWEEN_BYTES = 128 * 1024 * 1024
MAX_INFLATED_BYTES = 2 * 1024 * 1024 * 1024
# Writers leave an end of line after the data.
_BLANK = b"\0\t\n\f\r "


# What makes of any file an archive or a disc as well, wherever it stands in it: long enough marks
# not to be met by chance. Flawless data may hold them: deflating again what cannot be deflated
# leaves it as it is.
_ARCHIVES = (
    b"PK\x05\x06\0\0\0\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"MSCF\0\0\0\0",
    b"\x01CD001\x01",
)
_END_OF_JPEG = b"\xff\xd9"


class RefusedError(Exception):
    """Why the document is not rebuilt: one of the codes of `pdf.REFUSALS`."""


def filters(stream: Any) -> list[str]:
    """Names of the filters of a stream, in the order in which they undo it."""
    told = stream.get("/Filter")
    names = list(told) if isinstance(told, Array) else [told] if told else []
    return [word(name)[1:] for name in names]


def archive_at(raw: bytes) -> int:
    """Where an archive shows in these bytes; -1 when none does."""
    found = [at for at in (raw.find(mark) for mark in _ARCHIVES) if at >= 0]
    return min(found, default=-1)


def without_archive(raw: bytes, *, names: list[str]) -> bytes:
    """The picture before an archive that was put after it; nothing when it cannot be told apart."""
    if names != ["DCTDecode"]:
        return b""
    end = raw.rfind(_END_OF_JPEG, 0, archive_at(raw))
    return raw[: end + 2] if end > 0 else b""


def is_exact(raw: bytes, *, times: int, most: int) -> bool:
    """Whether the bytes are one whole deflated stream (deflated so many times) and nothing else.

    Args:
        raw: the stream as it stands.
        times: how often it says that it was deflated.
        most: how large its content may be.

    Raises:
        RefusedError: "bomb".
    """
    is_whole = True
    for rank in range(times):
        is_last = rank == times - 1
        found, size = bytearray(), 0
        inflation = _Inflation(raw)
        for block in inflation.blocks():
            size += len(block)
            if size > (min(most, MAX_INFLATED_BYTES) if is_last else MAX_BETWEEN_BYTES):
                raise RefusedError("bomb")
            found += b"" if is_last else block
        is_whole = is_whole and inflation.is_exact
        raw = bytes(found)
    return is_whole


class _Inflation:
    """One inflation, a block at a time."""

    def __init__(self, raw: bytes) -> None:
        self._raw = memoryview(raw)
        self.is_exact = False

    def blocks(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj()
        at = 0
        try:
            while at < len(self._raw) and not inflater.eof:
                packed = bytes(self._raw[at : at + BLOCK_BYTES])
                at += len(packed)
                while packed and not inflater.eof:
                    yield inflater.decompress(packed, BLOCK_BYTES)
                    packed = inflater.unconsumed_tail
        except zlib.error:
            return
        after = inflater.unused_data + bytes(self._raw[at:])
        self.is_exact = inflater.eof and not after.strip(_BLANK)
