import pytest

from hygie.airlock.engine.dicom import carriers


@pytest.mark.parametrize(("magic", "name"), carriers.ANYWHERE + carriers.SCHEMES)
def test_a_carrier_is_found_wherever_it_is(magic, name):
    assert carriers.found_in(b"abc" + magic + b"def") == name


def test_two_letters_mean_something_at_the_start_only():
    assert carriers.found_at_start(b"MZ\x90\0") == "PE"
    assert carriers.found_at_start(b"\0MZ\x90\0") == ""
    assert carriers.found_in(b"DR MZ") == ""


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (b"MZ\x90\0", "PE"),
        (b"\x7fELF\2\1\1", "ELF"),
        (b"\xcf\xfa\xed\xfe", "Mach-O"),
        (b"#!/bin/sh\n", "script"),
        (b"\r\n@echo off\r\n", "script"),
        (b"<HTML><body>", "script"),
        (b"a=1//<script>", "script"),
        (b"\xef\xbb\xbfREM ", "script"),
    ],
)
def test_a_preamble_that_a_system_would_run_is_a_program(first, name):
    assert carriers.program_in(first.ljust(128, b"\0")) == name


@pytest.mark.parametrize("first", [b"", b"II*\0\x54\x18\x08\0", b"MM\0*", b"II+\0"])
def test_an_empty_preamble_and_a_tiff_are_calm(first):
    preamble = first.ljust(128, b"\0")
    assert carriers.is_calm(preamble)
    assert carriers.program_in(preamble) == ""


def test_a_few_stray_bytes_are_not_the_start_of_a_format():
    assert carriers.is_slight((b"\0" * 17 + b"\1").ljust(128, b"\0"))
    assert not carriers.is_slight(b"GIF8".ljust(128, b"\0"))
    assert not carriers.is_slight(b"\0" * 20 + b"x" * 108)
