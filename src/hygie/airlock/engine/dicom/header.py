"""What the walk says of a DICOM file, and the native file that is written from it.

The walk hands over the data set already cleaned, in explicit little endian, cut around what a
change of pixels changes: `before` (0028,0002), `describing` (up to (0028,0107), no sequence in it),
`between` (up to (0028,2110), itself told by `loss`) and `beyond` (up to the pixels). What stands
after them is not kept. The preamble and group 2 are ours, never the source's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hygie.airlock.engine.cleaner import Cleaned, Image, Output, Span
from hygie.airlock.engine.dicom import meta
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

Piece = bytes | Span
# A fragment of a compressed frame, as it lies in the staged copy.
Frame = tuple[Span, ...]

# Two pixels share their colours (PS3.3 C.7.6.3.1.2).
SHARED_COLOURS = {"YBR_FULL_422", "YBR_PARTIAL_422"}

_LONG = struct.Struct("<HH2sHI")
_SHORT = struct.Struct("<HH2sH")
_MAX_LENGTH = 0xFFFFFFFE
_LONG_VRS = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"UC", b"UN", b"UR", b"UT"))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The pixels' form, as in the top level of group 0028.

    Attributes:
        rows, columns, samples, frames: samples a pixel are 1, 3 or 4; at least one frame.
        bits_allocated: 1, or 8 to 64 by whole bytes; of one sample.
        bits_stored, high_bit, representation: representation is 1 for signed samples.
        photometric: ("MONOCHROME2"); "" for floating-point pixels, which have none.
        planar: 1 when a colour's samples lie together; of no meaning for one sample.
        number: "integer", "float" or "double": which of the elements of group 7FE0 holds them.
    """

    rows: int
    columns: int
    samples: int
    frames: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    representation: int
    photometric: str
    planar: int = 0
    number: str = "integer"

    @property
    def native_bytes(self) -> int:
        """Length of all the frames without compression; no padding counted."""
        samples = 2 if self.photometric in SHARED_COLOURS else self.samples
        return (self.rows * self.columns * samples * self.frames * self.bits_allocated + 7) // 8


@dataclass(frozen=True, kw_only=True)
class Header:
    """A DICOM file that walked to its end, without its pixels.

    Attributes:
        syntax: UID of the source's transfer syntax, as it was found to be.
        image: what the screen shows.
        shape: None when there are no pixels.
        before, describing, between, beyond: see above; each is whole elements.
        loss: value of (0028,2110): "01" when compression had lost something, "00", "" for absent.
        frames: of a compressed file: where each frame's fragments are in the staged copy.
        removed: what was not written again.
        noticed: what is in the file and stays (an executable's first bytes in legal pixels).
    """

    syntax: str
    image: Image
    shape: Shape | None
    before: bytes
    describing: bytes
    between: bytes
    beyond: bytes
    loss: str = ""
    frames: tuple[Frame, ...] = ()
    removed: tuple[Reason, ...] = ()
    noticed: tuple[Reason, ...] = ()

    def dataset(self, *, shape: Shape | None = None, loss: str | None = None) -> bytes:
        """The data set up to its pixels; `shape` and `loss` where they differ from the source's."""
        said = self.loss if loss is None else loss
        return b"".join((
            self.before,
            described(self.describing, shape=shape) if shape else self.describing,
            self.between,
            _element(0x2110, b"CS", said.encode("ascii")) if said else b"",
            self.beyond,
        ))  # fmt: skip


