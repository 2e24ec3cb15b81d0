import pytest

from hygie.airlock.engine.dicom import facts_inside as facts
from hygie.airlock.tests.engine.dicom.builds import element, us

NAME = 0x00100010


def values(*elements: bytes) -> dict[int, bytes]:
    return {int.from_bytes(e[:2], "little") << 16 | e[2] | e[3] << 8: e for e in elements}


@pytest.mark.parametrize(
    ("charset", "content", "name"),
    [
        (b"", b"Dupont^Jean", "Dupont^Jean"),
        (b"ISO_IR 100", "Dupré^Zoé".encode("latin-1"), "Dupré^Zoé"),
        (b"ISO_IR 192", "Dupré^Zoé".encode(), "Dupré^Zoé"),
        (b"ISO_IR 144", "Люкceмбypг".encode("iso8859-5"), "Люкceмбypг"),
        (b"\\ISO 2022 IR 87", b"\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=x", "山田^太郎"),
        (b"\\ISO 2022 IR 149", b"\x1b$)C\xb1\xe8^\xc8\xf1\xc1\xdf", "김^희중"),
        (b"GB18030", "王^小东".encode("gb18030"), "王^小东"),
        (b"nobody's", b"Dupont", "Dupont"),
    ],
)
def test_names_are_read_in_their_character_set(charset, content, name):
    found = values(element(0x00080005, "CS", charset), element(NAME, "PN", content))
    assert facts.text_in(found, NAME, facts.codec(found)) == name


def test_a_text_for_the_screen_is_printable_and_short():
    found = values(element(NAME, "PN", "Du\u202epont\n".encode() + b"x" * 100))
    said = facts.text_in(found, NAME, "utf-8")
    assert said.startswith("Dupontxx")
    assert len(said) == 64


def test_every_codec_can_be_loaded():
    facts.load_codecs()


SHAPE = (
    element(0x00280010, "US", us(4)),
    element(0x00280011, "US", us(5)),
    element(0x00280100, "US", us(16)),
)


def test_a_shape_needs_rows_columns_and_bits():
    shape = facts.shape_in(values(*SHAPE), "integer")
    assert shape is not None
    assert (shape.rows, shape.columns, shape.bits_stored, shape.high_bit) == (4, 5, 16, 15)
    assert shape.native_bytes == 40
    for missing in range(3):
        assert facts.shape_in(values(*SHAPE[:missing], *SHAPE[missing + 1 :]), "integer") is None


@pytest.mark.parametrize(
    "odd",
    [
        element(0x00280002, "US", us(5)),
        element(0x00280008, "IS", b"-2"),
        element(0x00280008, "IS", b"99999999"),
        element(0x00280100, "US", us(17)),
        element(0x00280101, "US", us(17)),
        element(0x00280010, "US", us(0)),
    ],
)
def test_a_shape_that_cannot_be_is_none(odd):
    assert facts.shape_in(values(*SHAPE, odd), "integer") is None


def test_numbers_out_of_reason_are_zero():
    assert facts.whole_in(values(element(0x00200013, "IS", b"9" * 14)), 0x00200013) == 0
    assert facts.whole_in(values(element(0x00200013, "IS", b"-12 ")), 0x00200013) == -12
    assert facts.uid_in(values(element(0x0020000D, "UI", b"1.2\\3\0")), 0x0020000D) == "1.2"
