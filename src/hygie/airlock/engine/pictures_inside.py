"""Opens a stranger's picture, or writes ours. Imported inside the sandbox only.

`pixels` decodes; `written` runs in another process, which saw nothing but the pixels that the
first one gave: whatever a hostile file makes of its reader, what is handed over is encoded anew.
"""

from __future__ import annotations

import io
import logging
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps

from hygie.airlock.engine import structure_inside as structure
from hygie.airlock.engine.structure_inside import BrokenError, OtherFormError, Structure
from hygie.sandbox.channel import Message, Value

MAX_PIXELS = 64_000_000
FORMATS = {
    "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "tiff": "TIFF", "gif": "GIF", "webp": "WEBP",
}  # fmt: skip
# Modes that cross the wall as they are; what each other one becomes.
PLAIN = {"1", "L", "LA", "P", "RGB", "RGBA", "YCbCr", "I;16"}
_BECOMES = {
    "CMYK": "RGB", "PA": "RGBA", "La": "LA", "RGBa": "RGBA", "I;16B": "I;16", "I;16L": "I;16",
    "RGBX": "RGB", "HSV": "RGB",
}  # fmt: skip
_GPS = 0x8825
_SCREEN = ImageCms.createProfile("sRGB")
_DEFAULT_QUALITY = 90
# Above so many points, a PNG is written quicker and somewhat larger.
_LARGE = 8_000_000


def rehearse() -> None:
    """Write and open a picture of each format: afterwards nothing can be loaded."""
    warnings.simplefilter("ignore")
    logging.disable()
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # sizes are looked at below, before anything is decoded
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, mode, more in (
        ("jpeg", "RGB", {"exif": exif}),
        ("jpeg", "CMYK", {}),
        ("jpeg", "RGB", {"icc_profile": _unusual()}),
        ("png", "P", {"exif": exif}),
        ("bmp", "RGB", {}),
        ("gif", "P", {"transparency": 0}),
        ("webp", "RGB", {"exif": exif}),
        ("webp", "RGBA", {"lossless": True}),
        ("tiff", "1", {"compression": "group4"}),
        ("tiff", "RGB", {"compression": "jpeg"}),
        ("tiff", "I;16", {"compression": "tiff_adobe_deflate"}),
    ):
        file = io.BytesIO()
        Image.new(mode, (8, 8)).save(file, FORMATS[kind], **more)
        told = pixels(file, kind=kind, page=0)
        if told.code != "picture":
            raise RuntimeError(f"the rehearsal of {kind} failed")
    for format_name, mode in (("JPEG", "YCbCr"), ("PNG", "P"), ("TIFF", "1"), ("TIFF", "L")):
        sample = io.BytesIO(Image.new(mode, (8, 8)).tobytes())
        written(sample, **_small(format_name, mode))


def _unusual() -> bytes:
    """A profile of a screen, under another name."""
    return (
        ImageCms.ImageCmsProfile(_SCREEN)
        .tobytes()
        .replace(b"sRGB", b"nRGB")
        .replace("sRGB".encode("utf-16-be"), "nRGB".encode("utf-16-be"))
    )


def _small(format_name: str, mode: str) -> dict[str, Any]:
    return {
        "format_name": format_name, "modes": (mode,), "widths": (8,), "heights": (8,),
        "palette": bytes(768), "quantisers": (), "subsampling": -1, "dpi": 0, "is_photo": 0,
    }  # fmt: skip


def pixels(untrusted: BinaryIO, *, kind: str, page: int) -> Message:
    """One page of a picture, decoded, and what was found beside it."""
    untrusted.seek(0)
    content = untrusted.read()
    try:
        found = structure.read(content, kind=kind)
    except OtherFormError:
        return Message("form")
    except BrokenError:
        return Message("broken")
    if kind == "webp" and _canvas(content) > MAX_PIXELS:
        return Message("too_large")
    with Image.open(io.BytesIO(content), formats=(FORMATS[kind],)) as picture:
        frames = max(found.frames, getattr(picture, "n_frames", 1))
        if page:
            picture.seek(page)
        if picture.width * picture.height > MAX_PIXELS:
            return Message("too_large")
        wanted = _other_colours(picture)
        if kind == "jpeg" and picture.mode == "RGB" and wanted is None and _is_plain(picture):
            picture.draft("YCbCr", picture.size)  # its own colours: nothing is lost on the way
        told = _told(picture, content, found, kind=kind)
        upright = _plain(_usual_colours(ImageOps.exif_transpose(picture), wanted))
    if upright is None:
        return Message("form")
    return Message(
        "picture",
        told
        | {
            "frames": min(frames, 65_535),
            "mode": upright.mode,
            "width": upright.width,
            "height": upright.height,
            "pixels": upright.tobytes(),
            "palette": _palette(upright),
        },
    )


def _is_plain(picture: Any) -> bool:
    return "adobe_transform" not in picture.info


def _other_colours(picture: Any) -> Any:
    """The profile of colours that are not the usual ones of a screen; None when they are."""
    content = picture.info.get("icc_profile")
    if not content or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        is_usual = "srgb" in ImageCms.getProfileDescription(profile).lower()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if is_usual else profile


