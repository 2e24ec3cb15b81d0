import olefile
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.traps.engine import outlook, reading
from hygie.traps.tests.mails import mail
from hygie.traps.tests.outlook import msg

HEADERS = (
    "From: Léa <lea@cabinet.fr>\r\nReply-To: x@gmail.com\r\nAuthentication-Results: mx; spf=fail"
)
MESSAGE = msg(
    p0037="Facture à régler",
    p1000="Voir https://a.top/x",
    p0c1a="Assurance Maladie",
    p5d01="Noreply@Envoi.fr",
    files=[("facture.pdf.exe", b"MZ"), ("b.pdf", b"%PDF-1.4")],
)


def test_a_message_of_outlook_is_read():
    assert outlook.is_msg(MESSAGE)
    letter = reading.letter_of(MESSAGE)
    assert letter.subject == "Facture à régler"
    assert letter.text == "Voir https://a.top/x"
    assert (letter.sender_name, letter.sender) == ("Assurance Maladie", "noreply@envoi.fr")
    assert [link.url for link in letter.links] == ["https://a.top/x"]
    assert [(one.name, one.kind) for one in letter.attachments] == [
        ("facture.pdf.exe", "exe"), ("b.pdf", "pdf"),
    ]  # fmt: skip


def test_its_internet_headers_are_believed_before_its_own_words():
    letter = outlook.letter(msg(p007d=HEADERS, p0037="x", p0c1f="/O=EXCHANGE/CN=X"))
    assert letter.sender == "lea@cabinet.fr"
    assert letter.reply_to == "x@gmail.com"
    assert letter.failed == {"spf"}


def test_another_ole_file_is_no_message():
    assert not outlook.is_msg(olefile.MAGIC + bytes(600))
    assert not outlook.is_msg(mail())


def test_a_broken_message_is_judged_as_a_file():
    letter = reading.letter_of(
        MESSAGE[:1000] + bytes(2000) + b"_\0_\0s\0u\0b\0s\0t\0g", name="x.msg"
    )
    assert letter.is_cut


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_nothing_breaks_it(at, inserted):
    broken = MESSAGE[:at] + inserted + MESSAGE[at + len(inserted) :]
    try:
        assert outlook.letter(broken).form == "mail"
    except ValueError as error:
        assert "MSG" in str(error)  # noqa: PT017
