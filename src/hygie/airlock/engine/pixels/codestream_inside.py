"""What a compressed frame says of itself, before any decoder is given it. Inside the sandbox only.

A decoder believes its codestream, not the DICOM header around it: a frame that announces other
dimensions than its file would have memory taken for them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

RLE = "1.2.840.10008.1.2.5"
J2K_SYNTAXES = frozenset(
    f"1.2.840.10008.1.2.4.{last}" for last in ("90", "91", "201", "202", "203")
)
_SOI, _EOI, _SOS, _SOF_LS = 0xD8, 0xD9, 0xDA, 0xF7
# DHT, JPG and DAC stand among the frame headers without being any (ITU-T T.81 table B.1).
_FRAME_HEADERS = frozenset({*range(0xC0, 0xD0), _SOF_LS}) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_LOSSLESS_HEADERS = frozenset({0xC3, 0xC7, 0xCB, 0xCF})
# Sign and depth of a component (ITU-T T.800 table A.11).
_DEPTH = 0x7F
_IRREVERSIBLE = 0


class MisfitError(ValueError):
    """A frame that is not what its file says, or no frame at all."""


@dataclass(frozen=True, kw_only=True)
class Codestream:
    """Of one frame.

    Attributes:
        precision: bits of a sample.
        is_lossy: it was made by a process that loses something.
    """

    rows: int
    columns: int
    samples: int
    precision: int
    is_lossy: bool


def read(frame: bytes, *, syntax: str) -> Codestream:
    """What the frame announces; its transfer syntax is any but RLE, which announces nothing.

    Raises:
        MisfitError: it is no frame of that kind, or is cut short.
    """
    try:
        return _jpeg2000(frame) if syntax in J2K_SYNTAXES else _jpeg(frame)
    except (struct.error, IndexError) as error:
        raise MisfitError("cut short") from error


def _jpeg(frame: bytes) -> Codestream:
    """Segments up to the first scan (ITU-T T.81 annex B, T.87 annex C)."""
    if frame[:2] != b"\xff\xd8":
        raise MisfitError("no JPEG")
    at, header, marker = 2, None, 0
    while at < len(frame):
        if frame[at] != 0xFF:
            raise MisfitError("no marker")
        kind = frame[at + 1]
        if kind == 0xFF or kind in _ALONE:
            at += 1 if kind == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", frame, at + 2)
        if kind in _FRAME_HEADERS:
            header, marker = struct.unpack_from(">BHHB", frame, at + 4), kind
        if kind == _SOS:
            break
        at += 2 + length
    if header is None or at >= len(frame):
        raise MisfitError("no frame header, or nothing after it")
    precision, rows, columns, samples = header
    near = frame[at + 5 + 2 * frame[at + 4]] if marker == _SOF_LS else 0
    return Codestream(
        rows=rows,
        columns=columns,
        samples=samples,
        precision=precision,
        is_lossy=near > 0 if marker == _SOF_LS else marker not in _LOSSLESS_HEADERS,
    )


def _jpeg2000(frame: bytes) -> Codestream:
    """The main header; some files wrap it in the boxes of JP2."""
    at = frame[:4096].find(b"\xff\x4f\xff\x51")
    if at < 0:
        raise MisfitError("no JPEG 2000")
    right, bottom, left, top = struct.unpack_from(">4I", frame, at + 8)
    (samples,) = struct.unpack_from(">H", frame, at + 40)
    depth = frame[at + 42]
    for component in range(samples):
        if frame[at + 43 + 3 * component] != 1 or frame[at + 44 + 3 * component] != 1:
            raise MisfitError("components of several sizes")
    return Codestream(
        rows=bottom - top,
        columns=right - left,
        samples=samples,
        precision=(depth & _DEPTH) + 1,
        is_lossy=_transformation(frame, at + 2) == _IRREVERSIBLE,
    )


def _transformation(frame: bytes, at: int) -> int:
    """Of the first COD segment: 0 is the irreversible wavelet."""
    while frame[at] == 0xFF and frame[at + 1] != 0x90:  # up to the first tile
        if frame[at + 1] == 0x52:
            return frame[at + 13]
        at += 2 + struct.unpack_from(">H", frame, at + 2)[0]
    raise MisfitError("no coding style")
