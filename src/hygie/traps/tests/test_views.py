import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hygie.traps.tests.mails import mail

TRAP = "Votre carte vitale expire, mettez à jour vos informations : https://vitale-maj.info/x"


def asked(client, **told):
    return client.post("/piege/", told).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [(TRAP, "C’est très probablement un piège."), ("Rendez-vous demain à 14 h", "ne prouve pas")],
)
def test_a_pasted_text_is_judged_and_nobody_needs_to_sign_in(client, text, words):
    page = asked(client, text=text)
    assert words in page
    assert "J’ai un problème" in page


def test_a_dropped_mail_is_judged_and_what_it_says_is_never_shown_as_a_page(client):
    content = mail(sender="<script>x</script> <a@b.fr>", files=[("<b>.pdf.exe", b"MZ")])
    page = asked(client, file=SimpleUploadedFile("message.eml", content))
    assert "C’est très probablement un piège." in page
    assert "&lt;b&gt;.pdf.exe" in page
    assert "<b>.pdf.exe" not in page


@pytest.mark.parametrize("told", [{}, {"text": "  "}, {"file": SimpleUploadedFile("x.eml", b"")}])
def test_nothing_to_judge_is_said(client, told):
    page = asked(client, **told)
    assert "Collez un texte" in page or "rien à examiner" in page
    assert "Que faire maintenant" not in page
