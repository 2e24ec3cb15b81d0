"""The pages of a PDF as pictures: nothing of the file passes but its pixels.

They come out of the sandbox as bare RGB, whose length is all there is to check; the PDF around them
is written here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageChops

from hygie.airlock.engine.cleaner import Asking, Cleaned, Output, refused, unanswered
from hygie.airlock.engine.papers.pdf_writing import Page, written
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind
from hygie.sandbox.job import MIB, Answer, Job, Limits

PAGE = Job(
    place="hygie.airlock.engine.papers.pdf_pixels_inside:draw",
    answers={
        "drawn": {
            "pages": Kind.INTEGER,
            "width": Kind.INTEGER,
            "height": Kind.INTEGER,
            "pixels": Kind.BYTES,
            "codes": Kind.INTEGER,
        },
        "refused": {"why": Kind.TEXT},
    },
)
DOTS_PER_INCH = 150
MAX_PIXELS = 12_000_000  # an A3 page at 200 points an inch holds 7.7 million
MAX_PAGES = 500
# A code is looked for where letters bear one: on the first pages.
PAGES_OF_CODES = 3
JPEG_QUALITY = 80
LIMITS = Limits(cpu_s=15, wall_s=20.0, output_bytes=3 * MAX_PIXELS + MIB)


@dataclass(frozen=True)
class Drawn:
    """One page, checked."""

    pages: int
    picture: Image.Image
    codes: int


def as_pixels(cleaned: Cleaned, *, asking: Asking) -> Cleaned:
    """The same document, its output drawn page by page."""
    if cleaned.output is None:
        return cleaned
    (content,) = (piece for piece in cleaned.output.pieces if isinstance(piece, bytes))
    pages, codes = [], 0
    for drawn in _pages(content, asking=asking):
        if isinstance(drawn, Cleaned):
            return drawn
        pages.append(_page(drawn.picture))
        codes += drawn.codes
    noticed = (Reason(code="pdf.codes", count=codes),) if codes else ()
    return replace(
        cleaned,
        reasons=(*cleaned.reasons, Reason(code="pdf.pixels"), *noticed),
        output=Output(suffix=".pdf", kind="pdf", pieces=(written(pages),)),
    )


def _pages(content: bytes, *, asking: Asking) -> Iterator[Drawn | Cleaned]:
    number, count = 0, 1
    while number < count:
        arguments = {
            "number": number,
            "dots_per_inch": DOTS_PER_INCH,
            "most_pixels": MAX_PIXELS,
            "looks_for_codes": int(number < PAGES_OF_CODES),
        }
        (answer,) = asking.each(PAGE, [content], arguments=arguments, limits=LIMITS)
        drawn = _checked(answer)
        yield drawn
        if isinstance(drawn, Cleaned):
            return
        number, count = number + 1, drawn.pages


def _checked(answer: Answer) -> Drawn | Cleaned:
    if not answer.is_answered:
        return unanswered(answer)
    if answer.code == "refused":
        return refused("common.reader_failed")
    told = answer.untrusted
    pages, width, height, codes = (
        int(str(told[name])) for name in ("pages", "width", "height", "codes")
    )
    pixels = told["pixels"]
    if not 0 < pages <= MAX_PAGES:
        return refused("pdf.over_limits")
    is_sound = width > 0 and height > 0 and width * height <= MAX_PIXELS and 0 <= codes < 1000
    if not is_sound or not isinstance(pixels, bytes) or len(pixels) != width * height * 3:
        return refused("common.garbled", Verdict.ERROR)
    return Drawn(pages, Image.frombytes("RGB", (width, height), pixels), codes)


def _page(picture: Image.Image) -> Page:
    """The picture as JPEG, in grey where it has no colour."""
    red, green, blue = picture.split()
    is_grey = not any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
    target = io.BytesIO()
    (red if is_grey else picture).save(target, "JPEG", quality=JPEG_QUALITY)
    return Page(
        width=picture.width,
        height=picture.height,
        is_grey=is_grey,
        jpeg=target.getvalue(),
        points_per_pixel=72 / DOTS_PER_INCH,
    )
