"""Photographs and scans (JPEG, PNG, BMP, TIFF, GIF, WebP): decoded, and encoded again from pixels.

Two children for each: one decodes the stranger's file, the other, which never saw it, writes ours.
Orientation is applied; what a camera or a program wrote beside the pixels is not taken up, and told
only when it says where the picture was taken or was something else than a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hygie.airlock.engine.cleaner import Asking, Cleaned, Output, Staged, refused, unanswered
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Job, Limits

PIXELS = Job(
    place="hygie.airlock.engine.pictures_inside:pixels",
    answers={
        "picture": {
            "mode": Kind.TEXT,
            "width": Kind.INTEGER,
            "height": Kind.INTEGER,
            "pixels": Kind.BYTES,
            "palette": Kind.BYTES,
            "frames": Kind.INTEGER,
            "trailing": Kind.INTEGER,
            "carried": Kind.TEXTS,
            "has_place": Kind.INTEGER,
            "quantisers": Kind.INTEGERS,
            "subsampling": Kind.INTEGER,
            "dpi": Kind.INTEGER,
            "is_photo": Kind.INTEGER,
        },
        "too_large": {},
        "broken": {},
        "form": {},
    },
)
WRITTEN = Job(
    place="hygie.airlock.engine.pictures_inside:written",
    answers={"written": {"content": Kind.BYTES}},
)

MAX_FILE_BYTES = 256 * MIB
MAX_PIXELS = 64_000_000
MAX_PAGES = 300
MAX_DOCUMENT_BYTES = 256 * MIB
# More is mapped than used: a picture of 64 million points is copied three times on its way.
_MEMORY_BYTES = 1536 * MIB
_LIMITS = Limits(
    memory_bytes=_MEMORY_BYTES, cpu_s=30, wall_s=40.0, output_bytes=4 * MAX_PIXELS + MIB
)
_WIDTHS = {"1": 0, "L": 1, "P": 1, "LA": 2, "I;16": 2, "RGB": 3, "YCbCr": 3, "RGBA": 4}
_CARRIED = {
    "archive": "une archive",
    "pdf": "un document PDF",
    "program": "un programme",
    "script": "un script ou une page web",
}
# What each kind becomes; a photograph from WebP becomes a JPEG.
_BECOMES = {"jpeg": "jpeg", "png": "png", "bmp": "png", "gif": "png", "webp": "png", "tiff": "tiff"}
_FORMATS = {"jpeg": ("JPEG", ".jpg"), "png": ("PNG", ".png"), "tiff": ("TIFF", ".tif")}
_JPEG_MODES = {"L", "RGB", "YCbCr"}
_REFUSALS = {
    "too_large": "picture.too_large",
    "broken": "common.reader_failed",
    "form": "picture.form",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A decoded page: numbers and pixels that were checked against each other."""

    mode: str
    width: int
    height: int
    pixels: bytes
    palette: bytes
    frames: int
    trailing: int
    carried: tuple[str, ...]
    has_place: bool
    quantisers: tuple[int, ...]
    subsampling: int
    dpi: int
    is_photo: bool