def _usual_colours(picture: Any, profile: Any) -> Any:
    """The colours that were meant, on any screen: the profile itself is not handed over."""
    if profile is None:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(picture, profile, _SCREEN, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def _canvas(content: bytes) -> int:
    """Points of a WebP's canvas (VP8X, 24 bits each): it is taken as soon as the file is opened."""
    if content[12:16] != b"VP8X":
        return 0
    width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    return width * height


def _told(picture: Any, content: bytes, found: Structure, *, kind: str) -> dict[str, Value]:
    trailing = found.trailing(content)
    quantisers, subsampling = _process(picture) if kind == "jpeg" else ((), -1)
    is_photo = kind == "jpeg" or (kind == "webp" and b"VP8L" not in content[:64])
    is_photo |= picture.info.get("compression") == "jpeg"
    return {
        "trailing": len(trailing),
        "carried": structure.carried(found.beside + b"\0" + trailing),
        "has_place": int(_has_place(picture, found.beside)),
        "quantisers": quantisers,
        "subsampling": subsampling,
        "dpi": _dots(picture),
        "is_photo": int(is_photo),
    }


def _process(picture: Any) -> tuple[tuple[int, ...], int]:
    """How a JPEG was made, to make it again alike: its tables, and its share of colours."""
    from PIL import JpegImagePlugin

    tables = [tuple(table) for _, table in sorted(picture.quantization.items())][:4]
    flat = tuple(number for table in tables for number in table)
    if picture.mode == "CMYK" or not flat or max(flat) > 255 or min(flat) < 1:
        flat = ()
    return flat, int(JpegImagePlugin.get_sampling(picture))


def _has_place(picture: Any, beside: bytes) -> bool:
    try:
        if picture.getexif().get_ifd(_GPS):
            return True
    except (OSError, ValueError, KeyError, SyntaxError, TypeError):
        pass
    return b"GPSLatitude" in beside


def _dots(picture: Any) -> int:
    """Dots an inch, when they make sense: a scan keeps its size on paper."""
    try:
        across = float(picture.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0
    return round(across) if 30 <= across <= 4800 else 0


def _plain(picture: Any) -> Any:
    """In a mode that crosses the wall; None when there is none that loses nothing to see."""
    picture.load()
    if picture.mode == "P" and "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "I" and picture.format == "PNG":
        return picture.convert("I;16")
    mode = _BECOMES.get(picture.mode, picture.mode)
    if mode not in PLAIN:
        return None
    return picture if mode == picture.mode else picture.convert(mode)


def _palette(picture: Any) -> bytes:
    if picture.mode != "P":
        return b""
    return bytes(picture.getpalette("RGB") or ()).ljust(768, b"\0")[:768]


def written(
    untrusted: BinaryIO,
    *,
    format_name: str,
    modes: tuple[str, ...],
    widths: tuple[int, ...],
    heights: tuple[int, ...],
    palette: bytes,
    quantisers: tuple[int, ...],
    subsampling: int,
    dpi: int,
    is_photo: int,
) -> Message:
    """A picture of these pixels, page after page; nothing else is in it."""
    untrusted.seek(0)
    pages = []
    for mode, width, height in zip(modes, widths, heights, strict=True):
        size = _size(mode, width, height)
        page = Image.frombytes(mode, (width, height), untrusted.read(size))
        if mode == "P":
            page.putpalette(palette)
        pages.append(page)
    options: dict[str, Any] = {"dpi": (dpi, dpi)} if dpi else {}
    if format_name == "JPEG":
        options |= _as_before(quantisers, subsampling)
    elif format_name == "PNG":
        options["compress_level"] = 6 if sum(map(_points, pages)) < _LARGE else 3
    else:
        options |= _pages(pages, is_photo=is_photo)
    file = io.BytesIO()
    pages[0].save(file, format_name, **options)
    return Message("written", {"content": file.getvalue()})


def _size(mode: str, width: int, height: int) -> int:
    if mode == "1":
        return (width + 7) // 8 * height
    return width * height * {"LA": 2, "I;16": 2, "RGB": 3, "YCbCr": 3, "RGBA": 4}.get(mode, 1)


def _points(page: Any) -> int:
    return int(page.width * page.height)


def _as_before(quantisers: tuple[int, ...], subsampling: int) -> dict[str, Any]:
    """With the file's own tables a JPEG keeps its size, and next to all of its values."""
    made: dict[str, Any] = {"optimize": True, "subsampling": max(0, subsampling)}
    if quantisers:
        made["qtables"] = [list(quantisers[at : at + 64]) for at in range(0, len(quantisers), 64)]
    else:
        made["quality"] = _DEFAULT_QUALITY
    return made


def _pages(pages: list[Any], *, is_photo: int) -> dict[str, Any]:
    modes = {page.mode for page in pages}
    if modes == {"1"}:
        options: dict[str, Any] = {"compression": "group4"}
    elif is_photo and modes <= {"L", "RGB", "YCbCr"}:
        options = {"compression": "jpeg", "quality": _DEFAULT_QUALITY}
    else:
        options = {"compression": "tiff_adobe_deflate"}
    if len(pages) > 1:
        options |= {"save_all": True, "append_images": pages[1:]}
    return options
