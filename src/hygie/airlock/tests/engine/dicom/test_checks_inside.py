import pytest

from hygie.airlock.engine.dicom.checks_inside import checked, number_in, value_of
from hygie.airlock.engine.dicom.level_inside import Level
from hygie.airlock.engine.dicom.values_inside import Notes
from hygie.airlock.tests.engine.dicom.builds import element, us


def checked_values(*elements: bytes):
    level = Level(end=0, tag=0, implicit=False, kept=True, is_sequence=False)
    for piece in elements:
        level.values[int.from_bytes(piece[:2], "little") << 16 | piece[2] | piece[3] << 8] = piece
    notes = Notes()
    checked(level, notes)
    return {tag: value_of(piece) for tag, piece in level.values.items()}, [
        code for code, _ in notes.counts
    ]


OVERLAY = (element(0x60000010, "US", us(8)), element(0x60000011, "US", us(8)))


def test_numbers_are_read_whatever_their_type():
    values = {
        1: element(1, "US", us(7)),
        2: element(2, "IS", b"12\\3 "),
        3: element(3, "SS", b"\xff\xff"),
        4: element(4, "LO", b"x "),
        5: element(5, "US"),
        6: element(6, "DS", b"1e999 "),
    }
    assert [number_in(values, tag) for tag in range(8)] == [None, 7, 12, -1, None, None, None, None]


def test_an_overlay_is_as_long_as_its_rows_and_columns_tell():
    made, notes = checked_values(*OVERLAY, element(0x60003000, "OW", b"12345678"))
    assert made[0x60003000] == b"12345678"
    assert notes == []


def test_what_is_added_to_an_overlay_is_cut_and_said_unless_it_is_zeros():
    made, notes = checked_values(*OVERLAY, element(0x60003000, "OW", b"12345678MZMZ"))
    assert made[0x60003000] == b"12345678"
    assert notes == ["dicom.excess"]
    made, notes = checked_values(*OVERLAY, element(0x60003000, "OW", b"12345678\0\0\0\0"))
    assert made[0x60003000] == b"12345678"
    assert notes == []


@pytest.mark.parametrize("elements", [OVERLAY, OVERLAY[:1], ()])
def test_an_overlay_that_is_too_short_or_untold_is_left_out(elements):
    made, notes = checked_values(*elements, element(0x60003000, "OW", b"1234"))
    assert 0x60003000 not in made
    assert notes == ["dicom.wrong_length"]


def test_a_waveform_is_held_to_its_channels_and_samples():
    told = (
        element(0x003A0005, "US", us(2)),
        element(0x003A0010, "UL", b"\2\0\0\0"),
        element(0x54001004, "US", us(16)),
    )
    made, notes = checked_values(*told, element(0x54001010, "OW", b"12345678abcd"))
    assert made[0x54001010] == b"12345678"
    assert notes == ["dicom.excess"]
    made, notes = checked_values(element(0x54001010, "OW", b"12345678"))
    assert 0x54001010 not in made


def test_a_table_is_at_most_two_bytes_an_entry():
    descriptor = element(0x00283002, "US", us(4) + us(0) + us(16))
    made, notes = checked_values(descriptor, element(0x00283006, "OW", b"12345678PK"))
    assert made[0x00283006] == b"12345678"
    assert notes == ["dicom.excess"]
    made, notes = checked_values(descriptor, element(0x00283006, "OW", b"1234"))
    assert made[0x00283006] == b"1234"
    made, notes = checked_values(element(0x00281201, "OW", b"1234"))
    assert made == {}
    assert notes == ["dicom.wrong_length"]
