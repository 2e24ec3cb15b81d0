import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.rules import names

RTL = "radio\u202egepj.exe"


def codes(untrusted):
    return [note.code for note in names.name_of(untrusted).notes]


@pytest.mark.parametrize(
    ("untrusted", "safe"),
    [
        ("Scanner d’Éloïse.pdf", "Scanner d’Éloïse.pdf"),
        ("l'été.txt", "l'été.txt"),
        (unicodedata.normalize("NFD", "été.txt"), "été.txt"),
        ("a:b?.txt", "a_b_.txt"),
        ("..", "sans-nom"),
        (" .pdf. ", "pdf"),
        ("fin.pdf. . ", "fin.pdf"),
        (RTL, "radiogepj.exe"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("nul .tar.gz", "_nul .tar.gz"),
        ("console.txt", "console.txt"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\nb", "a_b"),
        ("caf\udce9.txt", "caf_.txt"),
        ("", "sans-nom"),
        ("a\u00a0b\u3000c.txt", "a b c.txt"),
    ],
)
def test_a_name_is_made_safe_to_write_anywhere(untrusted, safe):
    assert names.name_of(untrusted).safe == safe


@pytest.mark.parametrize(
    ("untrusted", "code"),
    [
        (RTL, "name.bidi"),
        ("a\u200bb", "name.invisible"),
        ("a\x1b[31m", "name.control"),
        ("a\u2028b", "name.control"),
        ("caf\udce9", "name.undecodable"),
        ("AUX", "name.reserved"),
        ("a" * 300 + ".pdf", "name.too_long"),
    ],
)
def test_what_is_odd_in_a_name_is_told(untrusted, code):
    assert codes(untrusted) == [code]


def test_a_long_name_keeps_its_extension():
    safe = names.name_of("a" * 300 + ".pdf").safe
    assert len(safe) == names.MAX_CHARACTERS
    assert safe.endswith("a.pdf")


def test_an_ordinary_name_has_nothing_odd():
    assert codes("Compte rendu du 12-03-2024 (épaule).pdf") == []


def test_a_path_stays_as_found_but_for_what_json_and_terminals_cannot_take():
    assert names.path_of("DICOM/été d’Éloïse.txt") == "DICOM/été d’Éloïse.txt"
    assert names.path_of("caf\udce9\x1b[0m") == "caf\\xe9\\u001b[0m"
    assert names.path_of(RTL) == RTL


def test_what_is_shown_hides_no_mark():
    assert names.shown(RTL) == "radio‹U+202E›gepj.exe"
    assert names.shown("DICOM/IM1") == "DICOM/IM1"


def test_extensions_are_those_that_windows_would_see():
    assert names.extensions("Radio.PDF.exe ") == ("exe", "pdf")
    assert names.extensions("a.ex\u200be") == ("exe",)
    assert names.extensions("IM000001") == ()
    assert names.extensions(".profile") == ("profile",)


def test_no_name_is_given_twice_even_to_a_disk_that_ignores_capitals_and_accents():
    taken = names.Taken()
    given_names = [
        taken.once(name)
        for name in ("a.pdf", "A.PDF", unicodedata.normalize("NFD", "é.pdf"), "é.pdf", "a (2).pdf")
    ]
    assert given_names[:2] == ["a.pdf", "A (2).PDF"]
    assert len({names.folded(name) for name in given_names}) == 5


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_whatever_a_stranger_writes_can_be_written_and_told(untrusted):
    name = names.name_of(untrusted)
    assert name.safe
    assert name.safe.isprintable()
    assert not set(name.safe) & set('/\\:*?"<>|')
    assert name.safe == name.safe.strip(" .")
    name.safe.encode("utf-8")
    path = names.path_of(untrusted)
    assert json.loads(json.dumps(path, ensure_ascii=False)) == path
    path.encode("utf-8")
    assert not [s for s in names.shown(path) if unicodedata.category(s).startswith("C")]
