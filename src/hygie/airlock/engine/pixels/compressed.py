"""Compressed DICOM pixels: decoded in the sandbox, to be delivered as native ones.

The header is read and written by `engine.dicom`; here only frames go in and samples come out. What
comes back is counted before it is believed: so many bytes for so many rows, columns and frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from hygie.airlock.engine.cleaner import Asking, Cleaned, Span, Staged, unanswered
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Ending, Job, Limits

DECODE = Job(
    place="hygie.airlock.engine.pixels.decode_inside:frames",
    answers={
        "decoded": {"pixels": Kind.BYTES, "photometric": Kind.TEXT, "is_lossy": Kind.INTEGER},
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
_MEANINGS = {1: {"MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"}, 3: {"RGB", "YBR_FULL"}}
# After these another decoder is worth a try: it may know what the first did not.
_MAY_DIFFER = {Ending.FAILED, Ending.CRASHED, Ending.SILENT, Ending.MEMORY}


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """What the header says of compressed pixels, and where they stand. None of it is believed.

    Attributes:
        syntax: transfer syntax.
        bits_allocated, bits_stored, is_signed, photometric, planar: as the header's.
        frames: for each frame, its fragments in the staged file.
    """

    syntax: str
    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    is_signed: bool
    photometric: str
    planar: int
    frames: tuple[tuple[Span, ...], ...]

    @property
    def frame_bytes(self) -> int:
        """Of one frame, once decoded."""
        return self.rows * self.columns * self.samples * (self.bits_allocated // 8)

    @property
    def is_possible(self) -> bool:
        """Whether such pixels exist and are decoded here."""
        return (
            self.syntax in DECODERS
            and self.samples in _MEANINGS
            and self.bits_allocated in {8, 16, 32}
            and 0 < self.bits_stored <= self.bits_allocated
            and 0 < self.rows <= 65_535
            and 0 < self.columns <= 65_535
            and self.planar in {0, 1}
            and all(self.frames)
            and len(self.frames) > 0
        )


@dataclass(frozen=True, kw_only=True)
class Native:
    """Decoded pixels: little endian, colours side by side (planar configuration 0).

    Attributes:
        pieces: one after another they are the value of (7FE0,0010), padded to an even length.
        photometric: may differ from the file's: a JPEG's colours come out as "RGB".
        is_lossy: the file's own process lost something: (0028,2110) is to be "01".
        decoder: who decoded it.
    """

    pieces: tuple[bytes, ...]
    photometric: str
    is_lossy: bool
    decoder: str

    @property
    def length(self) -> int:
        """Of the value, in bytes."""
        return sum(map(len, self.pieces))


def decode(staged: Staged, encoded: Encoded, *, asking: Asking) -> Native | Cleaned:
    """The pixels of a compressed file; or what is decided of it when there are none to give."""
    if not encoded.is_possible:
        return _refused("pixels.form")
    if (
        encoded.frame_bytes > MAX_FRAME_BYTES
        or encoded.frame_bytes * len(encoded.frames) > MAX_FILE_BYTES
    ):
        return _refused("pixels.too_large")
    if any(len(frame) > _MAX_FRAGMENTS for frame in encoded.frames):
        return _refused("pixels.form")
    last: Native | Cleaned = _refused("pixels.form")
    for decoder in DECODERS[encoded.syntax]:
        last = _decoded(staged, encoded, decoder=decoder, asking=asking)
        if isinstance(last, Native) or last.reasons[0].code != "common.reader_failed":
            return last
    return last


def _refused(code: str) -> Cleaned:
    return Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code=code),))


def _decoded(staged: Staged, encoded: Encoded, *, decoder: str, asking: Asking) -> Native | Cleaned:
    pieces, meanings, is_lossy = [], set(), False
    for frames in _ranges(encoded):
        answer = next(
            asking.each(
                DECODE,
                [staged],
                arguments=_arguments(encoded, frames, decoder=decoder),
                limits=Limits(
                    output_bytes=encoded.frame_bytes * len(frames) + MIB, cpu_s=30, wall_s=40.0
                ),
            )
        )
        checked = _checked(answer, encoded, count=len(frames))
        if isinstance(checked, Cleaned):
            return checked
        pieces.append(checked.pieces[0])
        meanings.add(checked.photometric)
        is_lossy |= checked.is_lossy
    if len(meanings) != 1:
        return _refused("pixels.misfit")
    if sum(map(len, pieces)) % 2:
        pieces.append(b"\0")
    return Native(
        pieces=tuple(pieces), photometric=meanings.pop(), is_lossy=is_lossy, decoder=decoder
    )


def _ranges(encoded: Encoded) -> Iterator[tuple[tuple[Span, ...], ...]]:
    """Frames that fit in one answer and one request: a child for each, however long the film."""
    some: list[tuple[Span, ...]] = []
    for frame in encoded.frames:
        full = (len(some) + 1) * encoded.frame_bytes > MAX_ANSWER_BYTES
        if some and (full or sum(map(len, some)) + len(frame) > _MAX_FRAGMENTS):
            yield tuple(some)
            some = []
        some.append(frame)
    yield tuple(some)


def _arguments(
    encoded: Encoded, frames: tuple[tuple[Span, ...], ...], *, decoder: str
) -> dict[str, Value]:
    spans = [span for frame in frames for span in frame]
    return {
        "decoder": decoder,
        "syntax": encoded.syntax,
        "rows": encoded.rows,
        "columns": encoded.columns,
        "samples": encoded.samples,
        "bits_allocated": encoded.bits_allocated,
        "bits_stored": encoded.bits_stored,
        "is_signed": int(encoded.is_signed),
        "photometric": encoded.photometric,
        "planar": encoded.planar,
        "offsets": tuple(span.offset for span in spans),
        "lengths": tuple(span.length for span in spans),
        "firsts": (0, *accumulate(len(frame) for frame in frames[:-1])),
    }


def _checked(answer: Answer, encoded: Encoded, *, count: int) -> Native | Cleaned:
    """The pixels that came back, if there are as many as there must be."""
    if not answer.is_answered:
        if answer.ending in _MAY_DIFFER:
            return _refused("common.reader_failed")
        return unanswered(answer)
    if answer.code == "misfit":
        return _refused("pixels.misfit")
    pixels, photometric = answer.untrusted["pixels"], str(answer.untrusted["photometric"])
    if (
        not isinstance(pixels, bytes)
        or len(pixels) != encoded.frame_bytes * count
        or photometric not in _MEANINGS[encoded.samples]
    ):
        return _refused("pixels.misfit")
    return Native(
        pieces=(pixels,),
        photometric=photometric,
        is_lossy=answer.untrusted["is_lossy"] != 0,
        decoder="",
    )
