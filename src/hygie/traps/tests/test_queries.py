import pytest

from hygie.core.errors import HygieError
from hygie.traps import queries
from hygie.traps.tests.mails import mail


def test_a_saved_mail_is_judged(tmp_path):
    file = tmp_path / "message.eml"
    file.write_bytes(mail(files=[("facture.pdf.exe", b"MZ")]))
    assert queries.judgement_of_file(file).verdict == "dangerous"
    assert queries.judgement_of(file.read_bytes()).verdict == "dangerous"
    assert queries.judgement_of_text("Bonjour, à demain").verdict == "nothing_found"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(HygieError) as told:
        queries.judgement_of_file(tmp_path / "rien.eml")
    assert told.value.code == "traps.unreadable"


def test_a_mail_of_fifty_megabytes_is_judged_on_what_fits(tmp_path, monkeypatch):
    monkeypatch.setattr(queries, "MAX_BYTES", 5000)
    monkeypatch.setattr("hygie.traps.engine.mails.MAX_BYTES", 5000)
    file = tmp_path / "message.eml"
    file.write_bytes(mail(text="x\n" * 10_000))
    assert queries.judgement_of_file(file).is_cut
