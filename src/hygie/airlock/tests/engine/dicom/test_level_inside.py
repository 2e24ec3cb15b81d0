from hygie.airlock.engine.dicom.level_inside import (
    Level,
    encoded,
    with_creators,
    written,
    written_item,
    written_sequence,
)


def level(*, is_sequence=False) -> Level:
    return Level(end=0, tag=0x00081140, implicit=False, kept=True, is_sequence=is_sequence)


def test_elements_are_written_in_order():
    made = level()
    made.values = {0x00100020: b"second", 0x00080005: b"first,"}
    assert written(made) == b"first,second"


def test_a_value_too_long_for_its_vr_travels_as_un():
    assert encoded(0x30060050, b"DS", b"1\\" * 40_000)[4:8] == b"UN\0\0"
    assert encoded(0x30060050, b"DS", b"1 ")[4:8] == b"DS\2\0"
    assert encoded(0x00420011, b"OB", b"")[4:12] == b"OB\0\0\0\0\0\0"


def test_a_creator_is_written_only_with_what_it_names():
    made = level()
    made.creators = {0x001910: "GEMS_ACQU_01", 0x004310: "GEMS_PARM_01"}
    assert with_creators(made) == {}
    made.used.add(0x001910)
    assert with_creators(made) == {0x00190010: encoded(0x00190010, b"LO", b"GEMS_ACQU_01")}


def test_sequences_and_items_have_no_length():
    inside, outside = level(), level(is_sequence=True)
    inside.values = {0x00080005: b"x"}
    outside.items = [written_item(inside)]
    made = written_sequence(outside)
    assert made.startswith(b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xffx")
    assert made.endswith(b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0")
