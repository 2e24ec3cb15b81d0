import pytest

from hygie.airlock.engine import scripts


@pytest.mark.parametrize(
    ("head", "extension", "kind"),
    [
        (b"Bonjour,\r\nvoici le compte rendu.", "txt", "text"),
        ("Épaule droite".encode("cp1252"), "", "text"),
        ("Épaule".encode("utf-16"), "txt", "text"),
        (b"nom;date\n", "csv", "csv"),
        (b"#!/bin/sh\nrm -rf /", "txt", "script"),
        (b"\xef\xbb\xbf@echo off\r\n", "", "script"),
        ("@echo off\r\n".encode("utf-16"), "bat", "script"),
        (b"var a = 1;", "js", "script"),
        (b"<?php echo 1;", "jpg", "script"),
        (b"[AutoRun]\r\nopen=viewer.exe", "inf", "autorun"),
        (b"[InternetShortcut]\nURL=x", "url", "shortcut"),
        (b"<!DOCTYPE html><p>", "htm", "html"),
        (b"bla <script>alert(1)</script>", "txt", "html"),
        (b"<HTA:APPLICATION id=x>", "dcm", "html"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "svg", "svg"),
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3">', "xml", "cda"),
        (b'<?xml version="1.0"?><a/>', "xml", "xml"),
        (b"From: a@b.fr\nSubject: x", "", "mail"),
        (b"cle=valeur", "ini", "settings"),
        (b'{"a": 1}', "json", "settings"),
        (b"texte", "pdf", "text"),
        (b"texte", "dll", "settings"),
        (b"texte", "inconnu", "text"),
        (b"remarque : rien", "txt", "text"),
        (b"rem commentaire", "txt", "script"),
    ],
)
def test_a_text_is_what_it_says_then_what_its_name_says(head, extension, kind):
    assert scripts.is_text(head)
    assert scripts.kind_of_text(head, extension=extension) == kind


def test_what_holds_controls_is_no_text():
    assert not scripts.is_text(b"abc\0def")
    assert not scripts.is_text(b"\x01\x02")
    assert scripts.is_text(b"page 1\x0cpage 2\ttab\r\n")


@pytest.mark.parametrize("beginning", [b"@echo off", b"<script>", b"#!/bin/sh", b"<html>"])
def test_what_would_run_before_another_format_is_seen(beginning):
    assert scripts.is_active(beginning + bytes(100))


def test_an_ordinary_beginning_is_not():
    assert not scripts.is_active(bytes(128))
    assert not scripts.is_active(b"GE MEDICAL SYSTEMS" + bytes(100))
