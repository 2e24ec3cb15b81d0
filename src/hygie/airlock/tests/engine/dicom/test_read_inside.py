"""Every way in which a DICOM file was seen to carry something else: inert, magic bytes only."""

import io
import struct
import zlib

import pydicom
import pytest

from hygie.airlock.engine.dicom import read_inside
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.dicom import builds
from hygie.airlock.tests.engine.dicom.builds import bundled, codes, element, implicit, us

PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
ZIP = b"PK\3\4\x14\0\0\0\0\0" + b"\0" * 40 + b"PK\5\6" + b"\0" * 18
DOS = b"MZ".ljust(60, b"\0") + struct.pack("<I", 0x16C)
OVERLAY = element(0x60000010, "US", us(8)) + element(0x60000011, "US", us(8))


def tampered(**changes):
    """A real CT, with something added by pydicom or beside it."""
    dataset = pydicom.dcmread(bundled("CT_small.dcm"))
    for tag, (vr, value) in changes.get("elements", {}).items():
        dataset.add_new(tag, vr, value)
    if "private" in changes:
        dataset.private_block(0x4151, "HYGIE TEST", create=True).add_new(
            1, "OB", changes["private"]
        )
    made = io.BytesIO()
    dataset.save_as(made)
    content = made.getvalue()
    preamble = changes.get("preamble")
    if preamble is not None:
        content = preamble.ljust(128, b"\0") + content[128:]
    return content + changes.get("tail", b"")


