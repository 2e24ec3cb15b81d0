"""The page of a day without computers, as a person walks it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from hygie.core import clock
from hygie.incidents import evening

ADDRESS = "/probleme/sans-informatique/"


def csv(day):
    line = f"Date;Heure;Patient\n{clock.french_date(day)};09:00;Dupont Jeanne\n"
    return SimpleUploadedFile("agenda.csv", line.encode())


def test_a_day_is_printed_with_its_agenda(signed_in):
    day = clock.today()
    sent = {"day": clock.french_date(day), "parts": ["agenda", "card"], "agenda": csv(day)}
    answer = signed_in.post(ADDRESS, sent)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_bad_agenda_is_told_beside_its_field_and_nothing_is_printed(signed_in):
    bad = SimpleUploadedFile("agenda.csv", b"%PDF-1.7")
    told = signed_in.post(ADDRESS, {"day": "25/11/2026", "parts": ["agenda"], "agenda": bad})
    assert "pas reconnu cet agenda" in told.content.decode()


def test_a_day_that_is_none_and_nothing_to_print_are_told(signed_in):
    told = signed_in.post(ADDRESS, {"day": "demain", "parts": []}).content.decode()
    assert "pas comprise" in told
    assert "obligatoire" in told


def test_the_page_says_that_an_encrypted_copy_does_not_open_elsewhere(signed_in):
    assert "ne s’ouvre pas sans cet ordinateur" in signed_in.get(ADDRESS).content.decode()


def test_the_evening_is_asked_made_opened_and_stopped(signed_in, tmp_path):
    folder = tmp_path / "Agenda"
    folder.mkdir()
    wrong = signed_in.post(f"{ADDRESS}soir/", {"folder": "Agenda"}).content.decode()
    assert "adresse complète" in wrong
    signed_in.post(f"{ADDRESS}soir/", {"folder": str(folder)})
    told = signed_in.post(f"{ADDRESS}maintenant/", follow=True).content.decode()
    assert "Aucun agenda exporté" in told
    (folder / "agenda.csv").write_bytes(csv(clock.today()).read())
    shown = signed_in.post(f"{ADDRESS}maintenant/", follow=True).content.decode()
    assert "Journées gardées" in shown
    made = evening.kept().get()
    assert signed_in.get(f"{ADDRESS}{made.pk}.pdf").content.startswith(b"%PDF-")
    signed_in.post(f"{ADDRESS}arreter/")
    assert evening.asked() is None
