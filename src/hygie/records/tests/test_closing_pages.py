"""The pages of a closing, as a browser asks them."""

import time
from datetime import date, timedelta

import pytest

from hygie.core import clock
from hygie.patients.tests.people import somebody
from hygie.records.actions import closing_runs as runs
from hygie.records.actions.review import keep_box
from hygie.records.models import Box, ClosingPlan, PatientLetter, SealedArchive
from hygie.records.tests.cast import ADDRESS

AT = "/dossiers/fermeture/"
DAY = clock.today() + timedelta(days=200)
DECIDED = {
    "reason": "retirement", "closes_on": f"{DAY:%d/%m/%Y}", "profession": "10",
    "has_successor": "on", "successor_name": "Dr Chloé L’Hôte", "keeper_name": "Paul",
}  # fmt: skip


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture(autouse=True)
def _no_run():
    runs._last.clear()


@pytest.fixture
def browser(signed_in):
    """Dr Alice Martin, who decided a closing."""
    assert signed_in.post(f"{AT}decider/", DECIDED).status_code == 302
    return signed_in


def wait():
    until = time.monotonic() + 60
    while not runs.last().is_over and time.monotonic() < until:
        time.sleep(0.05)
    assert runs.last().error == ""


def test_before_a_decision_one_is_told_what_it_gives(signed_in):
    page = text_of(signed_in.get(AT))
    assert "Dater un plan de fermeture" in page
    assert "En cas d’absence ou de décès" in page


def test_a_date_in_the_past_is_told_beside_the_field_and_nothing_is_kept(signed_in):
    page = text_of(signed_in.post(f"{AT}decider/", DECIDED | {"closes_on": "02/03/2020"}))
    assert "demandez le plan d’urgence" in page
    assert "Dr Chloé L’Hôte" in page
    assert not ClosingPlan.objects.exists()


def test_a_successor_without_a_name_is_asked_for(signed_in):
    page = text_of(signed_in.post(f"{AT}decider/", DECIDED | {"successor_name": ""}))
    assert "Écrivez le nom du successeur" in page


def test_the_next_step_is_shown_ticked_and_undone(browser):
    assert "À faire maintenant : Demander à l’éditeur" in text_of(browser.get(AT))
    at = f"{AT}etape/export_asked/"
    assert "L.1111-8" not in text_of(browser.get(at))
    assert "exigence 27" in text_of(browser.get(at)), "on whose word"
    browser.post(at, {"done_on": f"{clock.today():%d/%m/%Y}", "done_by": "Bruno", "note": "Clé"})
    page = text_of(browser.get(AT))
    assert "À faire maintenant : Faire la liste des boîtes" in page
    assert "1 étape sur" in page
    browser.post(f"{at}refaire/")
    assert "0 étape sur" in text_of(browser.get(AT))
    assert browser.get(f"{AT}etape/inconnue/").status_code == 404


def test_given_up_and_taken_up(browser):
    assert "Rien n’est effacé" in text_of(browser.get(f"{AT}abandonner/"))
    browser.post(f"{AT}abandonner/")
    assert "La reprendre" in text_of(browser.get(AT))
    browser.post(f"{AT}reprendre/")
    assert "À faire maintenant" in text_of(browser.get(AT))


def test_each_paper_is_a_pdf(browser):
    for name in ("plan", "clause", "undertaking", "keeper", "poster"):
        answer = browser.get(f"{AT}papier/{name}/")
        assert answer.content.startswith(b"%PDF"), name
    assert browser.get(f"{AT}papier/autre/").status_code == 404


def test_letters_from_preparation_to_answer(browser, tmp_path):
    patient = somebody(address=ADDRESS)
    somebody("PERDU")
    page = text_of(browser.post(f"{AT}lettres/preparer/", follow=True))
    assert "1 lettres sont prêtes" in page or "1 lettre est prête" in page
    assert "1 patient" in page
    assert "en clair" in page
    browser.post(f"{AT}lettres/", {"folder": str(tmp_path)})
    wait()
    assert len(list(tmp_path.rglob("lettre-*.pdf"))) == 1
    assert "C’est terminé" in text_of(browser.get(f"{AT}avancement/"))
    browser.post(f"{AT}lettres/postees/")
    assert PatientLetter.objects.get().state == "posted"
    browser.post(f"{AT}lettres/1/", {"state": "posted", "choice": "opposed"})
    assert "Refuse que son dossier passe" in text_of(browser.get(f"/patients/{patient.pk}/"))
    assert "Fermeture du cabinet" in text_of(browser.get(f"/patients/{patient.pk}/"))
    assert browser.get(f"{AT}lettres/1/recu/").content.startswith(b"%PDF")
    assert "PERDU" in text_of(browser.get(f"{AT}lettres/liste/sans-adresse/"))
    assert "DUPONT" in text_of(browser.get(f"{AT}lettres/liste/opposed/"))


