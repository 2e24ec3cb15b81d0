import struct

import pytest

from hygie.airlock.engine import marks
from hygie.airlock.rules.reasons import words

PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60)


def nowhere(at, length):
    return b""


def test_each_kind_says_in_french_why_it_is_withheld():
    assert len(marks.table()) > 40
    for code, known in marks.table().items():
        assert known.label, code
        assert known.withheld in words()


def test_a_hole_in_a_mark_matches_anything():
    assert marks.marked(b"RIFF\x12\x34\x56\x78WEBPVP8 ") == "webp"
    assert marks.marked(b"RIFF\x12\x34\x56\x78WAVEfmt ") == "audio"
    assert marks.marked(b"RIFF") == ""


def test_a_bitmap_is_more_than_two_letters():
    assert marks.marked(b"BM, dit la maman de Paul" + bytes(30)) == ""
    assert marks.marked(b"BM" + bytes(12) + struct.pack("<I", 40) + bytes(36)) == "bmp"


def test_a_program_is_followed_to_its_header_however_far():
    assert marks.is_program(PE, read=nowhere)
    far = b"MZ" + bytes(58) + struct.pack("<I", 5_000_000) + bytes(64)
    assert not marks.is_program(far, read=nowhere)
    assert marks.is_program(far, read=lambda at, length: b"PE\0\0" if at == 5_000_000 else b"")
    assert not marks.is_program(b"MZ", read=nowhere)


def test_a_dos_program_has_sizes_that_hold_together():
    assert marks.is_dos_program(b"MZ" + struct.pack("<4H", 80, 3, 1, 4) + bytes(40))
    assert not marks.is_dos_program(b"MZ" + b"\xff" * 40)


def test_a_zip_ends_where_its_comment_ends():
    end = b"PK\x05\x06" + bytes(18)
    assert marks.zip_end(b"....." + end) == 5
    assert marks.zip_end(b"." + end[:-2] + b"\x03\x00abc") == 1
    assert marks.zip_end(b"." + end + b"trailing") == -1
    assert marks.zip_end(b"PK\x05\x06") == -1


def implicit(*elements, order="<"):
    return b"".join(
        struct.pack(f"{order}HHI", group, element, len(value)) + value
        for group, element, value in elements
    )


@pytest.mark.parametrize(
    "head",
    [
        implicit((8, 0, b"\4\0\0\0"), (8, 0x16, b"1.2.840.10008.5.1.4.1.1.2\0")),
        implicit((8, 5, b"ISO_IR 100"), (8, 8, b"ORIGINAL"), order=">"),
        b"\x08\0\x05\0CS\n\0ISO_IR 100" + b"\x08\0\x08\0CS\x08\0ORIGINAL",
        b"\x02\0\0\0UL\4\0\xc8\0\0\0" + b"\x02\0\1\0OB\0\0\2\0\0\0\0\1" + bytes(20),
    ],
)
def test_dicom_without_its_word_is_recognised(head):
    assert marks.is_bare_dicom(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x08\0",
        bytes(64),
        b"\x08\0\x05\0" + b"\xff" * 60,
        b"Bonjour, voici mon compte rendu.",
    ],
)
def test_what_is_not_is_not(head):
    assert not marks.is_bare_dicom(head)
