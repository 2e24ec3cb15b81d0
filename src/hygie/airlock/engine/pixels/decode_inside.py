"""Decodes compressed DICOM frames. Imported inside the sandbox only: parsers in C run here.

The decoder is named by who asks, never chosen among what happens to be installed. GDCM's own
Python package runs any module called `dl` that it finds, and gives memory that nobody wrote when
it fails: it is imported here only, and asked in a way that says whether it failed. It also brings a
zlib of its own: where it is what loads the system's libz first, libz calls into the other one and
writes past its memory (python-gdcm 3.2.6). So zlib is imported before it, by whoever loads it.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib  # noqa: F401 - see the docstring
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, BinaryIO

import gdcm
import jpeg_ls
import numpy as np
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder

from hygie.airlock.engine.pixels import beside_inside as beside
from hygie.airlock.engine.pixels import codestream_inside as codestream
from hygie.airlock.engine.pixels import sequential_inside as sequential
from hygie.airlock.engine.pixels.codestream_inside import RLE, MisfitError
from hygie.sandbox.channel import Message

_BASELINE = "1.2.840.10008.1.2.4.50"
_DCT = {_BASELINE, "1.2.840.10008.1.2.4.51"}
_YBR = {"YBR_FULL", "YBR_FULL_422"}
# By names of pydicom; ours beside.
_PYDICOM = {"pillow", "pyjpegls", "pylibjpeg", "pydicom"}

# 64x64 zeros. Not encoded on the spot: openjpeg's encode_array (2.6.0) reads past its own memory.
_SMALL_J2K = bytes.fromhex(
    "ff4fff510029000000000040000000400000000000000000000000400000004000000000000000000001000101"
    "ff52000c00000001000504040001ff5c00134008101018101018101018101018101018"
    "ff90000a0000000000170001ff93d100087f8080808080ffd9"
)

Samples = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the file says of its pixels."""

    syntax: str
    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    is_signed: int
    photometric: str
    planar: int

    @property
    def form(self) -> np.dtype[Any]:
        """Of one sample."""
        return np.dtype(f"<{'i' if self.is_signed else 'u'}{self.bits_allocated // 8}")


def rehearse() -> None:
    """Decode once each way: afterwards no file can be opened, so nothing can be loaded."""
    warnings.simplefilter("ignore")
    logging.disable()
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # each frame's size was compared with its file's before
    samples, picture = np.zeros((64, 64), "u1"), io.BytesIO()
    Image.fromarray(samples).save(picture, "JPEG")
    baseline = picture.getvalue()
    for syntax, decoder, frame in (
        (_BASELINE, "pillow", baseline),
        (_BASELINE, "gdcm", baseline),
        (_BASELINE, "sequential", baseline),
        ("1.2.840.10008.1.2.4.80", "pyjpegls", bytes(jpeg_ls.encode_array(samples))),
        ("1.2.840.10008.1.2.4.90", "pylibjpeg", _SMALL_J2K),
        (RLE, "pydicom", _small_rle()),
    ):
        asked = Asked(
            syntax=syntax, rows=64, columns=64, samples=1, bits_allocated=8, bits_stored=8,
            is_signed=0, photometric="MONOCHROME2", planar=0,
        )  # fmt: skip
        _frame(frame, asked, decoder)
    _rgb(np.zeros((8, 8, 3), "u1"))


def _small_rle() -> bytes:
    """A header of one segment, then runs of 128 zeros (PS3.5 annex G)."""
    return struct.pack("<16I", 1, 64, *[0] * 14) + bytes([257 - 128, 0]) * 32


def frames(
    untrusted: BinaryIO,
    *,
    decoder: str,
    offsets: tuple[int, ...],
    lengths: tuple[int, ...],
    firsts: tuple[int, ...],
    **asked: Any,
) -> Message:
    """Frames one after another, native little endian, colours side by side.

    Args:
        untrusted: the whole file.
        decoder: `compressed.DECODERS`.
        offsets, lengths: of each fragment, in the file.
        firsts: for each frame, the rank of its first fragment.
        asked: the fields of `Asked`.
    """
    wanted = Asked(**asked)
    found, photometrics, is_lossy, is_bearing = [], set(), False, False
    try:
        for frame in _gathered(untrusted, offsets, lengths, firsts):
            pixels, photometric, lossy = _frame(frame, wanted, decoder)
            found.append(pixels)
            photometrics.add(photometric)
            is_lossy |= lossy
            is_bearing |= beside.is_bearing(
                frame, syntax=wanted.syntax, samples=wanted.rows * wanted.columns
            )
    except MisfitError:
        return Message("misfit")
    if len(photometrics) != 1:
        return Message("misfit")
    told = {"is_lossy": int(is_lossy), "is_bearing": int(is_bearing)}
    return Message(
        "decoded", {"pixels": b"".join(found), "photometric": photometrics.pop(), **told}
    )