class Pictures:
    """The cleaner of pictures."""

    code: str = "pictures"
    kinds: frozenset[str] = frozenset(_BECOMES)
    jobs: tuple[Job, ...] = (PIXELS, WRITTEN)
    batch: int = 1

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file, in their order."""
        for file in files:
            yield _cleaned(file, asking=asking)


def _cleaned(file: Staged, *, asking: Asking) -> Cleaned:
    if file.size_bytes > MAX_FILE_BYTES:
        return refused("picture.too_large")
    pages = _pages(file, asking=asking)
    if isinstance(pages, Cleaned):
        return pages
    kind = _becomes(file.kind, pages[0])
    content = _written(pages, kind=kind, asking=asking)
    if isinstance(content, Cleaned):
        return content
    removed = _removed(pages, kind=file.kind)
    reasons = [Reason(code="picture.neutralised" if removed else "common.rebuilt")]
    reasons += [Reason(code="picture.carried", detail=_CARRIED[name]) for name in pages[0].carried]
    if kind != file.kind:
        reasons.append(Reason(code="picture.format", detail=_FORMATS[kind][0]))
    return Cleaned(
        verdict=Verdict.NEUTRALISED if removed else Verdict.REBUILT,
        reasons=tuple(reasons),
        removed=removed,
        output=Output(suffix=_FORMATS[kind][1], kind=kind, pieces=(content,)),
    )


def _becomes(kind: str, first: Page) -> str:
    if kind == "webp" and first.is_photo and first.mode in _JPEG_MODES:
        return "jpeg"
    return "png" if kind == "jpeg" and first.mode not in _JPEG_MODES else _BECOMES[kind]


def _pages(file: Staged, *, asking: Asking) -> list[Page] | Cleaned:
    """Every page of a TIFF, the first picture of anything else."""
    pages: list[Page] = []
    count = 1
    while len(pages) < count:
        arguments: dict[str, Value] = {"kind": file.kind, "page": len(pages)}
        answer = next(asking.each(PIXELS, [file], arguments=arguments, limits=_LIMITS))
        page = _checked(answer)
        if isinstance(page, Cleaned):
            return page
        pages.append(page)
        count = page.frames if file.kind == "tiff" else 1
        whole = sum(len(page.pixels) for page in pages)
        if count > MAX_PAGES or whole > MAX_DOCUMENT_BYTES:
            return refused("picture.too_large")
    return pages


def _checked(answer: Answer) -> Page | Cleaned:
    """The page that came back, if it holds together."""
    if not answer.is_answered:
        return unanswered(answer)
    if answer.code in _REFUSALS:
        return refused(_REFUSALS[answer.code])
    page = _page(answer)
    return page if _is_sound(page) else refused("common.reader_failed")


def _page(answer: Answer) -> Page:
    untrusted = answer.untrusted
    pixels, palette = untrusted["pixels"], untrusted["palette"]
    carried, quantisers = untrusted["carried"], untrusted["quantisers"]
    numbers = {
        name: int(str(untrusted[name]))
        for name in ("width", "height", "frames", "trailing", "subsampling", "dpi")
    }
    return Page(
        mode=str(untrusted["mode"]),
        pixels=pixels if isinstance(pixels, bytes) else b"",
        palette=palette if isinstance(palette, bytes) else b"",
        carried=tuple(map(str, carried)) if isinstance(carried, tuple) else (),
        quantisers=_integers(quantisers),
        has_place=untrusted["has_place"] != 0,
        is_photo=untrusted["is_photo"] != 0,
        **numbers,
    )


def _integers(untrusted: object) -> tuple[int, ...]:
    return tuple(int(one) for one in untrusted) if isinstance(untrusted, tuple) else ()


def _is_sound(page: Page) -> bool:
    return (
        page.mode in _WIDTHS
        and 0 < page.width <= MAX_PIXELS
        and 0 < page.height <= MAX_PIXELS
        and page.width * page.height <= MAX_PIXELS
        and len(page.pixels) == _size(page)
        and len(page.palette) == (768 if page.mode == "P" else 0)
        and page.frames >= 1
        and page.trailing >= 0
        and set(page.carried) <= _CARRIED.keys()
        and _is_process(page)
    )


def _is_process(page: Page) -> bool:
    """Whether these tables and numbers can be given to an encoder."""
    return (
        len(page.quantisers) in {0, 64, 128, 192, 256}
        and all(0 < number < 256 for number in page.quantisers)
        and page.subsampling in {-1, 0, 1, 2}
        and (page.dpi == 0 or 30 <= page.dpi <= 4800)
    )


def _size(page: Page) -> int:
    if page.mode == "1":
        return (page.width + 7) // 8 * page.height
    return page.width * page.height * _WIDTHS[page.mode]


def _written(pages: Sequence[Page], *, kind: str, asking: Asking) -> bytes | Cleaned:
    first = pages[0]
    if any(page.mode == "P" and page.palette != first.palette for page in pages):
        return refused("picture.form")
    arguments: dict[str, Value] = {
        "format_name": _FORMATS[kind][0],
        "modes": tuple(page.mode for page in pages),
        "widths": tuple(page.width for page in pages),
        "heights": tuple(page.height for page in pages),
        "palette": next((page.palette for page in pages if page.palette), b""),
        "quantisers": first.quantisers,
        "subsampling": first.subsampling,
        "dpi": first.dpi,
        "is_photo": int(first.is_photo),
    }
    content = b"".join(page.pixels for page in pages)
    answer = next(asking.each(WRITTEN, [content], arguments=arguments, limits=_LIMITS))
    if not answer.is_answered:
        return unanswered(answer)
    found = answer.untrusted["content"]
    return found if isinstance(found, bytes) else b""


def _removed(pages: Sequence[Page], *, kind: str) -> tuple[Reason, ...]:
    first = pages[0]
    removed = [Reason(code="picture.carrier", detail=_CARRIED[name]) for name in first.carried]
    if first.has_place:
        removed.append(Reason(code="picture.place"))
    if first.frames > 1 and kind != "tiff":
        removed.append(Reason(code="picture.frames", count=first.frames - 1))
    elif first.trailing:
        removed.append(Reason(code="picture.trailing", count=first.trailing))
    return tuple(removed)
