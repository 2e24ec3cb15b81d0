import io
from contextlib import suppress

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.core.errors import HygieError
from hygie.traps.engine import reading
from hygie.traps.rules.judging import judge
from hygie.traps.rules.letters import Link
from hygie.traps.tests.mails import mail

MAIL = mail(html="<p>x</p>", files=[("a.pdf", b"%PDF-1.4")])


def test_each_thing_is_known_by_its_content():
    assert reading.letter_of(MAIL).form == "mail"
    assert reading.letter_of("Votre colis".encode("utf-16")).text == "Votre colis"
    assert reading.letter_of("Été".encode("cp1252")).text == "Été"
    assert reading.letter_of(b" https://a.fr/x \n").links == (Link(url="https://a.fr/x"),)
    assert reading.letter_of_text(MAIL.decode()).form == "mail"
    assert reading.letter_of_text("ameli.fr").form == "link"


def test_a_program_that_is_dropped_is_judged_as_a_file():
    letter = reading.letter_of(b"MZ\0\0" + bytes(100), name="photo.jpg")
    assert [(one.name, one.kind) for one in letter.attachments] == [("photo.jpg", "exe")]


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\0\0"])
def test_nothing_to_judge_is_said(content):
    with pytest.raises(HygieError) as told:
        reading.letter_of(content)
    assert told.value.code == "traps.empty"


def qr_picture(text):
    buffer = io.BytesIO()
    segno.make(text, micro=False).save(buffer, kind="png", scale=8, border=4)
    return buffer.getvalue()


def test_the_code_of_a_letter_s_photograph_shows_where_it_leads():
    letter = reading.letter_of(qr_picture("https://ameli-renouvellement.info/c"))
    assert letter.form == "page"
    assert letter.links == (Link(url="https://ameli-renouvellement.info/c"),)
    assert judge(letter).verdict == "dangerous"


def test_a_code_of_an_honest_page_is_not_accused():
    assert judge(reading.letter_of(qr_picture("https://www.ameli.fr/x"))).verdict == "nothing_found"


@pytest.mark.parametrize("text", ["x" * 2900, "javascript:" + "a" * 2000, "tel:0102030405"])
def test_a_code_that_is_no_page_is_judged_too(text):
    assert reading.letter_of(qr_picture(text)).form == "page"


def test_a_page_that_cannot_be_read_is_said():
    with pytest.raises(HygieError) as told:
        reading.letter_of(b"%PDF-1.4 abime")
    assert told.value.code.startswith("reading.")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(MAIL)), st.binary(max_size=20))
def test_nothing_breaks_it(noise, at, inserted):
    for content in (noise, MAIL[:at] + inserted + MAIL[at + len(inserted) :]):
        if not content.startswith(reading._PICTURES):
            with suppress(HygieError):
                assert reading.letter_of(content).form