def _gathered(
    untrusted: BinaryIO, offsets: tuple[int, ...], lengths: tuple[int, ...], firsts: tuple[int, ...]
) -> Iterator[bytes]:
    for first, last in pairwise((*firsts, len(offsets))):
        parts = []
        for offset, length in zip(offsets[first:last], lengths[first:last], strict=True):
            untrusted.seek(offset)
            parts.append(untrusted.read(length))
        yield b"".join(parts)


def _frame(frame: bytes, asked: Asked, decoder: str) -> tuple[bytes, str, bool]:
    """The pixels of a frame, what they mean, and whether something was lost on the way.

    Raises:
        MisfitError: it is not what its file says.
    """
    if asked.syntax == RLE:
        pixels, photometric = _pydicom(frame, asked, decoder)
        return _native(pixels, asked), photometric, False
    told = codestream.read(frame, syntax=asked.syntax)
    if (told.rows, told.columns, told.samples) != (asked.rows, asked.columns, asked.samples):
        raise MisfitError("other dimensions")
    if told.precision > asked.bits_allocated:
        raise MisfitError("deeper than its file")
    pixels, photometric = _decoded(frame, asked, decoder, precision=told.precision)
    if asked.syntax in _DCT and photometric in _YBR:
        pixels, photometric = _rgb(pixels), "RGB"
    elif photometric in _YBR:
        photometric = "YBR_FULL"  # decoded, no pixel shares its colour with its neighbour
    return _native(pixels, asked), photometric, told.is_lossy


def _decoded(frame: bytes, asked: Asked, decoder: str, *, precision: int) -> tuple[Samples, str]:
    if decoder == "gdcm":
        return _gdcm(frame, asked, precision=precision), asked.photometric
    if decoder == "sequential":
        return sequential.decode(frame), asked.photometric
    if asked.syntax in _DCT:  # the container is of the codestream's depth
        asked = replace(asked, bits_allocated=8, bits_stored=8, is_signed=0)
    return _pydicom(frame, asked, decoder)


def _native(pixels: Samples, asked: Asked) -> bytes:
    if pixels.size != asked.rows * asked.columns * asked.samples:
        raise MisfitError("another number of samples")
    return pixels.astype(asked.form, copy=False).tobytes()


def _ended(frame: bytes) -> bytes:
    """With its end marker: without it CharLS looks for it during seconds (pyjpegls 1.5.1)."""
    return frame if frame.rstrip(b"\0").endswith(b"\xff\xd9") else frame + b"\xff\xd9"


def _pydicom(frame: bytes, asked: Asked, decoder: str) -> tuple[Samples, str]:
    if decoder not in _PYDICOM:
        raise ValueError(decoder)
    said: dict[str, Any] = {
        "rows": asked.rows,
        "columns": asked.columns,
        "number_of_frames": 1,
        "samples_per_pixel": asked.samples,
        "bits_allocated": asked.bits_allocated,
        "bits_stored": asked.bits_stored,
        "pixel_representation": asked.is_signed,
        "photometric_interpretation": asked.photometric,
        "planar_configuration": asked.planar,
        "pixel_keyword": "PixelData",
        # Bits beside the sample stay, as they do in a native file, whose pixels are copied.
        "correct_unused_bits": False,
    }
    pixels, told = get_decoder(asked.syntax).as_array(
        encapsulate([_ended(frame) if decoder == "pyjpegls" else frame]),
        index=0,
        raw=True,
        decoding_plugin=decoder,
        **said,
    )
    return pixels, str(told["photometric_interpretation"])


def _gdcm(frame: bytes, asked: Asked, *, precision: int) -> Samples:
    """By way of a change of syntax, which tells whether decoding failed."""
    content = gdcm.Fragment()
    content.SetByteStringValue(frame)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(content)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.thisown = False  # it is counted by what it is given to, which ends it with itself
    image.SetNumberOfDimensions(2)
    image.SetDimensions((asked.columns, asked.rows, 1))
    image.SetDataElement(element)
    meaning = gdcm.PhotometricInterpretation.GetPIType(asked.photometric)
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(meaning))
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(asked.syntax)))
    container = 8 if precision <= 8 else 16
    image.SetPixelFormat(
        gdcm.PixelFormat(asked.samples, container, precision, precision - 1, asked.is_signed)
    )
    change = gdcm.ImageChangeTransferSyntax()
    change.SetInput(image)
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ExplicitVRLittleEndian))
    if not change.Change():
        raise ValueError("gdcm failed")
    buffer = change.GetOutput().GetBuffer().encode("utf-8", "surrogateescape")
    pixels = np.frombuffer(buffer, f"<{'i' if asked.is_signed else 'u'}{container // 8}")
    if asked.is_signed and precision < container:
        pixels = pixels << (container - precision) >> (container - precision)
    return pixels


def _rgb(pixels: Samples) -> Samples:
    """Full range YCbCr of a JPEG, as colours."""
    rows, columns = pixels.shape[:2]
    return np.asarray(Image.frombytes("YCbCr", (columns, rows), pixels.tobytes()).convert("RGB"))
