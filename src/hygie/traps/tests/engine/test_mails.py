import pytest

from hygie.traps.engine import mails
from hygie.traps.rules.letters import Link
from hygie.traps.tests.mails import mail


def test_a_mail_is_read_with_its_accents_links_and_files():
    letter = mails.letter(
        mail(
            sender="Société Générale <info@banque.fr>",
            subject="Été à payer",
            text="Voir https://a.fr/x.",
            html='<a href="https://b.fr/y">https://a.fr</a>',
            files=[("relevé.pdf", b"%PDF-1.4")],
            Reply_To="autre@c.fr",
            Authentication_Results="mx.cabinet.fr; spf=fail; dkim=pass",
        )
    )
    assert letter.sender_name == "Société Générale"
    assert letter.sender == "info@banque.fr"
    assert letter.reply_to == "autre@c.fr"
    assert letter.subject == "Été à payer"
    assert set(letter.links) >= {Link(url="https://b.fr/y", shown="https://a.fr")}
    assert "https://a.fr/x" in {link.url for link in letter.links}
    assert [(one.name, one.kind) for one in letter.attachments] == [("relevé.pdf", "pdf")]
    assert letter.failed == {"spf"}
    assert letter.passed == {"dkim"}
    assert not letter.is_cut


def test_only_the_first_server_s_word_counts():
    """What stands below may have been written by the sender."""
    content = b"Authentication-Results: mx; spf=fail\nAuthentication-Results: x; dmarc=pass\n"
    letter = mails.letter(content + mail())
    assert (letter.passed, letter.failed) == (frozenset(), {"spf"})


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "charset-inconnu"])
def test_a_text_in_any_alphabet_is_read(charset):
    body = "Été".encode("utf-8" if charset == "utf-8" else "cp1252")
    head = f"From: a@b.fr\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
    assert mails.letter(head.encode() + body).text == "Été"


def test_a_mail_nested_a_hundred_deep_is_read_as_far_as_it_goes():
    content = b"From: a@b.fr\nSubject: fond\n\nbonjour"
    for depth in range(100):
        content = (
            b"From: a@b.fr\nSubject: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
            b"Content-Type: message/rfc822\n\n%b\n--b%d--\n" % (depth, depth, content, depth)
        )
    letter = mails.letter(content)
    assert letter.sender == "a@b.fr"
    assert letter.is_cut


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@b.fr\nSubject: x\nContent-Type: multipart/mixed; boundary=z\n\n--z\nrien",
        b"From: a@b.fr\nSubject: x\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: =?utf-8?q?=ZZ?= <a@b.fr>\nSubject: =?x?y?z?=\n\nx",
        b"From: a@b.fr\nSubject: x\nContent-Disposition: attachment; filename*=zz''%ff\n\nx",
        b"From:\nSubject:\n\n",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(content):
    assert mails.letter(content).form == "mail"


def test_what_is_a_mail_is_told_from_what_a_person_typed():
    assert mails.is_mail(mail())
    assert mails.is_mail(b"From lea Tue Nov 24 10:00:00 2026\n" + mail())
    assert not mails.is_mail(b"Bonjour : voici la suite\nMerci")
    assert not mails.is_mail(b"Objet: rappel")


def test_links_are_found_in_a_pasted_text_and_addresses_are_not():
    letter = mails.pasted("Colis : colis-suivi.top/x, ou (www.a.fr). Ecrivez à b@c.fr.")
    assert [link.url for link in letter.links] == ["colis-suivi.top/x", "www.a.fr"]


def test_a_text_too_long_is_cut_and_says_so():
    assert mails.pasted("a" * (mails.MAX_TEXT_SIGNS + 1)).is_cut


def test_the_head_that_was_copied_with_the_words_is_read():
    pasted = mails.pasted(
        "De : Ordre <cdo@conseil-ordre.net>\nEnvoyé : lundi\nÀ : dr@cabinet.fr\n"
        "Objet : Plainte\n\nBonjour"
    )
    assert (pasted.sender, pasted.sender_name) == ("cdo@conseil-ordre.net", "Ordre")
    assert (pasted.recipient, pasted.subject) == ("dr@cabinet.fr", "Plainte")
    assert mails.pasted("De : AMELI\nVotre carte").sender == ""
