"""A PNG written here, from nothing but pixels: what a browser opens is not a stranger's file."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, COLOURS = 1, 3
_COLOUR_TYPES = {GREY: 0, COLOURS: 2}
_UP = 2
# Measured on a slice of 512x512: 2 ms and 52 kB; level 6 takes 12 ms for 8 kB less.
_LEVEL = 1


def filtered_size(*, rows: int, columns: int, channels: int) -> int:
    """How many bytes `written` wants: each line comes after one byte for its filter."""
    return rows * (columns * channels + 1)


def written(untrusted_lines: bytes, *, rows: int, columns: int, channels: int) -> bytes:
    """A PNG of eight bits a sample.

    Args:
        untrusted_lines: each line is a byte of no meaning, then its samples less those of the line
            above (the filter "up" of PNG, ISO/IEC 15948 section 9): any bytes are some picture.
        rows, columns: from 1.
        channels: `GREY` or `COLOURS`.

    Raises:
        ValueError: another number of bytes than these lines have.
    """
    if min(rows, columns) < 1 or len(untrusted_lines) != filtered_size(
        rows=rows, columns=columns, channels=channels
    ):
        raise ValueError("not the lines of such a picture")
    lines = bytearray(untrusted_lines)
    lines[:: columns * channels + 1] = bytes([_UP]) * rows
    header = struct.pack(">IIBBBBB", columns, rows, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return b"".join((
        SIGNATURE,
        _chunk(b"IHDR", header),
        _chunk(b"IDAT", zlib.compress(lines, _LEVEL)),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
