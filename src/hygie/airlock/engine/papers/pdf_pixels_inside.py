"""One page of a PDF as bare pixels, and how many codes it bears. Inside the sandbox only."""

from __future__ import annotations

import math
from typing import Any, BinaryIO

import pypdfium2
import zxingcpp
from PIL import Image

from hygie.sandbox.channel import Message


def rehearse() -> None:
    """Load what is loaded late."""
    blank = pypdfium2.PdfDocument.new().new_page(72, 72)
    _codes(_picture(blank, dots_per_inch=72, most_pixels=10_000))


def draw(
    untrusted: BinaryIO, *, number: int, dots_per_inch: int, most_pixels: int, looks_for_codes: int
) -> Message:
    """A page; number counted from 0."""
    try:
        document = pypdfium2.PdfDocument(untrusted.read())
        picture = _picture(document[number], dots_per_inch=dots_per_inch, most_pixels=most_pixels)
    except (pypdfium2.PdfiumError, IndexError):
        return Message("refused", {"why": "broken"})
    return Message(
        "drawn",
        {
            "pages": len(document),
            "width": picture.width,
            "height": picture.height,
            "pixels": picture.tobytes(),
            "codes": _codes(picture) if looks_for_codes else 0,
        },
    )


def _picture(page: Any, *, dots_per_inch: int, most_pixels: int) -> Image.Image:
    """A page may say that it is a kilometre wide: the pixels are counted, not the points."""
    width, height = page.get_size()
    closest = math.sqrt(most_pixels / max(1.0, (width + 1) * (height + 1)))
    scale = min(dots_per_inch / 72, 0.99 * closest)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return picture.convert("RGB")


def _codes(picture: Image.Image) -> int:
    """How many QR, Datamatrix, Aztec or PDF417 codes it bears."""
    return len(zxingcpp.read_barcodes(picture.convert("L"), try_invert=False))
