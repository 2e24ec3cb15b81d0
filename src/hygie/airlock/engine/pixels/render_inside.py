"""Draws a frame of a native DICOM file in eight bits. Imported inside the sandbox only.

The file is one that we wrote: explicit little endian, pixels not compressed. Its header is read
by pydicom, its samples by numpy; only the frames that were asked are read. pydicom loads GDCM,
before which zlib must be there (`decode_inside`).
"""

from __future__ import annotations

import codecs
import io
import struct
import warnings
import zlib  # noqa: F401 - see the docstring
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import pydicom
import pydicom.uid
from numpy.typing import NDArray
from PIL import Image
from pydicom import charset
from pydicom.pixels import processing

from hygie.airlock.engine.pixels import samples_inside as stored
from hygie.airlock.engine.pixels.samples_inside import NotShownError
from hygie.sandbox.channel import Message

MAX_SIDE = 4096
# Of the frames of one answer; the last may pass it.
MAX_DRAWN_BYTES = 32_000_000
_NAMES = {0x7FE00008: "f4", 0x7FE00009: "f8", 0x7FE00010: ""}
_GREYS = {"MONOCHROME1", "MONOCHROME2"}
_SEEN_SAMPLES = 65_536

Samples = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Eight bits a sample, and the window that was used (0, 0 for colours)."""

    picture: Samples
    window: tuple[float, float] = (0.0, 0.0)


def rehearse() -> None:
    """Draw once each way: afterwards no file can be opened, so nothing can be loaded."""
    warnings.simplefilter("ignore")
    for encoding in set(charset.python_encoding.values()):
        with suppress(LookupError):
            codecs.lookup(encoding)
    for photometric, colours in (("MONOCHROME1", 1), ("RGB", 3), ("YBR_FULL", 3)):
        drawn = frame(
            _small(photometric, colours), number=0, count=1, most=2, centre=0.0, width=0.0
        )
        if drawn.code != "frame":
            raise RuntimeError(f"the rehearsal of {photometric} failed")


def _small(photometric: str, colours: int) -> BinaryIO:
    header = pydicom.Dataset()
    header.file_meta = pydicom.dataset.FileMetaDataset()
    header.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    header.Rows = header.Columns = 4
    header.SamplesPerPixel, header.PhotometricInterpretation = colours, photometric
    header.BitsAllocated = header.BitsStored = 8
    header.HighBit, header.PixelRepresentation, header.PlanarConfiguration = 7, 0, 0
    header.RescaleSlope, header.RescaleIntercept = "1", "0"
    header.add_new(0x7FE00010, "OB", bytes(range(16)) * colours)
    written = io.BytesIO()
    pydicom.dcmwrite(written, header)
    written.seek(0)
    return written


def frame(
    untrusted: BinaryIO, *, number: int, count: int, most: int, centre: float, width: float
) -> Message:
    """Frames in a row, as lines for `png.written`.

    Args:
        untrusted: the file.
        number: of the first frame, from 0.
        count: how many at most: fewer come back at the end of the file, or when they are large.
        most: greatest width of a picture, in pixels; it is never made wider.
        centre, width: window; a width of 0 leaves it to the file, or to the values themselves.
    """
    try:
        header = pydicom.dcmread(untrusted, stop_before_pixels=True, force=True)
        start = untrusted.tell()
        last = min(number + count, stored.frames(header))
        drawn: list[Drawn] = []
        for rank in range(number, last):
            untrusted.seek(start)
            found = _read(untrusted, header, number=rank)
            drawn.append(_drawn(found, header, number=rank, window=(centre, width)))
            if sum(one.picture.nbytes for one in drawn) > MAX_DRAWN_BYTES:
                break
    except NotShownError:
        return Message("none")
    return _told(drawn, header, most=min(most, MAX_SIDE)) if drawn else Message("none")


def _told(drawn: list[Drawn], header: Any, *, most: int) -> Message:
    height = stored.height_of_a_pixel(header)
    pictures = [_narrowed(one.picture, most=most, height=height) for one in drawn]
    rows, columns = pictures[0].shape[:2]
    channels = 1 if pictures[0].ndim == 2 else 3
    lines = tuple(_lines(picture.reshape(rows, columns * channels)) for picture in pictures)
    return Message(
        "frame",
        {
            "rows": int(rows),
            "columns": int(columns),
            "channels": channels,
            "lines": lines,
            "frames": stored.frames(header),
            "centres": tuple(float(one.window[0]) for one in drawn),
            "widths": tuple(float(one.window[1]) for one in drawn),
        },
    )


def _read(untrusted: BinaryIO, header: Any, *, number: int) -> Samples:
    """The samples of the frame; the file stands at its pixels."""
    syntax = getattr(header, "file_meta", {}).get("TransferSyntaxUID")
    if syntax != pydicom.uid.ExplicitVRLittleEndian:
        raise NotShownError("not as we write")
    start = untrusted.read(12)
    if len(start) < 12:
        raise NotShownError("no pixels")
    group, element = struct.unpack("<HH", start[:4])
    name = _NAMES.get(group << 16 | element)
    if name is None or struct.unpack("<I", start[8:])[0] == 0xFFFFFFFF:
        raise NotShownError("no native pixels")
    return stored.samples(untrusted, header, number=number, real=name)


def _drawn(found: Samples, header: Any, *, number: int, window: tuple[float, float]) -> Drawn:
    photometric = str(header.get("PhotometricInterpretation", "MONOCHROME2"))
    if found.ndim == 3:
        return Drawn(picture=_colours(found, header, photometric))
    if photometric == "PALETTE COLOR":
        return Drawn(picture=_eight_bits(processing.apply_color_lut(found, header)[..., :3]))
    if photometric not in _GREYS:
        raise NotShownError(photometric)
    return _grey(found, header, number=number, window=window, inverted=photometric == "MONOCHROME1")


def _colours(found: Samples, header: Any, photometric: str) -> Samples:
    if found.dtype.itemsize > 1:
        bits = min(found.dtype.itemsize * 8, max(8, int(header.get("BitsStored") or 16)))
        found = (found.astype("u4") >> (bits - 8)).clip(0, 255).astype("u1")
    if photometric.startswith("YBR"):
        return processing.convert_color_space(found, "YBR_FULL", "RGB")
    return found


def _eight_bits(found: Samples) -> Samples:
    return found if found.dtype.itemsize == 1 else (found >> 8).astype("u1")


def _grey(
    found: Samples, header: Any, *, number: int, window: tuple[float, float], inverted: bool
) -> Drawn:
    """Through a table when the values are few enough: each is worked out once, not each pixel."""
    if found.dtype.itemsize > 2 or found.dtype.kind == "f":
        shown, window = _windowed(_seen(found), found, header, number=number, window=window)
    else:
        span = np.iinfo(found.dtype)
        every = np.arange(span.min, span.max + 1, dtype=np.int64).astype(found.dtype)
        table, window = _windowed(_seen(found), every, header, number=number, window=window)
        # Below zero, the place of a value in the table is where Python counts from the end.
        shown = np.roll(table, int(span.min))[found.view(f"u{found.dtype.itemsize}")]
    return Drawn(picture=255 - shown if inverted else shown, window=window)


def _seen(found: Samples) -> Samples:
    """A part of the samples, to guess a window from."""
    step = max(1, int((found.size / _SEEN_SAMPLES) ** 0.5))
    return found[::step, ::step]


def _windowed(
    seen: Samples, values: Samples, header: Any, *, number: int, window: tuple[float, float]
) -> tuple[Samples, tuple[float, float]]:
    """The values in eight bits, and the window that was used."""
    scaled = stored.rescaled(values, header, number=number)
    if window[1] <= 0 and "VOILUTSequence" in header and values.dtype.kind in "iu":
        looked = processing.apply_voi(np.rint(scaled).astype("i4"), header).astype("f4")
        return _stretched(looked, float(looked.min()), float(looked.max())), (0.0, 0.0)
    if window[1] <= 0:
        window = stored.window(header, number=number) or _guessed(
            stored.rescaled(seen, header, number=number)
        )
    centre, width = window
    # PS3.3 C.11.2.1.2.1: the linear function, without its half values, which no eye can see here.
    return _stretched(scaled, centre - width / 2, centre + width / 2), window


def _guessed(seen: Samples) -> tuple[float, float]:
    """From the first to the last hundredth of what is there."""
    finite = seen[np.isfinite(seen)]
    low, high = np.percentile(finite, [1, 99]) if finite.size else (0.0, 1.0)
    return (float(low + high) / 2, max(float(high - low), 1e-6))


def _stretched(values: Samples, low: float, high: float) -> Samples:
    with np.errstate(all="ignore"):
        grown = (values.astype("f4") - low) * (255.0 / max(high - low, 1e-6))
    return np.nan_to_num(grown).clip(0, 255).astype("u1")


def _narrowed(picture: Samples, *, most: int, height: float) -> Samples:
    """No wider than asked, and with square pixels."""
    rows, columns = picture.shape[:2]
    part = min(1.0, most / columns, MAX_SIDE / (rows * height))
    if part == height == 1.0:
        return picture
    size = (max(1, round(columns * part)), max(1, round(rows * height * part)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX))


def _lines(picture: Samples) -> bytes:
    rows, columns = picture.shape
    lines = np.empty((rows, columns + 1), "u1")
    lines[:, 0] = 0
    lines[0, 1:] = picture[0]
    np.subtract(picture[1:], picture[:-1], out=lines[1:, 1:])
    return lines.tobytes()