def rebuild_with(
    header: Header, *, pixels: Sequence[Piece], shape: Shape, lossy: bool = False
) -> Output:
    """The native file in explicit little endian that holds these pixels.

    Args:
        header: from the walk of the same staged copy.
        pixels: little endian, as `shape` tells, frame after frame; without padding.
        shape: of these pixels: what differs from `header.shape` is written into group 0028.
        lossy: whether the compression that is undone had lost something: kept said in (0028,2110).

    Raises:
        ValueError: the pixels are not exactly as long as the shape tells, or too long to be native.
    """
    length = sum(piece.length if isinstance(piece, Span) else len(piece) for piece in pixels)
    if length != shape.native_bytes:
        raise ValueError(f"{length} bytes of pixels where the shape tells {shape.native_bytes}")
    if length > _MAX_LENGTH - 1:
        raise ValueError("too long for a native element")
    loss = "01" if lossy else header.loss
    head = (
        meta.start(class_uid=header.image.class_uid, instance_uid=header.image.instance_uid)
        + header.dataset(shape=None if shape == header.shape else shape, loss=loss)
        + _pixel_start(shape, length + length % 2)
    )
    tail = b"\0" * (length % 2)
    image = replace(
        header.image,
        rows=shape.rows,
        columns=shape.columns,
        frames=shape.frames,
        origin_lossy=loss == "01",
    )
    pieces = tuple(piece for piece in (head, *pixels, tail) if piece)
    return Output(suffix=".dcm", kind="dicom", pieces=pieces, image=image)


def without_pixels(header: Header) -> Output:
    """The file of an object that has no pixels (a report, a presentation state, a plan)."""
    content = (
        meta.start(class_uid=header.image.class_uid, instance_uid=header.image.instance_uid)
        + header.dataset()
    )
    return Output(suffix=".dcm", kind="dicom", pieces=(content,), image=header.image)


def cleaned(header: Header, output: Output, *, reasons: Sequence[Reason] = ()) -> Cleaned:
    """The verdict that goes with what the walk removed; `reasons` are added to it.

    What calls for attention among what was removed is a reason too: the key's colour is by reasons.
    """
    verdict = Verdict.NEUTRALISED if header.removed else Verdict.REBUILT
    first = Reason(code="dicom.neutralised" if header.removed else "common.rebuilt")
    alarming = tuple(one for one in header.removed if one.words.attention)
    return Cleaned(
        verdict=verdict,
        reasons=(first, *alarming, *header.noticed, *reasons),
        removed=header.removed,
        output=output,
    )


def _pixel_start(shape: Shape, length: int) -> bytes:
    element, vr = {
        "float": (0x0008, b"OF"),
        "double": (0x0009, b"OD"),
        "integer": (0x0010, b"OW" if shape.bits_allocated > 8 else b"OB"),
    }[shape.number]
    return _LONG.pack(0x7FE0, element, vr, 0, length)


def described(describing: bytes, *, shape: Shape) -> bytes:
    """(0028,0002) to (0028,0107) with the elements that tell the pixels' form set to this shape.

    Raises:
        ValueError: `describing` is not whole elements of group 0028 in ascending order.
    """
    values = dict(_elements(describing))
    for element, value in _numbers(shape).items():
        values[element] = (b"US", struct.pack("<H", value))
    if shape.photometric:
        values[0x0004] = (b"CS", _even(shape.photometric.encode("ascii")))
    if shape.samples == 1:
        values.pop(0x0006, None)
    if shape.frames > 1 or 0x0008 in values:
        values[0x0008] = (b"IS", _even(str(shape.frames).encode("ascii")))
    return b"".join(_element(one, *values[one]) for one in sorted(values))


def _elements(content: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    at, last = 0, -1
    while at < len(content):
        if len(content) - at < _SHORT.size:
            raise ValueError("not whole elements")
        group, element, vr, length = _SHORT.unpack_from(content, at)
        at += _SHORT.size
        if group != 0x0028 or element <= last or vr in _LONG_VRS or length > len(content) - at:
            raise ValueError("not whole elements of group 0028, in order")
        yield element, (vr, content[at : at + length])
        at, last = at + length, element


def _numbers(shape: Shape) -> dict[int, int]:
    numbers = {
        0x0002: shape.samples,
        0x0010: shape.rows,
        0x0011: shape.columns,
        0x0100: shape.bits_allocated,
    }
    if shape.samples > 1:
        numbers[0x0006] = shape.planar
    if shape.number == "integer":
        numbers |= {
            0x0101: shape.bits_stored,
            0x0102: shape.high_bit,
            0x0103: shape.representation,
        }
    return numbers


def _even(value: bytes) -> bytes:
    return value + b" " * (len(value) % 2)


def _element(element: int, vr: bytes, value: bytes) -> bytes:
    return _SHORT.pack(0x0028, element, vr, len(value)) + value
