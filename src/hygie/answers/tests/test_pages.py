"""The guide on screen, as Dr Alice Martin meets it."""

import html
import re

import pytest
from django.urls import reverse

from hygie.answers import asked
from hygie.answers.entries import entries, entry, named
from hygie.answers.models import KeptQuestion
from hygie.answers.rules import search
from hygie.journal.models import Entry
from hygie.practice.actions import describe_professional

STRANGE = "Quelle est la recette du gâteau au chocolat ?"
SURE = "En cas d’attaque, faut-il éteindre l’ordinateur ?"


def plain(text):
    return re.sub(r"\s+", " ", text)


def text_of(page):
    return plain(html.unescape(re.sub(r"<[^>]+>", "", page.content.decode())))


def asked_for(browser, question):
    answer = browser.post("/guide/demander/", {"question": question})
    assert answer.status_code == 302
    return browser.get(answer.headers["Location"])


def test_a_question_is_never_in_an_address_nor_in_the_journal(signed_in):
    lines = Entry.objects.count()
    answer = signed_in.post("/guide/demander/", {"question": "Madame Dupont-Invention"})
    assert answer.headers["Location"] == "/guide/demande/1/"
    assert "Dupont" in signed_in.get("/guide/demande/1/").content.decode()
    assert Entry.objects.count() == lines


def test_a_sure_answer_shows_its_short_text_and_leads_to_the_rest(signed_in):
    page = asked_for(signed_in, SURE)
    assert page.templates[0].name == "answers/found_answer.html"
    assert plain(entry(15).answer[:30]) in text_of(page)
    assert reverse("answers:entry", args=[entry(15).id]) in page.content.decode()


def test_a_strange_question_is_refused_and_says_whom_to_ask(signed_in):
    page = asked_for(signed_in, STRANGE)
    assert "Je n’ai pas cette réponse" in text_of(page)
    assert "17Cyber" in text_of(page)
    assert "n’écrivez ni le nom d’un patient" in text_of(page)
    assert KeptQuestion.objects.count() == 0, "nothing is kept without the button"


def test_an_unsure_question_gets_three_cards(signed_in, monkeypatch):
    matches = tuple(search.Match(entry=one, score=0.3) for one in entries()[:3])
    unsure = search.Outcome(zone=search.Zone.CARDS, matches=matches)
    monkeypatch.setattr(search, "ask", lambda question: unsure)
    page = asked_for(signed_in, "ordonnance ?")
    for match in matches:
        assert match.entry.title in page.content.decode()


def test_a_question_is_kept_by_the_button_listed_exported_and_removed(signed_in):
    signed_in.post("/guide/questions/garder/", {"text": STRANGE})
    listed = signed_in.get("/guide/questions/").content.decode()
    assert STRANGE in listed
    table = signed_in.get("/guide/questions/export.csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert STRANGE in table.content.decode("utf-8-sig")
    kept = KeptQuestion.objects.get()
    signed_in.post(f"/guide/questions/{kept.question_id}/retirer/")
    assert STRANGE not in signed_in.get("/guide/questions/").content.decode()


def test_what_a_person_typed_is_shown_as_it_is_written(signed_in):
    page = asked_for(signed_in, "<script>alert(1)</script> gâteau").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_question_or_one_forgotten_leads_to_the_list(signed_in):
    assert signed_in.post("/guide/demander/", {"question": " "}).headers["Location"] == "/guide/"
    assert signed_in.get("/guide/demande/99/").headers["Location"] == "/guide/"


def test_a_session_holds_its_last_questions_only():
    session = {}
    ranks = [asked.remember(session, f"question {n}") for n in range(30)]
    assert ranks == list(range(1, 31))
    assert asked.recall(session, 30) == "question 29"
    assert asked.recall(session, 1) == ""


def test_every_entry_is_listed_under_its_theme(signed_in):
    page = signed_in.get("/guide/").content.decode()
    for one in entries():
        assert f'href="/guide/reponses/{one.id}/">{one.title}' in page


@pytest.mark.parametrize("one", entries(), ids=lambda one: one.id)
def test_each_entry_shows_all_it_says(signed_in, one):
    page = signed_in.get(f"/guide/reponses/{one.id}/")
    shown = text_of(page)
    for text in one.texts:
        assert plain(text) in shown
    for other in one.see:
        assert named(other).title in page.content.decode()
    assert shown.count("À vérifier :") == sum(s.certainty == "à vérifier" for s in one.sources)


def test_an_entry_that_does_not_exist_is_told(signed_in):
    assert signed_in.get("/guide/reponses/absente/").status_code == 404
    assert signed_in.get("/guide/reponses/absente/fiche.pdf").status_code == 404


def test_the_same_text_stands_on_the_tiles_page_beside_the_state(signed_in):
    page = text_of(signed_in.get("/reponses/1/"))
    assert plain(entry(1).answer) in page
    assert "Dans votre cabinet" in page


def test_ones_own_profession_is_marked(signed_in, founded):
    describe_professional(founded.member, profession="21")
    assert "Pharmaciens (vous)" in text_of(signed_in.get("/guide/reponses/ordonnance/"))


def test_an_acronym_is_explained_once_a_page_and_reached_without_a_mouse(signed_in):
    page = signed_in.get("/guide/reponses/ordonnance/").content.decode()
    explained = re.findall(r'<abbr title="[^"]+" tabindex="0">([^<]+)</abbr>', page)
    assert {"MSSanté", "INS"} <= set(explained)
    assert len(explained) == len(set(explained))


def test_the_button_of_an_entry_is_shown_to_whom_it_serves(signed_in):
    for one in entries():
        page = signed_in.get(f"/guide/reponses/{one.id}/").content.decode()
        assert ("Le faire avec Hygie" in page) is bool(one.action), one.id


def test_the_sheet_is_a_pdf(signed_in):
    assert signed_in.get("/guide/reponses/edr/fiche.pdf").content.startswith(b"%PDF")


def test_the_search_box_is_on_every_page_of_somebody_signed_in(signed_in, client):
    for path in ("/", "/guide/", "/journal/", "/reponses/3/"):
        assert 'action="/guide/demander/"' in signed_in.get(path).content.decode()
    assert "guide-question" not in client.get("/ouvrir/").content.decode()