@pytest.mark.parametrize("typed", ["ici", "/n-existe/pas", ""])
def test_a_folder_that_is_none_is_told(browser, typed):
    somebody(address=ADDRESS)
    browser.post(f"{AT}lettres/preparer/")
    page = text_of(browser.post(f"{AT}lettres/", {"folder": typed}))
    assert 'class="errorlist"' in page
    assert runs.last() is None


def test_the_archive_in_three_gestures(browser, tmp_path):
    somebody(address=ADDRESS)
    assert "Créer le code" in text_of(browser.get(f"{AT}archive/"))
    browser.post(f"{AT}archive/code/")
    page = text_of(browser.get(f"{AT}archive/"))
    code = page.partition('id="code">')[2].partition("<")[0]
    assert browser.get(f"{AT}archive/feuille/").content.startswith(b"%PDF")
    wrong = {"folder": str(tmp_path), "code": "AAAA-BBBB"}
    assert "Ce n’est pas le code" in text_of(browser.post(f"{AT}archive/", wrong))
    assert runs.last() is None
    browser.post(f"{AT}archive/", wrong | {"code": code.lower()})
    wait()
    page = text_of(browser.get(f"{AT}archive/"))
    assert "relue en entier : 1 patient" in page
    assert code not in page, "it is on paper now, and nowhere else"
    assert browser.get(f"{AT}archive/feuille/").status_code == 302
    browser.post(f"{AT}terminer/")
    assert "Fermeture terminée" in text_of(browser.get(AT))
    browser.post(f"{AT}rouvrir/")
    assert "À faire maintenant" in text_of(browser.get(AT))


def test_the_successors_set_with_its_list_and_its_code(browser, tmp_path):
    somebody(address=ADDRESS)
    browser.post(f"{AT}transmission/", {"folder": str(tmp_path)})
    wait()
    page = text_of(browser.get(f"{AT}transmission/"))
    assert "Imprimer le code" in page
    row = SealedArchive.objects.get()
    assert browser.get(f"{AT}transmission/{row.pk}/").content.startswith(b"%PDF")
    assert browser.get(f"{AT}code/").content.startswith(b"%PDF")


def test_a_patients_copy_is_sealed_with_its_own_code(browser, tmp_path):
    somebody(address=ADDRESS)
    browser.post(f"{AT}lettres/preparer/")
    browser.post(f"{AT}lettres/1/copie/", {"folder": str(tmp_path)})
    wait()
    assert "Imprimer le code" in text_of(browser.get(f"{AT}lettres/1/copie/"))
    assert len(list(tmp_path.glob("copie-de-dossier-*.tar.age"))) == 1


def test_the_page_of_absence(signed_in):
    at = "/dossiers/absence/"
    assert signed_in.get(f"{at}feuille/").status_code == 404
    typed = {"code_holder": "Paul", "code_place": "Coffre", "trusted": "Marie"}
    assert "obligatoire" in text_of(signed_in.post(at, typed | {"trusted": ""}))
    assert signed_in.post(at, typed).status_code == 302
    assert "Écrite le" in text_of(signed_in.get(at))
    assert signed_in.get(f"{at}feuille/").content.startswith(b"%PDF")
    assert "qui a le code de secours papier" not in text_of(signed_in.get("/reponses/20/"))


def test_home_asks_who_has_the_paper_code(signed_in):
    page = text_of(signed_in.get("/reponses/20/"))
    assert "qui a le code de secours papier" in page
    assert "/dossiers/absence/" in page


def test_a_closing_starts_from_the_paper_and_the_export_that_are_followed(browser):
    page = text_of(browser.get(AT))
    assert "Aucun export de votre logiciel n’est noté" in page
    keep_box(Box(name="B1", place="Cave", content="A à D", review_on=date(2190, 1, 1)))
    page = text_of(browser.get(f"{AT}etape/boxes_listed/"))
    assert "Une boîte n’a pas de gardien" in page
    assert "Cave : 1</textarea>" in page
    assert "sans gardien" in text_of(browser.get(f"{AT}archive/"))
