import io
import struct
import zipfile
from pathlib import Path

import pydicom.data
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine import kinds
from hygie.airlock.engine.kinds import Content, recognise
from hygie.airlock.engine.marks import HEAD_BYTES, TAIL_BYTES, table
from hygie.airlock.rules.reasons import words

PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
INDEX = b"\2\0\2\0UI\x14\x001.2.840.10008.1.3.10\0"
DICOM = bytes(128) + b"DICM" + bytes(200)
JPEG = b"\xff\xd8\xff\xe0" + bytes(300) + b"\xff\xd9"


def content(data, name="f"):
    return Content(
        name=name,
        size_bytes=len(data),
        head=data[:HEAD_BYTES],
        tail=data[-TAIL_BYTES:],
        read=lambda at, length: data[at : at + length],
    )


def seen(data, name="f"):
    found = recognise(content(data, name))
    return found.kind, [note.code for note in found.notes]


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "vide.dcm", "empty"),
        (DICOM, "IM000001", "dicom"),
        (DICOM, "1.2.840.113", "dicom"),
        (DICOM[:132] + INDEX + bytes(9), "DICOMDIR", "dicomdir"),
        (b"\x08\0\x05\0CS\n\0ISO_IR 100\x08\0\x08\0CS\x08\0ORIGINAL", "im", "dicom"),
        (b"%PDF-1.7\n", "a.pdf", "pdf"),
        (b"\n\n%PDF-1.4\n", "a.pdf", "pdf"),
        (b"junk\0" * 20 + b"%PDF-1.4\n", "a.pdf", "pdf"),
        (JPEG, "a.jpg", "jpeg"),
        (PE, "viewer.exe", "executable"),
        (b"\x7fELF\2\1\1" + bytes(60), "viewer", "executable"),
        (b"\xca\xfe\xba\xbe" + bytes(40), "A.class", "executable"),
        (zipped(**{"a.txt": "x"}), "a.zip", "zip"),
        (zipped(**{"word__document.xml": "x"}), "a.docx", "office"),
        (zipped(**{"word__vbaProject.bin": "x"}), "a.docm", "office-macros"),
        (zipped(**{"META-INF__MANIFEST.MF": "x"}), "a.jar", "executable"),
        (OLE, "a.doc", "office-old"),
        (
            OLE + "_VBA_PROJECT".encode("utf-16-le"),
            "a.doc",
            "office-macros",
        ),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "a.doc",
            "encrypted",
        ),
        (OLE, "a.msi", "executable"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "a.7z", "7z"),
        (bytes(257) + b"ustar\0" + bytes(300), "a.tar", "tar"),
        (bytes(32769) + b"CD001" + bytes(300), "a.iso", "disk-image"),
        (b"age-encryption.org/v1\n", "a.age", "encrypted"),
        (b"\0\1\2\3" * 10, "a.xyz", "unknown"),
        (b"\0\1\2\3" * 10, "a.scr", "executable"),
        (b"[autorun]\nopen=a.exe", "autorun.inf", "autorun"),
    ],
)  # fmt: skip
def test_a_file_is_what_it_holds(data, name, kind):
    assert seen(data, name) == (kind, [])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PE, "radio.jpg"),
        (PE, "IM1.dcm"),
        (PE, "compte-rendu.pdf.exe"),
        (PE, "radio\u202egpj.exe"),
        (b"@echo off", "resultat.pdf.bat"),
        (b"WScript.Echo", "photo.jpg.js"),
        (b"\x7fELF" + bytes(60), "notes.txt"),
    ],
)
def test_a_program_that_bears_a_documents_name_is_disguised(data, name):
    assert "kind.disguised" in seen(data, name)[1]


def test_a_programs_own_name_is_no_disguise():
    assert seen(PE, "lib.1.2.dll")[1] == []
    assert seen(b"@echo off", "lisezmoi.bat")[1] == []


