import zlib

import pytest

from hygie.airlock.engine.dicom import start_inside
from hygie.airlock.engine.dicom.level_inside import BrokenError
from hygie.airlock.engine.dicom.start_inside import ProgramError, encoding, inflated, start
from hygie.airlock.engine.dicom.values_inside import Notes
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import element, implicit


def begun(content: bytes):
    notes = Notes()
    return start(content, notes), [code for code, _ in notes.counts]


def test_a_whole_start_gives_its_uids_and_where_the_data_set_begins():
    content = builds.start()
    found, notes = begun(content + builds.head())
    assert found.at == len(content)
    assert found.syntax == builds.EXPLICIT
    assert found.uids[0x0003] == "1.2.3.4"
    assert notes == []


@pytest.mark.parametrize("before", [b"", b"DICM"])
def test_a_file_without_its_preamble_is_still_read(before):
    found, _ = begun(before + builds.start()[132:] + builds.head())
    assert found.syntax == builds.EXPLICIT
    assert begun(builds.head())[0].at == 0


@pytest.mark.parametrize("first", [b"MZ", b"\x7fELF\2", b"#!/bin/sh", b"<html>", b"@echo off\r\n"])
def test_a_file_that_begins_as_a_program_is_named_so(first):
    with pytest.raises(ProgramError):
        begun(builds.start(preamble=first))


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (b"", []),
        (b"II*\0\x54\x18\x08\0", []),
        (b"\0" * 16 + b"\1", ["dicom.preamble_slight"]),
        (b"GIF89a", ["dicom.preamble"]),
        (b"%PDF-1.7", ["dicom.preamble"]),
        (b"a text of a vendor", ["dicom.preamble"]),
    ],
)
def test_an_unusual_preamble_is_said(first, said):
    assert begun(builds.start(preamble=first))[1] == said


def test_group_2_holds_what_the_standard_puts_there():
    content = builds.start() + element(0x00020102, "OB", b"MZ" * 4)
    found, notes = begun(content)
    assert found.at == len(content)
    assert notes == ["dicom.meta"]
    assert begun(builds.start() + element(0x00020016, "AE", b"A" * 2000))[1] == ["dicom.meta"]


def test_group_2_written_without_types_is_read_and_one_without_an_end_refused():
    content = b"\0" * 128 + b"DICM" + implicit(0x00020010, builds.uid(builds.EXPLICIT))
    assert begun(content + builds.head())[0].syntax == builds.EXPLICIT
    with pytest.raises(BrokenError):
        begun(builds.start() + element(0x00020016, "AE", b"abcd", length=4000))
    with pytest.raises(BrokenError):
        begun(builds.start() + element(0x00020016, "AE", b"ab") * 100)


@pytest.mark.parametrize(
    ("content", "syntax", "is_implicit", "is_big"),
    [
        (element(0x00080005, "CS", b"ab"), "", False, False),
        (element(0x00080005, "CS", b"ab", order=">"), "", False, True),
        (implicit(0x00080005, b"ab"), "", True, False),
        (implicit(0x00080005, b"ab"), builds.EXPLICIT, True, False),
        (element(0x00080005, "CS", b"ab"), builds.IMPLICIT, False, False),
        (element(0x00080005, "CS", b"ab"), builds.BIG, False, False),
        (element(0x00080005, "CS", b"ab", order=">"), builds.EXPLICIT, False, True),
    ],
)
def test_what_a_data_set_shows_counts_more_than_what_is_said(content, syntax, is_implicit, is_big):
    found = encoding(content, syntax)
    assert (found.implicit, found.big) == (is_implicit, is_big)


@pytest.mark.parametrize("content", [b"", b"\x08\0\5", b"PK\3\4" * 3, b"%PDF-1.7"])
def test_what_begins_as_no_data_set_is_refused(content):
    with pytest.raises(BrokenError):
        encoding(content, "")


def deflated(content: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(content) + engine.flush()


def test_a_deflated_data_set_is_inflated_up_to_a_limit(monkeypatch):
    content = deflated(b"a" * 10_000)
    assert inflated(content + b"\0") == b"a" * 10_000
    with pytest.raises(BrokenError, match="truncated"):
        inflated(content[:-3])
    with pytest.raises(BrokenError, match="broken"):
        inflated(b"\xff\xff")
    monkeypatch.setattr(start_inside, "MAX_INFLATED_BYTES", 5000)
    with pytest.raises(BrokenError, match="bomb"):
        inflated(content)
