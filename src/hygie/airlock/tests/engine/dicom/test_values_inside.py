import pytest

from hygie.airlock.engine.dicom import values_inside as values
from hygie.airlock.engine.dicom.values_inside import Notes

TAG = 0x00081030


def codes(notes):
    return [code for code, _ in notes.counts]


def test_a_plain_text_stays_and_is_made_even():
    notes = Notes()
    assert values.text(b"Genou", b"LO", TAG, notes) == b"Genou "
    assert values.text(b"T1 < T2\r\n", b"LT", TAG, notes) == b"T1 < T2\r\n "
    assert codes(notes) == []


def test_zeros_at_the_end_are_padding_and_elsewhere_controls():
    notes = Notes()
    assert values.text(b"CT\0\0", b"CS", TAG, notes) == b"CT"
    assert codes(notes) == []
    assert values.text(b"C\0T\x07", b"CS", TAG, notes) == b"CT"
    assert codes(notes) == ["dicom.control"]


@pytest.mark.parametrize(
    "escape", [b"\x1b$B", b"\x1b(B", b"\x1b(J", b"\x1b$)C", b"\x1b-A", b"\x1b)I", b"\x1b$(D"]
)
def test_an_escape_that_changes_the_character_set_stays(escape):
    notes = Notes()
    assert escape in values.text(b"Yamada^Tarou=" + escape + b"abc ", b"PN", TAG, notes)
    assert codes(notes) == []


@pytest.mark.parametrize("escape", [b"\x1b[2J", b"\x1b]0;x", b"\x1bc", b"\x1b"])
def test_an_escape_for_a_terminal_goes(escape):
    notes = Notes()
    assert b"\x1b" not in values.text(b"Genou" + escape, b"LO", TAG, notes)
    assert codes(notes) == ["dicom.control"]


@pytest.mark.parametrize(
    "text",
    [
        b"<script>x</script>",
        b"<IMG src=x>",
        b"< / html",
        b"<?php",
        b"<%x",
        b"<!doctype",
        b"<a href",
    ],
)
def test_active_markup_is_disarmed_and_stays_readable(text):
    notes = Notes()
    made = values.text(text, b"LT", TAG, notes)
    assert b"<" not in made.replace(b"</script", b"")
    assert made.startswith(b"(")
    assert codes(notes) == ["dicom.markup"]
    again = Notes()
    assert values.text(made, b"LT", TAG, again) == made
    assert codes(again) == []


def test_what_is_taken_away_does_not_uncover_markup():
    assert b"<script" not in values.text(b"<scr\0ipt>", b"LT", TAG, Notes())
    assert b"<script" not in values.text(b"<<scriptscript>", b"LT", TAG, Notes())


def test_a_text_far_too_long_is_left_out():
    notes = Notes()
    assert values.text(b"a" * 70_000, b"LT", TAG, notes) == b""
    assert len(values.text(b"a" * 70_000, b"UT", TAG, notes)) == 70_000
    assert codes(notes) == ["dicom.too_long"]


def test_uids_are_kept_and_a_wrong_one_gives_the_same_other_everywhere():
    notes = Notes()
    assert values.uid(b"1.2.840\\1.2", TAG, notes) == b"1.2.840\\1.2\0"
    assert values.uid(b"1.2.840 ", TAG, notes) == b"1.2.840\0"
    assert codes(notes) == []
    made = values.uid(b"dccc95", TAG, notes)
    assert made == values.uid(b"dccc95\0\0", TAG, notes)
    assert made.startswith(b"2.25.")
    assert len(made) <= 64
    assert codes(notes) == ["dicom.bad_uid"]
    assert values.uid(b"1." * 40 + b"1", TAG, notes).startswith(b"2.25.")


def test_addresses_are_blanked_but_for_names_that_lead_nowhere():
    notes = Notes()
    assert values.address(b"urn:oid:1.2.3", TAG, notes) == b"urn:oid:1.2.3 "
    assert codes(notes) == []
    assert values.address(b"file:///etc/passwd", TAG, notes) == b""
    assert codes(notes) == ["dicom.address"]


def test_numbers_are_whole_or_left_out():
    notes = Notes()
    assert values.numbers(b"\1\0\2\0", b"US", TAG, notes) == b"\1\0\2\0"
    assert values.numbers(b"\1\0\2", b"US", TAG, notes) is None
    assert codes(notes) == ["dicom.malformed"]


def test_a_store_that_begins_as_a_program_is_left_out_and_said():
    notes = Notes()
    assert values.store(b"\1\2\3", b"OB", TAG, notes) == b"\1\2\3\0"
    assert values.store(b"MZ\x90", b"OB", TAG, notes) is None
    assert notes.details["dicom.carrier", "PE"] == "PE (0008,1030)"


def test_a_carrier_anywhere_empties_a_text_and_drops_a_store():
    notes = Notes()
    assert values.without_carrier(b"abc%PDF-1.7", b"LT", TAG, notes) == b""
    assert values.without_carrier(b"abcPK\3\4", b"OB", TAG, notes) is None
    assert values.without_carrier(b"abc", b"OB", TAG, notes) == b"abc"


def test_big_endian_words_are_turned_by_their_size():
    assert values.swapped(b"\0\1\0\2", b"US") == b"\1\0\2\0"
    assert values.swapped(b"\0\0\0\1", b"UL") == b"\1\0\0\0"
    assert values.swapped(b"\0\x08\0\x05", b"AT") == b"\x08\0\x05\0"
    assert values.swapped(b"abc", b"LO") == b"abc"
    assert values.swapped(b"\0\1\2", b"US") == b"\0\1\2"


def test_notes_count_by_reason_and_keep_the_first_place():
    notes = Notes()
    notes.add("dicom.private", 0x00091001)
    notes.add("dicom.private", 0x00091002, count=3)
    assert notes.counts["dicom.private", ""] == 4
    assert notes.details["dicom.private", ""] == "(0009,1001)"
    copied = notes.copy()
    copied.add("dicom.icon", TAG)
    assert codes(notes) == ["dicom.private"]
