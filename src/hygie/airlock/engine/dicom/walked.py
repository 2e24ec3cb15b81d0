"""An answer of the walk, held against the file that it is about: nothing of it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hygie.airlock.engine.cleaner import Image, Span
from hygie.airlock.engine.dicom import telling
from hygie.airlock.engine.dicom.encapsulated import Document
from hygie.airlock.engine.dicom.header import Frame, Header, Shape
from hygie.airlock.engine.dicom.meta import is_uid
from hygie.airlock.rules.reasons import Reason, words
from hygie.sandbox.channel import Value

_DETAIL = re.compile(r"[A-Za-z0-9 -]{0,12} ?\([0-9A-F]{4},[0-9A-F]{4}\)|[A-Za-z0-9 -]{0,12}")
_PHOTOMETRIC = re.compile(r"[A-Z0-9_ ]{0,16}")
_UIDS = ("study", "series", "instance", "class", "syntax")
_TEXTS = telling.LINES[telling.LINES.index("modality") :]


class LiedError(ValueError):
    """The answer is of the announced form, but cannot be true."""


@dataclass(frozen=True, kw_only=True)
class Walked:
    """An answer of the walk whose every number was held against the file.

    Attributes:
        header: for the rebuild.
        pixels: of a native file: a span of the staged copy, or bytes turned inside.
        document: of an envelope.
    """

    header: Header
    pixels: tuple[bytes | Span, ...] = ()
    document: Document | None = None


def is_detail(text: str) -> bool:
    """Whether a detail is what the walk writes: a few letters and a tag, nothing of the file."""
    return _DETAIL.fullmatch(text) is not None


def walked(untrusted: Mapping[str, Value], *, size_bytes: int) -> Walked:
    """Check an answer against the file that it is about.

    Raises:
        LiedError: it cannot be true of a file of this size.
    """
    try:
        lines = telling.lines(str(untrusted["lines"]))
        numbers = telling.numbers(_bytes(untrusted, "numbers"))
        said = telling.said(str(untrusted["said"]))
    except telling.UntoldError as error:
        raise LiedError from error
    _check_lines(lines)
    form = lines["form"]
    shape = _shape(numbers, lines) if form != "none" else None
    frames: tuple[Frame, ...] = ()
    pixels: tuple[bytes | Span, ...] = ()
    content = _bytes(untrusted, "content")
    if shape is not None and form == "frames":
        frames = _frames(_bytes(untrusted, "fragments"), shape.frames, size_bytes)
    elif shape is not None:
        pixels = _pixels(content, numbers, shape, size_bytes)
    header = Header(
        syntax=lines["syntax"],
        image=_image(lines, numbers, shape),
        shape=shape,
        before=_bytes(untrusted, "before"),
        describing=_bytes(untrusted, "describing"),
        between=_bytes(untrusted, "between"),
        beyond=_bytes(untrusted, "beyond"),
        loss=lines["loss"],
        frames=frames,
        removed=tuple(_reason(one) for one in said if one.is_removed),
        noticed=tuple(_reason(one) for one in said if not one.is_removed),
    )
    document = _document(content, numbers, lines, size_bytes)
    return Walked(header=header, pixels=pixels, document=document)


def _hold(is_true: bool) -> None:
    if not is_true:
        raise LiedError


def _bytes(untrusted: Mapping[str, Value], name: str) -> bytes:
    value = untrusted[name]
    if not isinstance(value, bytes):
        raise LiedError
    return value


def _check_lines(lines: Mapping[str, str]) -> None:
    _hold(lines["form"] in {"none", "native", "frames"})
    _hold(lines["loss"] in {"", "00", "01"})
    _hold(lines["number"] in {"integer", "float", "double"})
    _hold(_PHOTOMETRIC.fullmatch(lines["photometric"]) is not None)
    _hold(all(not lines[name] or is_uid(lines[name]) for name in _UIDS))
    for name in _TEXTS:
        _hold(len(lines[name]) <= telling.MAX_TEXT_CHARACTERS and lines[name].isprintable())


def _shape(numbers: Mapping[str, int], lines: Mapping[str, str]) -> Shape:
    shape = Shape(
        rows=numbers["rows"],
        columns=numbers["columns"],
        samples=numbers["samples"],
        frames=numbers["frames"],
        bits_allocated=numbers["allocated"],
        bits_stored=numbers["stored"],
        high_bit=numbers["high"],
        representation=numbers["representation"],
        photometric=lines["photometric"],
        planar=numbers["planar"],
        number=lines["number"],
    )
    _hold(0 < shape.rows <= 0xFFFF and 0 < shape.columns <= 0xFFFF)
    _hold(0 < shape.samples <= 4 and 0 < shape.frames <= telling.MAX_FRAMES)
    _hold(shape.bits_allocated in telling.BITS and 0 < shape.bits_stored <= shape.bits_allocated)
    _hold(0 <= shape.high_bit < shape.bits_allocated)
    _hold(shape.representation in {0, 1} and shape.planar in {0, 1})
    return shape


def _span(at: int, length: int, size_bytes: int) -> Span:
    _hold(0 <= at <= size_bytes and 0 <= length <= size_bytes - at)
    return Span(offset=at, length=length)


def _pixels(
    content: bytes, numbers: Mapping[str, int], shape: Shape, size_bytes: int
) -> tuple[bytes | Span, ...]:
    _hold(shape.native_bytes < 0xFFFFFFFE)
    if content:
        _hold(len(content) == shape.native_bytes)
        return (content,)
    span = _span(numbers["pixels_at"], numbers["pixels_length"], size_bytes)
    _hold(span.length == shape.native_bytes)
    return (span,)


def _frames(fragments: bytes, count: int, size_bytes: int) -> tuple[Frame, ...]:
    _hold(len(fragments) % telling.FRAGMENT.size == 0)
    frames: list[list[Span]] = []
    end = 0
    for offset, length, rank in telling.FRAGMENT.iter_unpack(fragments):
        _hold(offset >= end and rank in {len(frames) - 1, len(frames)})
        if rank == len(frames):
            frames.append([])
        frames[rank].append(_span(offset, length, size_bytes))
        end = offset + length
    _hold(len(frames) == count)
    return tuple(tuple(frame) for frame in frames)


def _document(
    content: bytes, numbers: Mapping[str, int], lines: Mapping[str, str], size_bytes: int
) -> Document | None:
    if not numbers["document_length"]:
        return None
    mime = lines["mime"].lower()
    if lines["form"] == "none" and content:
        return Document(mime=mime, content=content)
    place = _span(numbers["document_at"], numbers["document_length"], size_bytes)
    return Document(mime=mime, content=place)


def _image(lines: Mapping[str, str], numbers: Mapping[str, int], shape: Shape | None) -> Image:
    for name in ("series_number", "instance_number"):
        _hold(-(1 << 31) <= numbers[name] < 1 << 31)
    return Image(
        study_uid=lines["study"],
        series_uid=lines["series"],
        instance_uid=lines["instance"],
        class_uid=lines["class"],
        modality=lines["modality"],
        patient_name=lines["name"],
        patient_id=lines["patient"],
        birth_date=lines["birth"],
        sex=lines["sex"],
        study_date=lines["date"],
        study_description=lines["study_text"],
        series_number=numbers["series_number"],
        series_description=lines["series_text"],
        instance_number=numbers["instance_number"],
        rows=shape.rows if shape else 0,
        columns=shape.columns if shape else 0,
        frames=shape.frames if shape else 0,
        body_part=lines["part"],
        origin_lossy=lines["loss"] == "01",
    )


def _reason(said: telling.Said) -> Reason:
    _hold(said.code.startswith("dicom.") and said.code in words())
    _hold(said.count > 0 and is_detail(said.detail))
    return Reason(code=said.code, detail=said.detail, count=said.count)
