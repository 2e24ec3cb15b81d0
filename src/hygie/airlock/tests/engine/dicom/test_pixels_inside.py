import zlib

import numpy
import pydicom
import pytest

from hygie.airlock.engine.cleaner import Span
from hygie.airlock.engine.dicom import pixels_inside
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import (
    PIXELS,
    UNDEFINED,
    bundled,
    codes,
    element,
    implicit,
    refused,
)


def test_native_pixels_are_a_place_in_the_source_and_are_not_read():
    source = builds.image()
    (span,) = builds.told(source).pixels
    assert isinstance(span, Span)
    assert source[span.offset : span.offset + span.length] == PIXELS


def test_what_is_more_than_the_image_is_cut_and_said_unless_it_is_zeros():
    found = builds.told(builds.image(pixels=PIXELS + b"MZMZ"))
    assert found.pixels[0].length == 16
    assert codes(found.header.removed) == ["dicom.excess"]
    assert builds.told(builds.image(pixels=PIXELS + b"\0\0")).header.removed == ()


def test_pixels_shorter_than_told_or_cut_are_refused():
    assert refused(builds.image(pixels=PIXELS[:-2])) == "dicom.pixels_short"
    assert refused(builds.image()[:-2]) == "dicom.truncated"


def test_an_image_without_rows_is_refused():
    source = builds.start() + builds.head() + element(0x7FE00010, "OB", PIXELS)
    assert refused(source) == "dicom.geometry"


@pytest.mark.parametrize(
    ("length", "photometric"), [(32, "YBR_FULL_422"), (48, "YBR_FULL"), (50, "YBR_FULL")]
)
def test_colours_said_to_be_shared_are_counted_as_they_are_written(length, photometric):
    body = builds.describing().replace(
        element(0x00280002, "US", builds.us(1)), element(0x00280002, "US", builds.us(3))
    )
    body = body.replace(
        element(0x00280004, "CS", b"MONOCHROME2 "), element(0x00280004, "CS", b"YBR_FULL_422")
    )
    source = builds.start() + builds.head() + body + element(0x7FE00010, "OB", bytes(length))
    header = builds.told(source).header
    assert header.shape.photometric == photometric
    assert header.removed == ()
    assert photometric.encode() in header.describing


def test_frames_of_a_native_syntax_and_native_pixels_of_another_are_refused():
    frames = implicit(0xFFFEE000) + implicit(0xFFFEE000, b"ab") + implicit(0xFFFEE0DD)
    body = builds.head() + builds.describing()
    compressed = element(0x7FE00010, "OB", frames, length=UNDEFINED)
    assert refused(builds.start() + body + compressed) == "dicom.syntax"
    assert refused(builds.image(syntax=builds.JPEG_2000)) == "dicom.syntax"
    found = builds.told(builds.start(builds.JPEG_2000) + body + compressed)
    assert [len(frame) for frame in found.header.frames] == [1]
    assert found.header.syntax == builds.JPEG_2000


@pytest.mark.parametrize(
    ("pixels", "said"),
    [
        (PIXELS, []),
        (b"MZ".ljust(16, b"\1"), ["dicom.pixels_begin"]),
        (b"\x7fELF\2".ljust(16, b"\1"), ["dicom.pixels_program"]),
        (b"PK\5\6".rjust(16, b"\1"), ["dicom.pixels_archive"]),
    ],
)
def test_legal_pixels_that_look_like_something_else_are_said_and_kept(pixels, said):
    found = builds.told(builds.image(pixels=pixels))
    assert codes(found.header.noticed) == said
    assert found.header.removed == ()


def test_a_deflated_image_crosses_the_wall_whole(monkeypatch):
    source = builds.image()
    at = len(builds.start())
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    deflated = builds.start(builds.DEFLATED) + engine.compress(source[at:]) + engine.flush()
    assert builds.told(deflated).pixels == (PIXELS,)
    monkeypatch.setattr(pixels_inside, "MAX_CONTENT_BYTES", 8)
    assert refused(deflated) == "dicom.too_long_to_turn"


@pytest.mark.parametrize(
    "name",
    [
        "MR_small_bigendian.dcm",
        "SC_rgb_small_odd_big_endian.dcm",
        "liver_expb_1frame.dcm",
        "rtdose_expb.dcm",
    ],
)
def test_big_endian_pixels_are_turned(name, tmp_path):
    found, made = builds.passed(bundled(name).read_bytes(), tmp_path)
    (tmp_path / "made").write_bytes(made)
    before, after = pydicom.dcmread(bundled(name)), pydicom.dcmread(tmp_path / "made")
    assert found.removed == ()
    assert numpy.array_equal(before.pixel_array, after.pixel_array)
