"""What parses a page: PDFium, ZXing and Pillow. Imported by the sandbox, or by `child` without one.

After `rehearse` no file is opened any more.
"""

from __future__ import annotations

import io
import math
import warnings
from contextlib import suppress
from typing import Any, BinaryIO

from hygie.sandbox.channel import Message

MAX_TEXT_SIGNS = 200_000
MAX_CODES = 20
# 200 points an inch tell a Datamatrix whose squares are 0.5 mm wide; 300 those of a poor scan.
DOTS_PER_INCH = (200, 300)
MAX_PIXELS = 12_000_000
MAX_PICTURE_PIXELS = 120_000_000
PDF_PASSWORD_WANTED = 4

ENCRYPTED, BROKEN, TOO_LARGE = "encrypted", "broken", "too_large"


class _RefusedError(Exception):
    """Why a page is not read: one of the codes above."""


def rehearse() -> None:
    """Load everything that reading a page asks for."""
    import encodings.utf_16_le

    import pypdfium2
    from PIL import Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

    del encodings, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = MAX_PICTURE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    blank = pypdfium2.PdfDocument.new().new_page(72, 72)
    blank.get_textpage().get_text_bounded()
    _codes(blank.render(grayscale=True).to_pil())
    with suppress(OSError):
        Image.open(io.BytesIO(b"no picture"), formats=("PNG",))


def read(untrusted: BinaryIO, *, pages_of_codes: int, pages_of_text: int) -> Message:
    """How many pages, which codes, what text; or why not."""
    content = untrusted.read()
    try:
        if b"%PDF-" in content[:1024]:
            return _pdf(content, pages_of_codes=pages_of_codes, pages_of_text=pages_of_text)
        return _picture(content)
    except _RefusedError as error:
        return Message(str(error))


def _message(pages: int, codes: list[str], text: str) -> Message:
    """A PDF may hold halves of characters, which no channel carries."""
    whole = [one.encode("utf-8", "replace").decode() for one in (text, *codes)]
    text, *codes = whole
    kept = text[:MAX_TEXT_SIGNS]
    return Message("read", {"pages": pages, "codes": tuple(codes[:MAX_CODES]), "text": kept})


def _pdf(content: bytes, *, pages_of_codes: int, pages_of_text: int) -> Message:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
        text: list[str] = []
        codes: list[str] = []
        for number in range(min(count, max(pages_of_codes, pages_of_text))):
            page = document[number]
            if number < pages_of_text and sum(map(len, text)) < MAX_TEXT_SIGNS:
                text.append(page.get_textpage().get_text_bounded()[:MAX_TEXT_SIGNS])
            if number < pages_of_codes:
                codes += _codes_of_page(page)
    except pypdfium2.PdfiumError as error:
        is_encrypted = getattr(error, "err_code", None) == PDF_PASSWORD_WANTED
        raise _RefusedError(ENCRYPTED if is_encrypted else BROKEN) from error
    return _message(count, codes, "\n".join(text))


def _codes_of_page(page: Any) -> list[str]:
    """The codes of a page; looked at more closely when it holds a picture, as a scan does.

    A page may say that it is a kilometre wide: the pixels are counted, not the points.
    """
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    pictures = list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))
    if any(math.prod(picture.get_px_size()) > MAX_PICTURE_PIXELS for picture in pictures):
        raise _RefusedError(TOO_LARGE)
    width, height = page.get_size()
    closest = math.sqrt(MAX_PIXELS / max(1.0, width * height))
    coarse, fine = (min(dots / 72, closest) for dots in DOTS_PER_INCH)
    found = _codes(_drawn(page, scale=coarse), is_sharp=True)
    return found if found or not pictures else _codes(_drawn(page, scale=fine))


def _drawn(page: Any, *, scale: float) -> Any:
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _picture(content: bytes) -> Message:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise _RefusedError(TOO_LARGE)
            side = math.isqrt(MAX_PIXELS)
            picture.draft("L", (side, side))  # a JPEG is decoded smaller, and quicker
            picture.thumbnail((2 * side, 2 * side))
            grey = picture.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _RefusedError(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, TypeError) as error:
        raise _RefusedError(BROKEN) from error
    codes = _codes(grey) or _codes(ImageOps.autocontrast(grey, cutoff=2))
    return _message(1, codes, "")


def _codes(grey: Any, *, is_sharp: bool = False) -> list[str]:
    """The Datamatrix and QR codes of a picture, in reading order; as it is, then smoothed."""
    import zxingcpp
    from PIL import ImageFilter

    form = zxingcpp.BarcodeFormat

    def read(picture: Any) -> list[str]:
        found = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats([form.DataMatrix, form.QRCode]),
            text_mode=zxingcpp.TextMode.Plain,
            try_invert=False,
        )
        return [code.text for code in found if code.text]

    found = read(grey)
    # The noise of a photograph breaks the edges that the reader follows.
    return found if found or is_sharp else read(grey.filter(ImageFilter.MedianFilter(3)))
