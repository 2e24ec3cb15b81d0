"""An answer of the walk, held against the file that it is about: nothing of it is believed."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hygie.airlock.engine.cleaner import Image, Span
from hygie.airlock.engine.dicom.encapsulated import Document
from hygie.airlock.engine.dicom.header import Frame, Header, Shape
from hygie.airlock.engine.dicom.meta import is_uid
from hygie.airlock.rules.reasons import Reason, words
from hygie.sandbox.channel import Value

_DETAIL = re.compile(r"[A-Za-z0-9 -]{0,12} ?\([0-9A-F]{4},[0-9A-F]{4}\)|[A-Za-z0-9 -]{0,12}")
_FRAGMENT = struct.Struct("<QQI")


class LiedError(ValueError):
    """The answer is of the announced form, but cannot be true."""


def is_detail(text: str) -> bool:
    """Whether a detail is what the walk writes: a few letters and a tag, nothing of the file."""
    return _DETAIL.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True)
class Walked:
    """An answer of the walk whose every number was held against the file.

    Attributes:
        header: for the rebuild.
        pixels: of a native file: a span of the staged copy, or bytes turned inside.
        document: of an encapsulated document.
    """

    header: Header
    pixels: tuple[bytes | Span, ...] = ()
    document: Document | None = None


def walked(untrusted: Mapping[str, Value], *, size_bytes: int) -> Walked:
    """Check an answer against the file that it is about.

    Raises:
        LiedError: it cannot be true of a file of this size.
    """
    form = _text(untrusted, "form")
    _hold(form in {"none", "native", "frames"})
    shape = _shape(untrusted) if form != "none" else None
    frames: tuple[Frame, ...] = ()
    pixels: tuple[bytes | Span, ...] = ()
    if form == "frames":
        assert shape is not None  # noqa: S101
        frames = _frames(_bytes(untrusted, "fragments"), shape.frames, size_bytes)
    elif shape is not None:
        pixels = _pixels(untrusted, shape, size_bytes)
    uids, texts = _texts(untrusted, "uids"), _texts(untrusted, "texts")
    numbers = _integers(untrusted, "numbers")
    _hold(len(uids) == 4 and len(texts) == 9 and len(numbers) == 2)
    _hold(all(not uid or is_uid(uid) for uid in uids))
    syntax, loss = _text(untrusted, "syntax"), _text(untrusted, "loss")
    _hold((not syntax or is_uid(syntax)) and loss in {"", "00", "01"})
    image = _image(uids, texts, numbers, shape, loss)
    header = Header(
        syntax=syntax,
        image=image,
        shape=shape,
        before=_bytes(untrusted, "before"),
        describing=_bytes(untrusted, "describing"),
        between=_bytes(untrusted, "between"),
        beyond=_bytes(untrusted, "beyond"),
        loss=loss,
        frames=frames,
        removed=_removed(untrusted),
        noticed=_noticed(untrusted),
    )
    return Walked(header=header, pixels=pixels, document=_document(untrusted, size_bytes))


def _hold(is_true: bool) -> None:
    if not is_true:
        raise LiedError


def _bytes(untrusted: Mapping[str, Value], name: str) -> bytes:
    value = untrusted[name]
    _hold(isinstance(value, bytes))
    return bytes(value)  # type: ignore[arg-type]


def _text(untrusted: Mapping[str, Value], name: str) -> str:
    return str(untrusted[name])


def _texts(untrusted: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = untrusted[name]
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _integers(untrusted: Mapping[str, Value], name: str) -> tuple[int, ...]:
    value = untrusted[name]
    _hold(isinstance(value, tuple) and all(isinstance(one, int) for one in value))
    return value  # type: ignore[return-value]


def _shape(untrusted: Mapping[str, Value]) -> Shape:
    numbers = _integers(untrusted, "shape")
    _hold(len(numbers) == 9)
    rows, columns, samples, frames, allocated, stored, high, representation, planar = numbers
    photometric, number = _text(untrusted, "photometric"), _text(untrusted, "number")
    _hold(0 < rows <= 0xFFFF and 0 < columns <= 0xFFFF and 0 < samples <= 4)
    _hold(0 < frames <= 1_000_000 and allocated in {1, 8, 12, 16, 24, 32, 64})
    _hold(0 < stored <= allocated and 0 <= high < allocated)
    _hold(representation in {0, 1} and planar in {0, 1})
    _hold(re.fullmatch(r"[A-Z0-9_ ]{0,16}", photometric) is not None)
    _hold(number in {"integer", "float", "double"})
    return Shape(
        rows=rows,
        columns=columns,
        samples=samples,
        frames=frames,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high,
        representation=representation,
        photometric=photometric,
        planar=planar,
        number=number,
    )


def _span(place: Sequence[int], size_bytes: int) -> Span:
    _hold(len(place) == 2 and place[0] >= 0 and place[1] >= 0 and sum(place) <= size_bytes)
    return Span(offset=place[0], length=place[1])


def _pixels(
    untrusted: Mapping[str, Value], shape: Shape, size_bytes: int
) -> tuple[bytes | Span, ...]:
    content = _bytes(untrusted, "content")
    place = _integers(untrusted, "place")
    piece = content if not place else _span(place, size_bytes)
    _hold((len(piece) if isinstance(piece, bytes) else piece.length) == shape.native_bytes)
    _hold(shape.native_bytes < 0xFFFFFFFE)
    return (piece,)


def _frames(fragments: bytes, count: int, size_bytes: int) -> tuple[Frame, ...]:
    _hold(len(fragments) % _FRAGMENT.size == 0)
    frames: list[list[Span]] = []
    end = 0
    for offset, length, rank in _FRAGMENT.iter_unpack(fragments):
        _hold(offset >= end and rank in {len(frames) - 1, len(frames)})
        if rank == len(frames):
            frames.append([])
        frames[rank].append(_span((offset, length), size_bytes))
        end = offset + length
    _hold(len(frames) == count)
    return tuple(tuple(frame) for frame in frames)


def _document(untrusted: Mapping[str, Value], size_bytes: int) -> Document | None:
    place = _integers(untrusted, "document")
    if not place:
        return None
    content = _bytes(untrusted, "content")
    return Document(
        mime=_text(untrusted, "mime").lower(),
        content=content if content else _span(place, size_bytes),
    )


def _image(
    uids: Sequence[str],
    texts: Sequence[str],
    numbers: Sequence[int],
    shape: Shape | None,
    loss: str,
) -> Image:
    _hold(all(len(text) <= 64 and (text + " ").isprintable() for text in texts))
    study, series, instance, kind = uids
    modality, name, patient, birth, sex, date, study_text, series_text, part = texts
    return Image(
        study_uid=study,
        series_uid=series,
        instance_uid=instance,
        class_uid=kind,
        modality=modality[:16],
        patient_name=name,
        patient_id=patient,
        birth_date=birth,
        sex=sex[:16],
        study_date=date,
        study_description=study_text,
        series_number=numbers[0],
        series_description=series_text,
        instance_number=numbers[1],
        rows=shape.rows if shape else 0,
        columns=shape.columns if shape else 0,
        frames=shape.frames if shape else 0,
        body_part=part,
        origin_lossy=loss == "01",
    )


def _removed(untrusted: Mapping[str, Value]) -> tuple[Reason, ...]:
    codes, details = _texts(untrusted, "removed"), _texts(untrusted, "details")
    counts = _integers(untrusted, "counts")
    _hold(len(codes) == len(details) == len(counts) <= 200)
    return tuple(map(_reason, codes, details, counts))


def _noticed(untrusted: Mapping[str, Value]) -> tuple[Reason, ...]:
    return tuple(_reason(code, "", 1) for code in _texts(untrusted, "noticed"))


def _reason(code: str, detail: str, count: int) -> Reason:
    _hold(code.startswith("dicom.") and code in words() and 0 < count <= 10_000_000)
    _hold(is_detail(detail))
    return Reason(code=code, detail=detail, count=count)
