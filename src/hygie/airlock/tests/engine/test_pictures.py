import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from hygie.airlock.engine import pictures
from hygie.airlock.engine.pictures import Pictures
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.photographs import (
    BITS,
    CALM,
    COLOURS,
    DEEP,
    FEW,
    GREY,
    exif,
    kind_of,
    saved,
)
from hygie.airlock.tests.engine.pixels.corpus import staged
from hygie.sandbox.job import Answer, Ending


@pytest.fixture
def clean(asking, tmp_path):
    """What becomes of a picture."""

    def cleaned(content, kind, *, by=asking):
        file = staged(tmp_path / "picture", content, kind=kind)
        return next(Pictures().clean([file], asking=by))

    return cleaned


def content(cleaned):
    (piece,) = cleaned.output.pieces
    return piece


def opened(cleaned):
    picture = Image.open(io.BytesIO(content(cleaned)))
    picture.load()
    return picture


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.parametrize("name", CALM)
def test_an_ordinary_picture_is_rebuilt_and_so_is_what_was_rebuilt(clean, name):
    first = clean(CALM[name], kind_of(name))
    assert first.verdict is Verdict.REBUILT, first
    assert first.removed == ()
    second = clean(content(first), first.output.kind)
    assert second.verdict is Verdict.REBUILT
    assert (second.removed, second.output.kind) == ((), first.output.kind)


LOSSLESS = {
    "png": COLOURS, "png-few": FEW, "png-bits": BITS, "png-deep": DEEP, "bmp": COLOURS,
    "bmp-few": FEW, "gif": FEW, "webp-lossless": COLOURS, "tiff": COLOURS, "tiff-deep": DEEP,
}  # fmt: skip


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_lost_nothing_loses_nothing_here(clean, name):
    picture, original = opened(clean(CALM[name], kind_of(name))), LOSSLESS[name]
    if original.mode == "P":
        picture, original = picture.convert("RGB"), original.convert("RGB")
    assert np.array_equal(np.asarray(picture), np.asarray(original))


@pytest.mark.parametrize("quality", [40, 75, 95])
def test_a_jpeg_keeps_its_size_and_next_to_all_of_its_values(clean, quality):
    original = saved(COLOURS.resize((400, 300)), "JPEG", quality=quality)
    cleaned = clean(original, "jpeg")
    assert len(content(cleaned)) <= len(original)
    before, after = (
        np.asarray(Image.open(io.BytesIO(one)).convert("RGB")).astype(int)
        for one in (original, content(cleaned))
    )
    assert np.abs(before - after).mean() < 1.0


def test_nothing_of_the_camera_is_kept_but_the_turn_it_told(clean):
    cleaned = clean(saved(COLOURS, "JPEG", exif=exif(orientation=6)), "jpeg")
    assert cleaned.verdict is Verdict.REBUILT
    assert opened(cleaned).size == (48, 64)
    assert b"Exif" not in content(cleaned)
    assert b"Appareil" not in content(cleaned)


