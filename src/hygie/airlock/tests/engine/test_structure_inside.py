import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine import structure_inside as structure
from hygie.airlock.engine.structure_inside import BrokenError, OtherFormError
from hygie.airlock.tests.engine.photographs import BITS, CALM, COLOURS, FEW, kind_of, saved


@pytest.mark.parametrize("name", CALM)
def test_an_ordinary_picture_ends_with_its_file_and_hides_nothing(name):
    found = structure.read(CALM[name], kind=kind_of(name))
    assert found.trailing(CALM[name]) == b""
    assert structure.carried(found.beside) == ()
    assert found.frames == (3 if name == "tiff-fax" else 1)


@pytest.mark.parametrize("name", CALM)
def test_what_follows_a_picture_is_seen(name):
    for added, expected in ((b"PK\x03\x04rest", b"PK\x03\x04rest"), (b"\0" * 40, b"")):
        content = CALM[name] + added
        assert structure.read(content, kind=kind_of(name)).trailing(content) == expected


@pytest.mark.parametrize(
    ("kind", "content", "hidden"),
    [
        ("jpeg", saved(COLOURS, "JPEG", comment=b"<?php system(1) ?>"), "script"),
        ("jpeg", saved(COLOURS, "JPEG", comment=b"%PDF-1.4"), "pdf"),
        ("gif", saved(FEW, "GIF", comment=b"<script>a</script>"), "script"),
        ("webp", saved(COLOURS, "WEBP", xmp=b"PK\x03\x04"), "archive"),
        ("tiff", saved(COLOURS, "TIFF", tiffinfo={65000: b"\x7fELF\x02" * 9}), "program"),
    ],
)
def test_what_is_hidden_beside_the_pixels_is_named(kind, content, hidden):
    assert structure.carried(structure.read(content, kind=kind).beside) == (hidden,)


def test_what_lies_between_the_header_and_the_pixels_of_a_bmp():
    plain = saved(COLOURS, "BMP")
    (start,) = struct.unpack_from("<I", plain, 10)
    hidden = b"<html>  "
    content = plain[:10] + struct.pack("<I", start + 8) + plain[14:start] + hidden + plain[start:]
    found = structure.read(content, kind="bmp")
    assert found.beside == hidden
    assert found.trailing(content) == b""


def test_bytes_between_two_markers_of_a_jpeg_are_beside_it():
    plain = CALM["jpeg-grey"]
    found = structure.read(plain[:2] + b"<html>" + plain[2:], kind="jpeg")
    assert b"<html>" in found.beside


def test_the_frames_of_what_moves_are_counted():
    for name, kind in (("GIF", "gif"), ("PNG", "png"), ("WEBP", "webp")):
        more = {"save_all": True, "append_images": [FEW.rotate(30), FEW.rotate(60)]}
        assert structure.read(saved(FEW, name, **more), kind=kind).frames == 3


def test_a_tiff_that_turns_in_circles_ends():
    looped = bytearray(saved(BITS, "TIFF"))
    (first,) = struct.unpack_from("<I", looped, 4)
    (count,) = struct.unpack_from("<H", looped, first)
    struct.pack_into("<I", looped, first + 2 + 12 * count, first)
    assert structure.read(bytes(looped), kind="tiff").frames == 1


def test_a_large_tiff_is_of_another_form():
    with pytest.raises(OtherFormError):
        structure.read(saved(COLOURS, "TIFF", big_tiff=True), kind="tiff")


@settings(max_examples=150)
@given(st.data())
def test_whatever_the_bytes_it_answers_or_refuses(data):
    name = data.draw(st.sampled_from(sorted(CALM)))
    content = bytearray(CALM[name])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(2, min(len(content), 400) - 1))] = data.draw(
            st.integers(0, 255)
        )
    content = content[: data.draw(st.integers(2, len(content)))]
    try:
        structure.read(bytes(content), kind=kind_of(name))
    except BrokenError:
        return
