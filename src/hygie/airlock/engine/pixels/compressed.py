"""Compressed DICOM pixels: decoded in the sandbox, to be delivered as native ones.

The header is read and written by `engine.dicom`; here only frames go in and samples come out. What
comes back is counted before it is believed: so many bytes for so many rows, columns and frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from hygie.airlock.engine.cleaner import Asking, Cleaned, Staged, refused, unanswered
from hygie.airlock.engine.dicom.header import Frame, Header, Shape, cleaned, rebuild_with
from hygie.airlock.rules.reasons import Reason
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Ending, Job, Limits

DECODE = Job(
    place="hygie.airlock.engine.pixels.decode_inside:frames",
    answers={
        "decoded": {
            "pixels": Kind.BYTES,
            "photometric": Kind.TEXT,
            "is_lossy": Kind.INTEGER,
            "is_bearing": Kind.INTEGER,
        },
        "misfit": {},
    },
)
JOBS = (DECODE,)

_JPEG = "1.2.840.10008.1.2.4."
# For each transfer syntax, who decodes it; the second is asked when the first gives up. Never
# chosen among what is installed: pylibjpeg-libjpeg, for one, is of another licence.
DECODERS: dict[str, tuple[str, ...]] = {
    _JPEG + "50": ("pillow", "gdcm"),
    _JPEG + "51": ("sequential", "pillow", "gdcm"),
    _JPEG + "57": ("gdcm",),
    _JPEG + "70": ("gdcm",),
    _JPEG + "80": ("pyjpegls",),
    _JPEG + "81": ("pyjpegls",),
    _JPEG + "90": ("pylibjpeg", "pillow"),
    _JPEG + "91": ("pylibjpeg", "pillow"),
    _JPEG + "201": ("pylibjpeg",),
    _JPEG + "202": ("pylibjpeg",),
    _JPEG + "203": ("pylibjpeg",),
    "1.2.840.10008.1.2.5": ("pydicom",),
}

# What one frame, one answer and one file may hold once decoded: a large tomosynthesis fits.
MAX_FRAME_BYTES = 128 * MIB
MAX_ANSWER_BYTES = 32 * MIB
MAX_FILE_BYTES = 768 * MIB
# Fragments of one request: their places travel in one packet.
_MAX_FRAGMENTS = 2000
_MAX_SIDE = 65_535
_MEANINGS = {1: {"MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"}, 3: {"RGB", "YBR_FULL"}}
# After these another decoder is worth a try: it may know what the first did not.
_MAY_DIFFER = {Ending.FAILED, Ending.CRASHED, Ending.SILENT, Ending.MEMORY}


@dataclass(frozen=True, kw_only=True)
class Native:
    """Decoded pixels: little endian, colours side by side.

    Attributes:
        pieces: one after another they are every frame; not padded.
        photometric: may differ from the file's: the colours of a JPEG come out as "RGB".
        is_lossy: the file's own process lost something: (0028,2110) is to be "01".
        is_bearing: bytes stood around the pictures that were none of theirs.
        decoder: who decoded it.
    """

    pieces: tuple[bytes, ...]
    photometric: str
    is_lossy: bool
    is_bearing: bool
    decoder: str


class Compressed:
    """The lane that the DICOM cleaner hands compressed files to."""

    jobs: tuple[Job, ...] = JOBS

    def clean(self, file: Staged, header: Header, *, asking: Asking) -> Cleaned:
        """What becomes of this file: native pixels under the header that was rebuilt."""
        if header.shape is None:
            return refused("pixels.form")
        native = decode(file, header, shape=header.shape, asking=asking)
        if isinstance(native, Cleaned):
            return native
        shape = replace(header.shape, photometric=native.photometric, planar=0)
        output = rebuild_with(header, pixels=native.pieces, shape=shape, lossy=native.is_lossy)
        reasons = [Reason(code="pixels.decoded")]
        if output.image is not None and output.image.origin_lossy:
            reasons.append(Reason(code="pixels.lossy"))
        if native.is_bearing:
            header = replace(header, removed=(*header.removed, Reason(code="pixels.excess")))
        return cleaned(header, output, reasons=reasons)


def frame_bytes(shape: Shape) -> int:
    """Of one frame, once decoded."""
    return shape.rows * shape.columns * shape.samples * (shape.bits_allocated // 8)


def _is_possible(header: Header, shape: Shape) -> bool:
    """Whether such pixels exist and are decoded here."""
    return (
        header.syntax in DECODERS
        and shape.number == "integer"
        and shape.samples in _MEANINGS
        and shape.bits_allocated in {8, 16, 32}
        and 0 < shape.bits_stored <= shape.bits_allocated
        and 0 < shape.rows <= _MAX_SIDE
        and 0 < shape.columns <= _MAX_SIDE
        and 0 < len(header.frames) == shape.frames
        and all(0 < len(frame) <= _MAX_FRAGMENTS for frame in header.frames)
    )


def decode(file: Staged, header: Header, *, shape: Shape, asking: Asking) -> Native | Cleaned:
    """The pixels of a compressed file; or what is decided of it when there are none to give."""
    if not _is_possible(header, shape):
        return refused("pixels.form")
    size = frame_bytes(shape)
    if size > MAX_FRAME_BYTES or size * shape.frames > MAX_FILE_BYTES:
        return refused("pixels.too_large")
    last: Native | Cleaned = refused("common.reader_failed")
    for decoder in DECODERS[header.syntax]:
        last = _decoded(file, header, shape=shape, decoder=decoder, asking=asking)
        if isinstance(last, Native) or last.reasons[0].code != "common.reader_failed":
            return last
    return last


def _decoded(
    file: Staged, header: Header, *, shape: Shape, decoder: str, asking: Asking
) -> Native | Cleaned:
    pieces: list[bytes] = []
    meanings, is_lossy, is_bearing = set(), False, False
    for frames in _ranges(header.frames, size=frame_bytes(shape)):
        expected = frame_bytes(shape) * len(frames)
        answer = next(
            asking.each(
                DECODE,
                [file],
                arguments=_arguments(header.syntax, frames, shape=shape, decoder=decoder),
                limits=Limits(output_bytes=expected + MIB, cpu_s=30, wall_s=40.0),
            )
        )
        found = _checked(answer, expected=expected, samples=shape.samples)
        if isinstance(found, Cleaned):
            return found
        pieces += found.pieces
        meanings.add(found.photometric)
        is_lossy |= found.is_lossy
        is_bearing |= found.is_bearing
    if len(meanings) != 1:
        return refused("pixels.misfit")
    return Native(
        pieces=tuple(pieces),
        photometric=meanings.pop(),
        is_lossy=is_lossy,
        is_bearing=is_bearing,
        decoder=decoder,
    )


def _ranges(frames: Sequence[Frame], *, size: int) -> Iterator[Sequence[Frame]]:
    """Frames that fit in one answer and one request: a child for each, however long the film."""
    some: list[Frame] = []
    for frame in frames:
        full = (len(some) + 1) * size > MAX_ANSWER_BYTES
        if some and (full or sum(map(len, some)) + len(frame) > _MAX_FRAGMENTS):
            yield some
            some = []
        some.append(frame)
    yield some


def _arguments(
    syntax: str, frames: Sequence[Frame], *, shape: Shape, decoder: str
) -> dict[str, Value]:
    spans = [span for frame in frames for span in frame]
    return {
        "decoder": decoder,
        "syntax": syntax,
        "rows": shape.rows,
        "columns": shape.columns,
        "samples": shape.samples,
        "bits_allocated": shape.bits_allocated,
        "bits_stored": shape.bits_stored,
        "is_signed": shape.representation,
        "photometric": shape.photometric,
        "planar": shape.planar,
        "offsets": tuple(span.offset for span in spans),
        "lengths": tuple(span.length for span in spans),
        "firsts": (0, *accumulate(len(frame) for frame in frames[:-1])),
    }


def _checked(answer: Answer, *, expected: int, samples: int) -> Native | Cleaned:
    """The pixels that came back, if there are as many as there must be."""
    if not answer.is_answered:
        if answer.ending in _MAY_DIFFER:
            return refused("common.reader_failed")
        return unanswered(answer)
    if answer.code == "misfit":
        return refused("pixels.misfit")
    pixels, photometric = answer.untrusted["pixels"], str(answer.untrusted["photometric"])
    if (
        not isinstance(pixels, bytes)
        or len(pixels) != expected
        or photometric not in _MEANINGS[samples]
    ):
        return refused("pixels.misfit")
    is_lossy = answer.untrusted["is_lossy"] != 0
    is_bearing = answer.untrusted["is_bearing"] != 0
    return Native(
        pieces=(pixels,),
        photometric=photometric,
        is_lossy=is_lossy,
        is_bearing=is_bearing,
        decoder="",
    )