@pytest.mark.parametrize(
    ("preamble", "code"),
    [
        (PE[:128], "kind.program_before"),
        (b"\x7fELF" + bytes(124), "kind.program_before"),
        (b"\xfe\xed\xfa\xcf" + bytes(124), "kind.program_before"),
        (b"<script>alert(1)</script>".ljust(128, b" "), "kind.program_before"),
        (b"@echo off\r\n".ljust(128, b" "), "kind.program_before"),
        (b"#!/bin/sh\n".ljust(128, b"#"), "kind.program_before"),
        (b"7z\xbc\xaf\x27\x1c".ljust(128, b"\0"), "kind.also"),
        (b"%PDF-1.4\n".ljust(128, b"\0"), "kind.also"),
        (b"PK\3\4".ljust(128, b"\0"), "kind.also"),
    ],
)
def test_what_stands_before_an_image_is_seen(preamble, code):
    kind, codes = seen(preamble + DICOM[128:], "IM1")
    assert kind == "dicom"
    assert code in codes


def test_a_dual_dicom_and_tiff_file_is_calm_and_so_is_a_makers_preamble():
    assert seen(b"II*\0".ljust(128, b"\0") + DICOM[128:], "IM1") == ("dicom", [])
    assert seen(b"GEMS PREAMBLE".ljust(128, b"\0") + DICOM[128:], "IM1") == ("dicom", [])
    assert seen(b"MZ".ljust(128, b"\1") + DICOM[128:], "IM1") == ("dicom", [])


def test_a_far_windows_header_is_reached():
    data = b"MZ" + bytes(58) + struct.pack("<I", 100_000) + bytes(64) + DICOM[128:]
    data = data.ljust(100_000, b"\0") + b"PE\0\0"
    assert seen(data, "IM1")[1] == ["kind.program_before"]


def test_a_second_format_is_told_with_its_place():
    archive = zipped(**{"a.exe": "x"})
    (note,) = recognise(content(JPEG + archive, "a.jpg")).notes
    assert note.code == "kind.also"
    assert note.detail == f"archive ZIP, octet {len(JPEG + archive) - 22}"
    iso = (b"\x89PNG\r\n\x1a\n" + bytes(40_000)).replace(bytes(5), b"CD001", 0)
    iso = iso[:32769] + b"CD001" + iso[32774:]
    assert seen(iso, "a.png") == ("png", ["kind.also"])
    assert seen(b"GIF89a" + b"<html><script>" + bytes(40), "a.gif") == ("gif", ["kind.also"])
    assert seen(b"GIF89a" + bytes(40) + b"%PDF-1.4", "a.gif") == ("gif", ["kind.also"])


def test_a_name_that_says_another_kind_is_told_calmly():
    assert seen(JPEG, "a.png") == ("jpeg", ["kind.mismatch"])
    assert seen(b"texte", "a.pdf") == ("text", ["kind.mismatch"])
    assert seen(b"nom;date", "a.txt") == ("text", [])
    assert seen(DICOM, "a.ima") == ("dicom", [])


def test_every_test_file_of_pydicom_with_its_word_is_dicom_and_accused_of_nothing():
    # Those of the package itself: others would be downloaded.
    files = sorted(Path(pydicom.data.__file__).parent.rglob("*.dcm"))
    assert len(files) > 50
    dangerous = []
    for path in files:
        data = path.read_bytes()
        kind, codes = seen(data, path.name)
        if data[128:132] == b"DICM":
            assert kind in {"dicom", "dicomdir"}, path
        dangerous += [(path, code) for code in codes if words()[code].dangerous]
    assert dangerous == []


def test_a_viewer_is_known_by_a_word_of_its_path():
    assert kinds.viewer("Weasis/weasis-win64.exe") == "Weasis"
    assert kinds.viewer("RADIANT_VIEWER/dcmviewer.exe") == "RadiAnt"
    assert kinds.viewer("bin/setup.exe") == ""


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=20))
def test_whatever_the_bytes_there_is_one_kind_of_the_table(data, name):
    assert recognise(content(data, name)).kind in table()


def test_dicom_that_lost_its_first_bytes_is_still_dicom():
    assert seen(DICOM[128:132] + INDEX.replace(b"1.3.10", b"5.1.4.") + bytes(200))[0] == "dicom"
