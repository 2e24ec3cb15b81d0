from hygie.airlock.engine.dicom import runs_inside
from hygie.airlock.tests.engine.dicom.builds import element, us


def plain(content: bytes):
    values: dict[int, bytes] = {}
    return runs_inside.plain(content, 0, len(content), values), values


def test_plain_elements_are_taken_as_they_are():
    content = element(0x00080060, "CS", b"CT") + element(0x00280010, "US", us(4))
    at, values = plain(content)
    assert at == len(content)
    assert b"".join(values.values()) == content


def test_the_run_ends_before_anything_that_is_not_as_it_should_be():
    good = element(0x00080060, "CS", b"CT")
    for odd in (
        element(0x00080070, "LO", b"abc"),
        element(0x00080070, "LO", b"a\0"),
        element(0x00080070, "LO", b"<b"),
        element(0x00080070, "US", us(1)),
        element(0x00080018, "UI", b"1.a\0"),
        element(0x00280010, "US", b"\1\0\1"),
        element(0x00080070, "LO", b"ab", length=4),
        element(0x00081190, "UR", b"ab"),
        element(0x00880200, "SQ"),
        element(0x00091001, "LO", b"ab"),
        good,
    ):
        at, values = plain(good + odd)
        assert (at, len(values)) == (len(good), 1)


def test_private_elements_that_do_not_pass_are_counted():
    content = element(0x00091001, "LO", b"ab") + element(0x00091002, "OB", b"MZ") * 2
    assert runs_inside.private(content, 0, len(content), {}) == (len(content), 3)
    passing = {0x000910: frozenset((2,))}
    assert runs_inside.private(content, 0, len(content), passing) == (10, 1)


def test_a_private_element_without_a_length_or_past_the_end_ends_the_run():
    for odd in (
        element(0x00091001, "UN", length=0xFFFFFFFF),
        element(0x00091001, "OB", b"ab", length=400),
        element(0x00090010, "LO", b"ACME"),
    ):
        content = odd + b"\0" * 16
        assert runs_inside.private(content, 0, len(content), {}) == (0, 0)
