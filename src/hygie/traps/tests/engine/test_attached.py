import io
import zipfile

import pytest

from hygie.traps.engine.attached import attachment


def archive(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as one:
        for name in names:
            one.writestr(name, b"x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"MZ\x90", "exe"), (b"%PDF-1.7", "pdf"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"bonjour", ""),
        (b"", ""), (b"\xef\xbb\xbf <!DOCTYPE html>", "html"), (b"{\\rtf1", "rtf"),
        (b"#!/bin/sh", "script"),
        (archive("word/document.xml"), "zip"), (archive("word/vbaProject.bin"), "macro"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "ole"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_first_bytes(content, kind):
    assert attachment("fichier", content).kind == kind


def test_names_in_an_archive_are_read_and_nothing_else():
    assert attachment("x.zip", archive("a.js", "b/c.txt")).holds == ("a.js", "b/c.txt")


def test_an_archive_that_asks_for_a_password_says_so():
    content = bytearray(archive("a.txt"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert attachment("x.zip", bytes(content)).is_encrypted


def test_a_broken_archive_has_no_names():
    assert attachment("x.zip", b"PK\x03\x04" + b"x" * 50).holds == ()


def test_a_pdf_behind_a_password_says_so():
    assert attachment("x.pdf", b"%PDF-1.4 trailer << /Encrypt 5 0 R >>").is_encrypted


def test_a_file_without_a_name_has_one_on_screen():
    assert attachment(" ", b"x").name == "sans nom"
