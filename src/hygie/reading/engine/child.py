"""The process that parses a page: bytes come by standard input, one line of JSON goes out.

What holds it: it ends after the time given by who started it, at a limit of memory watched twenty
times a second, after a number of pages, of signs and of pixels; on Linux and macOS it can neither
write a file, nor leave a core dump, nor start a program, nor open one more file (`resource`). It
was given no secret, no address of a file and an environment of a few names.

What does not hold it yet: a page that takes over PDFium would run with the rights of whoever opened
Hygie. On Windows it could read and write that person's files; everywhere it could talk to the
network, and on Linux attach to a process of the same person. Walls of the system (job objects,
AppContainer, seccomp, Landlock) belong to the floor `sandbox`, which is still to come.
"""

from __future__ import annotations

import io
import json
import math
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

import psutil

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

# Exit codes, which `pages` puts into French.
ENCRYPTED, BROKEN, TOO_LARGE, NO_MEMORY = 10, 11, 12, 13

MAX_TEXT_SIGNS = 200_000
MAX_MEMORY_BYTES = 700 * 1024 * 1024
# Virtual memory is far larger than what is used: libraries map more than they touch.
MAX_ADDRESSES_BYTES = 2 * 1024 * 1024 * 1024
MAX_CPU_S = 60
# 200 points an inch tell a Datamatrix whose squares are 0.5 mm wide; 300 those of a poor scan.
DOTS_PER_INCH = (200, 300)
MAX_PIXELS = 12_000_000
MAX_PICTURE_PIXELS = 120_000_000
PDF_PASSWORD_WANTED = 4


def main() -> int:
    """Read standard input to its end, say what was seen, give an exit code."""
    pages_of_codes, pages_of_text = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    _rehearse()
    _hold()
    try:
        if b"%PDF-" in content[:1024]:
            seen = _pdf(content, pages_of_codes=pages_of_codes, pages_of_text=pages_of_text)
        else:
            seen = _picture(content)
    except MemoryError:
        return NO_MEMORY
    sys.stdout.write(json.dumps(seen))
    return 0


def _rehearse() -> None:
    """Load everything that reading a page asks for: after `_hold`, no file can be opened."""
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


def _hold() -> None:
    """Give up, for good, what reading a page does not need."""
    threading.Thread(target=_watch_memory, args=(_memory_gauge(),), daemon=True).start()
    if resource is None:
        return
    wanted = {
        "RLIMIT_AS": MAX_ADDRESSES_BYTES,
        "RLIMIT_CPU": MAX_CPU_S,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 3,
    }
    for name, most in wanted.items():
        with suppress(AttributeError, ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(getattr(resource, name), (most, most))


def _watch_memory(used_bytes: Callable[[], int]) -> None:
    """End the process that takes too much; PDFium and ZXing let this thread run meanwhile."""
    while True:
        if used_bytes() > MAX_MEMORY_BYTES:
            os._exit(NO_MEMORY)
        time.sleep(0.05)


def _memory_gauge() -> Callable[[], int]:
    """What reads the memory in use, even when no file can be opened any more.

    Not `getrusage`: its greatest memory is inherited from who started the process.
    """
    if sys.platform != "linux":
        me = psutil.Process()
        return lambda: int(me.memory_info().rss)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    return lambda: int(os.pread(statm, 200, 0).split()[1]) * page_bytes


def _pdf(content: bytes, *, pages_of_codes: int, pages_of_text: int) -> dict[str, Any]:
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
        raise SystemExit(ENCRYPTED if is_encrypted else BROKEN) from error
    return {"pages": count, "codes": codes, "text": "\n".join(text)[:MAX_TEXT_SIGNS]}


def _codes_of_page(page: Any) -> list[str]:
    """The codes of a page; looked at more closely when it holds a picture, as a scan does.

    A page may say that it is a kilometre wide: the pixels are counted, not the points.
    """
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    closest = math.sqrt(MAX_PIXELS / max(1.0, width * height))
    coarse, fine = (min(dots / 72, closest) for dots in DOTS_PER_INCH)
    found = _codes(_drawn(page, scale=coarse), is_sharp=True)
    if found or next(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is None:
        return found
    return _codes(_drawn(page, scale=fine))


def _drawn(page: Any, *, scale: float) -> Any:
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _picture(content: bytes) -> dict[str, Any]:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise SystemExit(TOO_LARGE)
            side = math.isqrt(MAX_PIXELS)
            picture.draft("L", (side, side))  # a JPEG is decoded smaller, and quicker
            picture.thumbnail((2 * side, 2 * side))
            grey = picture.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise SystemExit(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, TypeError) as error:
        raise SystemExit(BROKEN) from error
    codes = _codes(grey) or _codes(ImageOps.autocontrast(grey, cutoff=2))
    return {"pages": 1, "codes": codes, "text": ""}


def _codes(grey: Any, *, is_sharp: bool = False) -> list[str]:
    """The Datamatrix codes of a picture, in the order of reading; as it is, then smoothed."""
    import zxingcpp
    from PIL import ImageFilter

    def read(picture: Any) -> list[str]:
        found = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
            text_mode=zxingcpp.TextMode.Plain,
            try_invert=False,
        )
        return [code.text for code in found if code.text]

    found = read(grey)
    # The noise of a photograph breaks the edges that the reader follows.
    return found if found or is_sharp else read(grey.filter(ImageFilter.MedianFilter(3)))


if __name__ == "__main__":
    raise SystemExit(main())
