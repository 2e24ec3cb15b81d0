"""Pictures made for the tests, in every kind that the airlock takes."""

import io

import numpy as np
from PIL import Image

_DOWN, _ACROSS = np.mgrid[0:48, 0:64]
COLOURS = Image.fromarray(
    np.stack(
        [_ACROSS * 4, _DOWN * 5, 128 + 90 * np.sin(_ACROSS / 9) * np.cos(_DOWN / 7)], -1
    ).astype("u1")
)
GREY = COLOURS.convert("L")
BITS = GREY.point(lambda value: 255 if value > 110 else 0).convert("1")
DEEP = Image.fromarray((_ACROSS * 1000 + _DOWN).astype("u2"))
FEW = COLOURS.quantize(32)


def saved(picture, format_name, **options):
    """The bytes of a file."""
    file = io.BytesIO()
    picture.save(file, format_name, **options)
    return file.getvalue()


def exif(*, orientation=1, with_place=False):
    """What a camera writes beside."""
    made = Image.Exif()
    made[0x0112], made[0x010F] = orientation, "Appareil"
    if with_place:
        place = made.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (48.0, 50.0, 0.0), "E", (2.0, 20.0, 0.0)
    return made


# Each name begins with its kind; none holds anything but a picture and what a camera says of it.
CALM = {
    "jpeg": saved(COLOURS, "JPEG", quality=85, exif=exif()),
    "jpeg-grey": saved(GREY, "JPEG", quality=70),
    "jpeg-progressive": saved(COLOURS, "JPEG", progressive=True, comment=b"Vacances"),
    "jpeg-cmyk": saved(COLOURS.convert("CMYK"), "JPEG"),
    "jpeg-restarts": saved(COLOURS, "JPEG", restart_marker_blocks=2),
    "png": saved(COLOURS, "PNG"),
    "png-few": saved(FEW, "PNG"),
    "png-bits": saved(BITS, "PNG"),
    "png-deep": saved(DEEP, "PNG"),
    "png-clear": saved(COLOURS.convert("RGBA"), "PNG"),
    "bmp": saved(COLOURS, "BMP"),
    "bmp-few": saved(FEW, "BMP"),
    "gif": saved(FEW, "GIF", comment=b"Vacances"),
    "webp": saved(COLOURS, "WEBP"),
    "webp-lossless": saved(COLOURS, "WEBP", lossless=True, exif=exif()),
    "tiff": saved(COLOURS, "TIFF", dpi=(300, 300)),
    "tiff-fax": saved(
        BITS, "TIFF", compression="group4", save_all=True, append_images=[BITS.rotate(90)] * 2
    ),
    "tiff-jpeg": saved(COLOURS, "TIFF", compression="jpeg"),
    "tiff-deep": saved(DEEP, "TIFF", compression="tiff_lzw"),
}


def kind_of(name):
    """The kind of a picture of this module."""
    return name.partition("-")[0]
