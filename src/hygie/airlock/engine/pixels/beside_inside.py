"""What travels with the picture of a compressed frame and is not its pixels. Inside only.

Decoders stop at the end of the picture and skip its comments in silence. None of that is written
again; here it is looked for only so that it is told.
"""

from __future__ import annotations

import struct

from hygie.airlock.engine.dicom import carriers
from hygie.airlock.engine.pixels.codestream_inside import J2K_SYNTAXES, RLE

_JPEG_LS = frozenset({"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"})
_END = b"\xff\xd9"
# Other formats that a comment may begin as, and that need not be looked for in a header.
_OTHERS = (b"GIF8", b"BM", b"\x89PNG", b"%!PS", b"<svg", b"RIFF", b"ID3", b"OggS", b"fLaC")
# One byte makes the length even; what fills is no content.
_FILLING = b"\0\xff \r\n"


def is_bearing(frame: bytes, *, syntax: str, samples: int) -> bool:
    """Whether a frame holds bytes after its picture, or something hidden in its comments.

    Args:
        frame: one frame.
        syntax: of the file.
        samples: how many an RLE segment unfolds to.
    """
    try:
        if syntax == RLE:
            return len(frame[_rle_end(frame, samples) :].strip(_FILLING)) > 1
        if syntax in J2K_SYNTAXES:
            comments, end = _jpeg2000(frame)
        else:
            comments, end = _jpeg(frame, first_stuffed=0x80 if syntax in _JPEG_LS else 0x01)
    except (struct.error, IndexError):
        return bool(carriers.found_in(frame))  # without an end: only what is plainly known
    return len(frame[end:].strip(_FILLING)) > 1 or any(map(_is_hiding, comments))


def _is_hiding(comment: bytes) -> bool:
    return bool(
        comment.startswith(_OTHERS)
        or comment[257:262] == b"ustar"
        or carriers.found_in(comment)
        or carriers.found_at_start(comment)
        or carriers.program_in(comment[:128])
    )


def _jpeg(frame: bytes, *, first_stuffed: int) -> tuple[list[bytes], int]:
    """Comments, and just after the end (ITU-T T.81 annex B; T.87: a bit is stuffed, not a byte)."""
    comments: list[bytes] = []
    at = 2
    while True:
        if frame[at] != 0xFF:
            raise IndexError
        kind = frame[at + 1]
        if kind == 0xD9:
            return comments, at + 2
        if kind == 0xFF or kind == 0x01 or 0xD0 <= kind <= 0xD7:
            at += 1 if kind == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", frame, at + 2)
        if 0xE0 <= kind <= 0xEF or kind == 0xFE:
            comments.append(frame[at + 4 : at + 2 + length])
        at += 2 + length
        if kind == 0xDA:
            at = _after_scan(frame, at, first_stuffed)


def _after_scan(frame: bytes, at: int, first_stuffed: int) -> int:
    while (at := frame.find(b"\xff", at)) >= 0:
        if frame[at + 1] >= first_stuffed and not 0xD0 <= frame[at + 1] <= 0xD7:
            return at
        at += 2
    raise IndexError


def _jpeg2000(frame: bytes) -> tuple[list[bytes], int]:
    """Comments, and just after the end (ITU-T T.800 annex A); boxes before it count as comments."""
    begin = frame.find(b"\xff\x4f\xff\x51")
    comments = [frame[:begin]]
    at = begin + 2
    while frame[at : at + 2] != b"\xff\x90":
        (length,) = struct.unpack_from(">H", frame, at + 2)
        if frame[at + 1] == 0x64:
            comments.append(frame[at + 6 : at + 2 + length])
        at += 2 + length
    while frame[at : at + 2] == b"\xff\x90":
        (length,) = struct.unpack_from(">I", frame, at + 6)
        at = at + length if length >= 12 else max(at + 12, frame.rfind(_END))
    if frame[at : at + 2] != _END:
        raise IndexError
    return comments, at + 2


def _rle_end(frame: bytes, samples: int) -> int:
    """Just after the last run (PS3.5 annex G)."""
    table = struct.unpack_from("<16I", frame)
    at, made = int(table[min(max(table[0], 1), 15)]), 0
    while made < samples:
        control = frame[at]
        if control == 0x80:
            at += 1
            continue
        made += control + 1 if control < 0x80 else 257 - control
        at += control + 2 if control < 0x80 else 2
    return at
