"""Documents and pictures inside a clinical document."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from typing import Any

from PIL import Image, JpegImagePlugin, PngImagePlugin

# Plug-ins are files, loaded late otherwise.
_LOADED = (JpegImagePlugin, PngImagePlugin)
MAX_PICTURE_PIXELS = 40_000_000
JPEG_QUALITY = 92


def is_embedded(one: Any) -> bool:
    """Whether an element holds bytes rather than words."""
    if one.get("representation", "").upper() == "B64":
        return True
    media = one.get("mediaType", "")
    return bool(media) and not media.startswith("text/") and bool((one.text or "").strip())


def taken(one: Any) -> bytes:
    """The bytes; none when they are not what the element says, or packed once more."""
    if one.get("compression") and one.text:
        return b"packed"
    try:
        return base64.b64decode("".join((one.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return b"broken"


def drawn_again(content: bytes) -> bytes:
    """A JPEG or PNG picture decoded and encoded anew; nothing for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MAX_PICTURE_PIXELS:
                    return b""
                form = picture.format or ""
                mode = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "L", "RGBA", "1", "P")}[form]
                plain = picture if picture.mode in mode else picture.convert("RGB")
                target = io.BytesIO()
                bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
                if plain.mode == "P":
                    bare = plain.convert("RGBA" if "transparency" in plain.info else "RGB")
                    bare.info.clear()
                bare.save(target, form, quality=JPEG_QUALITY)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, Image.DecompressionBombWarning,
            Image.DecompressionBombError):  # fmt: skip
        return b""
    return target.getvalue()