PROBES = {
    "archive behind": (tampered(tail=ZIP), b"PK\3\4", "dicom.trailing"),
    "program in padding": (
        tampered(elements={0xFFFCFFFC: ("OB", DOS)}), DOS, "dicom.padding"),
    "program in an overlay": (
        tampered(elements={
            0x60000010: ("US", 8), 0x60000011: ("US", 512), 0x60000100: ("US", 1),
            0x60003000: ("OW", DOS.ljust(512, b"\0")),
        }), DOS, "dicom.carrier"),
    "program in a private store": (
        tampered(private=b"\0" * 5000 + DOS), DOS, "dicom.private"),
    "address of a file": (
        tampered(elements={0x00081190: ("UR", "file:///c:/windows/win.ini")}),
        b"file://", "dicom.address"),
    "document in an image": (
        tampered(elements={0x00420011: ("OB", PDF)}), b"%PDF", "dicom.opaque"),
    "web page in a text": (
        tampered(elements={0x00104000: ("LT", "<script>x()</script>")}),
        b"<script", "dicom.markup"),
    "address of a script in a text": (
        tampered(elements={0x00104000: ("LT", "JavaScript:x()")}), b"avaScript", "dicom.carrier"),
    "picture in the preamble": (
        tampered(preamble=b"GIF89a" + b"\1" * 50), b"GIF89a", "dicom.preamble"),
    "archive in the preamble": (tampered(preamble=ZIP), b"PK\3\4", "dicom.preamble"),
    "document in the preamble": (tampered(preamble=PDF), b"%PDF", "dicom.preamble"),
    "curve": (tampered(elements={0x50003000: ("OW", DOS)}), DOS, "dicom.retired"),
    "icon": (
        tampered(elements={0x00880200: ("SQ", [pydicom.Dataset()])}),
        b"\x88\0\0\2", "dicom.icon"),
    "table": (
        tampered(elements={
            0x00281101: ("US", [4, 0, 16]), 0x00281201: ("OW", b"\1" * 8 + ZIP)}),
        b"PK\3\4", "dicom.excess"),
    "profile": (tampered(elements={0x00282000: ("OB", DOS)}), DOS, "dicom.carrier"),
    "unknown element": (
        tampered(elements={0x0018FFF0: ("OB", DOS)}), DOS, "dicom.unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBES)
def test_what_a_real_image_carries_is_not_in_what_is_written(name, tmp_path):
    source, residue, code = PROBES[name]
    assert residue in source
    found, made = builds.passed(source, tmp_path)
    assert found.verdict is Verdict.NEUTRALISED
    assert code in codes(found.removed)
    assert residue not in made
    assert (
        pydicom.dcmread(io.BytesIO(made)).PixelData
        == pydicom.dcmread(bundled("CT_small.dcm")).PixelData
    )
    again, twice = builds.passed(made, tmp_path)
    assert again.verdict is Verdict.REBUILT
    assert twice == made


@pytest.mark.parametrize(
    "preamble",
    [
        DOS,
        b"\x7fELF\2\1\1",
        b"<html><script>",
        b"\n@echo off\n",
        b"#!/bin/sh\n",
        b"\xcf\xfa\xed\xfe",
    ],
)
def test_an_image_that_a_system_would_run_is_dangerous(preamble, tmp_path):
    found, made = builds.passed(tampered(preamble=preamble), tmp_path)
    assert found.verdict is Verdict.DANGEROUS
    assert codes(found.reasons) == ["dicom.program"]
    assert made == b""


def test_a_program_whose_second_half_is_in_the_header_is_dangerous(tmp_path):
    """As the published example: the preamble points into group 2, where the program goes on."""
    stub = b"PE\0\0L\1".ljust(64, b"\0")
    content = builds.start(preamble=DOS) + element(0x00020102, "OB", stub) + builds.head()
    assert builds.passed(content, tmp_path)[0].verdict is Verdict.DANGEROUS


def test_legal_pixels_that_begin_as_a_program_stay_and_are_said(tmp_path):
    source = builds.image(pixels=DOS[:16])
    found, made = builds.passed(source, tmp_path)
    assert found.verdict is Verdict.REBUILT
    assert codes(found.reasons) == ["common.rebuilt", "dicom.pixels_begin"]
    assert made.endswith(DOS[:16])


# What needs not stand at the first byte to be read as something else (7z, RAR, ISO...).
PARASITES = {
    "ZIP": ZIP, "PDF": PDF, "7z": b"7z\xbc\xaf\x27\x1c\0\4", "RAR": b"Rar!\x1a\7\0",
    "ISO": b"\1CD001\1", "HTML": b"<html><script>x</script>", "PHP": b"<?php x(); ?>",
    "BAT": b"\r\n@echo off\r\n", "PE": DOS + b"PE\0\0L\1", "ELF": b"\x7fELF\2\1\1\0",
    "LNK": b"L\0\0\0\1\x14\2\0", "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "CAB": b"MSCF\0\0\0\0",
}  # fmt: skip
PLACES = {
    "private": lambda what: builds.image(extra=element(0x00091001, "OB", what)),
    "creator": lambda what: builds.image(extra=element(0x00090010, "LO", what)),
    "late": lambda what: builds.image(late=element(0x00282000, "OB", b"\1" * 9 + what)),
    "nested": lambda what: builds.image(
        extra=element(0x00081140, "SQ", implicit(0xFFFEE000, element(0x00091001, "UN", what)))
    ),
    "padding": lambda what: builds.image(tail=element(0xFFFCFFFC, "OB", what)),
    "behind": lambda what: builds.image(tail=what),
    "excess": lambda what: builds.image(pixels=builds.PIXELS + what),
    "comment": lambda what: builds.image(extra=element(0x00104000, "LT", what)),
    "overlay": lambda what: builds.image(
        late=OVERLAY + element(0x60003000, "OW", b"\1" * 8 + what)
    ),
}


# A line of text in the middle of a file, and what is nothing once its zeros are gone.
HARMLESS = {("BAT", "comment"), ("BAT", "late"), ("CAB", "comment")}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", PARASITES)
def test_no_parasite_survives_wherever_it_hides(name, place, tmp_path):
    what = PARASITES[name]
    source = PLACES[place](what + b" " * (len(what) % 2))
    found, made = builds.passed(source, tmp_path)
    assert found.verdict.passes
    if (name, place) in HARMLESS:
        return
    assert found.verdict is Verdict.NEUTRALISED or place == "creator"
    assert what not in made
    assert what[:12] not in made


def test_an_index_is_recognised_by_its_class_or_by_its_records():
    records = element(0x00041220, "SQ")
    for source in (
        builds.start(kind=read_inside.INDEX_CLASS) + records,
        builds.start() + records,
        bundled("DICOMDIR-bigEnd").read_bytes(),
        bundled("DICOMDIR-implicit").read_bytes(),
    ):
        assert read_inside.read(io.BytesIO(source)).code == "index"


def test_a_deflated_bomb_is_refused_at_once():
    engine = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    bomb = b"".join(engine.compress(bytes(1 << 20)) for _ in range(100)) + engine.flush()
    assert builds.refused(builds.start(builds.DEFLATED) + bomb) == "dicom.bomb"


def test_a_file_without_a_name_of_its_own_gets_one_that_stays(tmp_path):
    body = element(0x00080060, "CS", b"CT") + builds.describing()
    source = body + element(0x7FE00010, "OB", builds.PIXELS)
    found, made = builds.passed(source, tmp_path)
    assert found.output.image.instance_uid.startswith("2.25.")
    again, _ = builds.passed(made, tmp_path)
    assert again.output.image == found.output.image


def test_it_rehearses_and_reads_an_empty_file_without_a_word():
    read_inside.rehearse()
    for content in (b"", b"D", b"\0" * 128 + b"DICM"):
        assert builds.refused(content) == "dicom.broken"
