"""What native DICOM pixels mean: samples, scale, window. Pure numpy, on the sandbox's side."""

from __future__ import annotations

import math
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAX_PIXELS = 64_000_000
MAX_FRAMES = 100_000

Samples = NDArray[Any]


class NotShownError(ValueError):
    """No picture can be drawn from these pixels."""


def frames(header: Any) -> int:
    """How many frames the file says that it has."""
    try:
        return min(max(1, int(header.get("NumberOfFrames") or 1)), MAX_FRAMES)
    except (TypeError, ValueError):
        return 1


def samples(stream: BinaryIO, header: Any, *, number: int, real: str = "") -> Samples:
    """The samples of one frame: rows, columns, and colours if there are any.

    Args:
        stream: at the first byte of the pixels.
        header: a pydicom dataset.
        number: of the frame, from 0.
        real: "f4" or "f8" for floating point pixels.

    Raises:
        NotShownError: of a form that is not drawn, or cut short.
    """
    rows, columns = int(header.get("Rows") or 0), int(header.get("Columns") or 0)
    colours = int(header.get("SamplesPerPixel") or 1)
    bits = int(header.get("BitsAllocated") or 0)
    if not 0 < rows * columns <= MAX_PIXELS or colours not in {1, 3} or number >= frames(header):
        raise NotShownError("its size")
    if bits == 1 and not real:
        return _bits(stream, number=number, rows=rows, columns=columns)
    if not real and bits not in {8, 16, 32}:
        raise NotShownError(f"{bits} bits")
    is_signed = int(header.get("PixelRepresentation") or 0) == 1
    form = np.dtype("<" + (real or f"{'i' if is_signed else 'u'}{bits // 8}"))
    if str(header.get("PhotometricInterpretation", "")) in {"YBR_FULL_422", "YBR_PARTIAL_422"}:
        return _halved(stream, number=number, rows=rows, columns=columns)
    found = _counted(stream, rows * columns * colours, form, number=number)
    if real or colours == 3:
        return _in_place(found, header, rows=rows, columns=columns, colours=colours)
    return _used_bits(found.reshape(rows, columns), header, bits=bits)


def _counted(stream: BinaryIO, count: int, form: np.dtype[Any], *, number: int) -> Samples:
    size = count * form.itemsize
    stream.seek(number * size, 1)
    content = stream.read(size)
    if len(content) != size:
        raise NotShownError("cut short")
    return np.frombuffer(content, form)


def _bits(stream: BinaryIO, *, number: int, rows: int, columns: int) -> Samples:
    """One bit a pixel, the lowest first; a frame may begin inside a byte (PS3.5 section 8.1.1)."""
    first = number * rows * columns
    stream.seek(first // 8, 1)
    size = (first % 8 + rows * columns + 7) // 8
    content = stream.read(size)
    if len(content) != size:
        raise NotShownError("cut short")
    found = np.unpackbits(np.frombuffer(content, "u1"), bitorder="little")
    return found[first % 8 :][: rows * columns].reshape(rows, columns)


def _halved(stream: BinaryIO, *, number: int, rows: int, columns: int) -> Samples:
    """Two pixels share their colour: Y1 Y2 B R (PS3.3 C.7.6.3.1.2)."""
    if columns % 2:
        raise NotShownError("an odd number of columns")
    found = _counted(stream, rows * columns * 2, np.dtype("u1"), number=number)
    fours = found.reshape(rows, columns // 2, 4)
    grown = np.empty((rows, columns, 3), "u1")
    grown[:, 0::2, 0], grown[:, 1::2, 0] = fours[..., 0], fours[..., 1]
    for colour in (1, 2):
        grown[..., colour] = fours[..., colour + 1].repeat(2, axis=1)
    return grown


def _in_place(found: Samples, header: Any, *, rows: int, columns: int, colours: int) -> Samples:
    if colours == 1:
        return found.reshape(rows, columns)
    if int(header.get("PlanarConfiguration") or 0) == 1:
        return np.ascontiguousarray(found.reshape(3, rows, columns).transpose(1, 2, 0))
    return found.reshape(rows, columns, 3)


def _used_bits(found: Samples, header: Any, *, bits: int) -> Samples:
    """Without the bits that are not of the sample: old files kept their overlays there."""
    used = int(header.get("BitsStored") or bits)
    high = int(header.get("HighBit") or used - 1)
    if not 0 < used <= bits or not used - 1 <= high < bits or used == bits:
        return found
    return np.right_shift(np.left_shift(found, bits - 1 - high), bits - used)


def _groups(header: Any, number: int, name: str) -> Any:
    """What a multi-frame file says of one frame, or of all of them (PS3.3 C.7.6.16)."""
    each = header.get("PerFrameFunctionalGroupsSequence") or []
    shared = header.get("SharedFunctionalGroupsSequence") or []
    for groups in ([each[number]] if number < len(each) else []) + list(shared[:1]):
        found = groups.get(name)
        if found:
            return found[0]
    return header


def rescaled(values: Samples, header: Any, *, number: int) -> Samples:
    """Stored values in the unit of the image: slope and intercept, or the file's own table."""
    from pydicom.pixels import processing

    if header.get("ModalityLUTSequence"):
        return np.asarray(processing.apply_modality_lut(values, header), "f4")
    scale = _groups(header, number, "PixelValueTransformationSequence")
    slope = _number(scale.get("RescaleSlope"), default=1.0)
    return np.asarray(values, "f4") * slope + _number(scale.get("RescaleIntercept"), default=0.0)


def window(header: Any, *, number: int) -> tuple[float, float] | None:
    """The file's first window; None when it has none that is usable."""
    looked = _groups(header, number, "FrameVOILUTSequence")
    centre = _number(looked.get("WindowCenter"), default=math.nan)
    width = _number(looked.get("WindowWidth"), default=0.0)
    return (centre, width) if math.isfinite(centre) and width > 0 else None


def _number(value: Any, *, default: float) -> float:
    """A real of the file; the first of several."""
    try:
        found = float(value if isinstance(value, (str, int, float)) else value[0])
    except (TypeError, ValueError, IndexError):
        return default
    return found if math.isfinite(found) else default


def height_of_a_pixel(header: Any) -> float:
    """How many times its width: 1.0 for square ones, and where what is said makes no sense."""
    for name in ("PixelAspectRatio", "PixelSpacing", "ImagerPixelSpacing"):
        said = header.get(name)
        if said is None or isinstance(said, str) or len(said) != 2:
            continue
        down, across = (_number(one, default=0.0) for one in said)
        if down > 0 and across > 0 and 0.2 <= down / across <= 5.0:
            return 1.0 if abs(down / across - 1.0) < 0.01 else down / across
    return 1.0
