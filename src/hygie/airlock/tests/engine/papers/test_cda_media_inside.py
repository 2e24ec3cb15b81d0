import io
from xml.etree.ElementTree import Element

import pytest
from PIL import Image

from hygie.airlock.engine.papers.cda_media_inside import drawn_again, is_embedded, taken
from hygie.airlock.tests.engine.papers import cdas


def of(text, **attributes):
    element = Element("value", attributes)
    element.text = text
    return element


def test_bytes_are_told_from_words():
    assert is_embedded(of("QUJD", representation="b64"))
    assert is_embedded(of("QUJD", mediaType="application/pdf"))
    assert not is_embedded(of("ABC", mediaType="text/plain"))
    assert not is_embedded(of("  ", mediaType="application/pdf"))
    assert taken(of(" QU\nJD ")) == b"ABC"
    assert taken(of("QUJD", compression="DF")) == b"packed"
    assert taken(of("!?")) == b"broken"


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGB"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("JPEG", "L"), ("JPEG", "CMYK")],
)
def test_a_picture_keeps_its_size_and_nothing_else(form, mode):
    again = drawn_again(cdas.picture(form, mode))
    assert b"hidden" not in again
    with Image.open(io.BytesIO(again)) as picture:
        assert (picture.format, picture.size) == (form, (20, 10))


def test_anything_else_is_nothing():
    for content in (b"", b"MZ", b"\x89PNG\r\n\x1a\n", cdas.picture()[:45]):
        assert drawn_again(content) == b""