@pytest.mark.parametrize(("kind", "name"), [("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_where_a_picture_was_taken_is_removed_and_told(clean, kind, name):
    cleaned = clean(saved(COLOURS, name, exif=exif(with_place=True)), kind)
    assert cleaned.verdict is Verdict.NEUTRALISED
    assert codes(cleaned.removed) == ["picture.place"]
    assert clean(content(cleaned), cleaned.output.kind).verdict is Verdict.REBUILT


def chunk(named):
    """A piece of a PNG: its name, then its content."""
    return struct.pack(">I", len(named) - 4) + named + struct.pack(">I", zlib.crc32(named))


# A picture that is an archive too, a page, a script: of the forms that went round.
POLYGLOTS = {
    "jpeg": CALM["jpeg"] + b"PK\x03\x04" + bytes(60),
    "png": CALM["png"] + b"PK\x03\x04" + bytes(60),
    "gif": CALM["gif"] + b"PK\x03\x04META-INF/MANIFEST.MF",
    "bmp": CALM["bmp"] + b"Rar!\x1a\x07\x00",
    "webp": CALM["webp"] + b"%PDF-1.7",
    "tiff": CALM["tiff"] + b"7z\xbc\xaf\x27\x1c",
    "jpeg-php": saved(COLOURS, "JPEG", comment=b"<?php eval($_POST[1]); ?>"),
    "png-page": CALM["png"][:-12] + chunk(b"tEXta\0<html>") + CALM["png"][-12:],
}  # fmt: skip


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_was_hidden_is_told_and_gone(clean, name):
    cleaned = clean(POLYGLOTS[name], kind_of(name))
    assert cleaned.verdict is Verdict.NEUTRALISED
    assert "picture.carrier" in codes(cleaned.removed)
    assert "picture.carried" in codes(cleaned.reasons)
    for mark in (b"PK\x03\x04", b"Rar!", b"%PDF", b"7z\xbc", b"<?php", b"<html>"):
        assert mark not in content(cleaned)
    assert clean(content(cleaned), cleaned.output.kind).verdict is Verdict.REBUILT


def test_bytes_of_no_form_after_the_end_are_counted(clean):
    cleaned = clean(CALM["jpeg"] + b"SEFT" * 10, "jpeg")
    assert codes(cleaned.removed) == ["picture.trailing"]
    assert cleaned.removed[0].count == 40


def test_of_what_moves_the_first_picture_is_kept(clean):
    moving = saved(FEW, "GIF", save_all=True, append_images=[FEW.rotate(30), FEW.rotate(60)])
    cleaned = clean(moving, "gif")
    assert codes(cleaned.removed) == ["picture.frames"]
    assert opened(cleaned).format == "PNG"
    assert np.array_equal(opened(cleaned).convert("RGB"), FEW.convert("RGB"))


def test_every_page_of_a_fax_is_kept(clean):
    picture = opened(clean(CALM["tiff-fax"], "tiff"))
    assert (picture.n_frames, picture.mode) == (3, "1")


def test_a_scan_keeps_its_size_on_paper(clean):
    assert round(opened(clean(CALM["tiff"], "tiff")).info["dpi"][0]) == 300


@pytest.mark.parametrize(
    ("name", "kind", "format_name"),
    [("bmp", "png", "PNG"), ("gif", "png", "PNG"), ("webp", "jpeg", "JPEG")],
)
def test_another_format_is_said(clean, name, kind, format_name):
    cleaned = clean(CALM[name], name)
    assert cleaned.output.kind == kind
    assert cleaned.reasons[-1].sentence == f"L’image est transmise au format {format_name}."


@pytest.mark.parametrize("name", CALM)
def test_half_a_picture_is_not_verifiable(clean, name):
    cleaned = clean(CALM[name][: len(CALM[name]) // 2], kind_of(name))
    assert cleaned.verdict is Verdict.UNVERIFIABLE
    assert cleaned.output is None


def test_no_picture_at_all(clean):
    for kind in Pictures.kinds:
        for nothing in (b"", b"\0", b"\xff\xd8\xff", b"II*\0", b"GIF89a", bytes(4000)):
            assert clean(nothing, kind).verdict is Verdict.UNVERIFIABLE


def png_header(width, height):
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(header) + chunk(pixels) + chunk(b"IEND")


def wide(content, at, form, *values):
    changed = bytearray(content)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def test_dimensions_that_are_a_bomb_are_refused_before_anything_is_decoded(clean):
    bombs = {
        "png": png_header(60_000, 60_000),
        "jpeg": wide(CALM["jpeg-grey"], CALM["jpeg-grey"].index(b"\xff\xc0") + 5, ">I", 0xFDE8FDE8),
        "gif": wide(CALM["gif"], 6, "<I", 0xFFFFFFFF),
        "webp": wide(CALM["webp-lossless"], 24, "<IH", 0xFFFFFF, 0xFFFF),
    }
    for kind, content in bombs.items():
        assert codes(clean(content, kind).reasons) == ["picture.too_large"], kind


def test_a_form_that_is_not_rebuilt_here_is_said(clean):
    real = saved(Image.fromarray(np.zeros((4, 4), "f4")), "TIFF")
    assert codes(clean(real, "tiff").reasons) == ["picture.form"]


def test_too_many_pages_or_too_large_a_file(clean, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PAGES", 2)
    assert codes(clean(CALM["tiff-fax"], "tiff").reasons) == ["picture.too_large"]
    monkeypatch.setattr(pictures, "MAX_FILE_BYTES", 100)
    assert codes(clean(CALM["png"], "png").reasons) == ["picture.too_large"]


HONEST = {
    "mode": "L", "width": 2, "height": 3, "pixels": bytes(6), "palette": b"", "frames": 1,
    "trailing": 0, "carried": (), "has_place": 0, "quantisers": (), "subsampling": -1, "dpi": 0,
    "is_photo": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    "lie",
    [
        {"mode": "F"}, {"width": 3}, {"width": -2, "height": -3}, {"pixels": bytes(7)},
        {"palette": b"x"}, {"mode": "P"}, {"carried": ("else",)}, {"quantisers": (0,) * 64},
        {"quantisers": (1,) * 65}, {"subsampling": 9}, {"dpi": 10**9}, {"frames": 0},
        {"trailing": -1}, {"width": 10**9, "height": 10**9},
    ],
)  # fmt: skip
def test_a_reader_that_was_taken_over_is_not_believed(clean, lie):
    class Told:
        def each(self, job, files, *, arguments=None, limits=None, batch=1):
            yield Answer(ending=Ending.ANSWERED, code="picture", untrusted=HONEST | lie)

    cleaned = clean(CALM["png"], "png", by=Told())
    assert codes(cleaned.reasons) == ["common.reader_failed"]


def swapped():
    """A profile in which red is what the screen calls blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for word in (b"sRGB", "sRGB".encode("utf-16-be")):
        profile = profile.replace(word, word.replace(b"s", b"n"))
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


@pytest.mark.parametrize(("kind", "name"), [("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF")])
def test_colours_of_a_profile_are_those_that_were_meant(clean, kind, name):
    red = Image.new("RGB", (32, 32), (250, 10, 10))
    cleaned = clean(saved(red, name, icc_profile=swapped()), kind)
    assert cleaned.verdict is Verdict.REBUILT
    seen = opened(cleaned)
    assert "icc_profile" not in seen.info
    across = seen.convert("RGB").getpixel((16, 16))
    assert across[2] > 200 > 60 > across[0]


def test_a_broken_profile_is_passed_over(clean):
    cleaned = clean(saved(COLOURS, "PNG", icc_profile=b"nothing"), "png")
    assert np.array_equal(np.asarray(opened(cleaned)), np.asarray(COLOURS))


def test_grey_stays_grey(clean):
    assert opened(clean(CALM["jpeg-grey"], "jpeg")).mode == GREY.mode
