import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.airlock.engine.papers import text
from hygie.airlock.engine.papers.text import TextCleaner, decoded
from hygie.airlock.rules.reasons import words
from hygie.airlock.rules.verdicts import Verdict
from hygie.airlock.tests.engine.papers.asking import staged, written


@pytest.fixture
def clean(tmp_path):
    def clean(content, kind="text"):
        file = staged(tmp_path, content, name="a.txt", kind=kind)
        (cleaned,) = TextCleaner().clean([file], asking=None)
        for reason in (*cleaned.reasons, *cleaned.removed):
            assert reason.code in words()
        return cleaned, cleaned.output and written(cleaned.output, file)

    return clean


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_written_again_in_utf_8(clean, encoding):
    cleaned, content = clean("Été\r\n\tœuvre\n".encode(encoding))
    assert cleaned.verdict is Verdict.REBUILT
    assert content == "Été\n\tœuvre\n".encode()
    assert clean(content)[0].verdict is Verdict.REBUILT


def test_what_cannot_be_seen_is_removed(clean):
    cleaned, content = clean("a\x1b[31mb\u202ec\u200bd\x00e\x1a".encode() * 9)
    assert cleaned.verdict is Verdict.UNVERIFIABLE, "too much of it for a text"
    cleaned, content = clean(("Compte rendu " * 60 + "\x1b[31m\u202e\x1a").encode())
    assert (cleaned.verdict, cleaned.removed[0].count) == (Verdict.NEUTRALISED, 2)
    assert content.decode() == "Compte rendu " * 60 + "[31m"
    assert clean(content)[0].verdict is Verdict.REBUILT


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", '"=x"', " =x"]
)
def test_a_formula_becomes_words(clean, cell):
    for line in (f"{cell};b\n", f"a;{cell}\n", f"a,{cell},c\n", f"a\t{cell}"):
        cleaned, content = clean(line.encode(), "csv")
        assert (cleaned.verdict, cleaned.removed[0].count) == (Verdict.NEUTRALISED, 1), line
        assert b"'" + cell.strip('" ')[:3].encode() in content
        assert clean(content, "csv")[0].verdict is Verdict.REBUILT


@pytest.mark.parametrize(
    "cell", ["-12,5", "+33 1 55 66 77 88", "-", "a=b", "12-3", '"-5"', "--", ""]
)
def test_numbers_telephones_and_dashes_are_left_alone(clean, cell):
    for line in (f"{cell};b\n", f"a;{cell}\n", f"a\t{cell}"):
        assert clean(line.encode(), "csv")[0].verdict is Verdict.REBUILT, line
    assert clean(b"=1+1")[0].verdict is Verdict.REBUILT, "in a text it computes nothing"


def test_too_much_is_too_much(clean, monkeypatch):
    monkeypatch.setattr(text, "MAX_BYTES", 3)
    assert clean(b"1234")[0].verdict is Verdict.UNVERIFIABLE


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode(content):
    assert isinstance(decoded(content), str)
