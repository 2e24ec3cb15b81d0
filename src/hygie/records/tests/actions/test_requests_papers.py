"""The papers: one A4 page each with long and real content, told, and only when they make sense."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.practice.models import Practice, Professional
from hygie.records.actions import requests as actions
from hygie.records.actions import requests_decide as decide
from hygie.records.actions import requests_papers as papers
from hygie.records.actions import requests_scope as scope
from hygie.records.actions.requests_scope import Chosen
from hygie.records.models import RecordRequest, ScopeItem
from hygie.records.queries import requests as queries
from hygie.records.rules.requests_book import book
from hygie.records.tests.requests_people import again, asks, days_ago, dead, living, ready

LONG_NAME = "Marie-Antoinette de La Tour-d’Auvergne, veuve Saint-Étienne-Delacroix"
LONG_WORDS = "Nous avons relu le dossier avec soin, et nous expliquons ici notre décision. " * 6


@pytest.fixture(autouse=True)
def _practice(alice):
    Practice.objects.update(
        name="Cabinet médical de la Maison de l’Œuvre – Dr Alice Martin et associés",
        address="12 allée des Tilleuls\n38000 Saint-Étienne-de-Saint-Geoirs",
        phone="01 99 00 12 34",
    )  # fmt: skip
    Professional.objects.create(member=alice, profession="10")


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), " ".join("".join(page.extract_text() for page in pages).split())


def answered(count=1, *, reason="not_needed"):
    request = ready(dead(), "heir", motive="rights", motive_details="Testament de 2025.",
                    name=LONG_NAME)  # fmt: skip
    for number in range(count + 1):
        title = f"Compte rendu d’hospitalisation numéro {number}, service de cardiologie"
        actions.add_item(ScopeItem(request=request, title=title, constituted_on=days_ago(300)))
    rows = queries.rows_of(request)
    chosen = {row.key: Chosen(choice="give", why="Capacité") for row in rows[1:]}
    chosen[rows[0].key] = Chosen(choice="withhold", reason=reason)
    request = scope.decide_scope(request.pk, chosen, version=request.version)
    return decide.grant(
        request.pk, channel="encrypted", version=request.version, explanation=LONG_WORDS
    )


def refused():
    request = ready(dead(), "heir", motive="rights", motive_details="Un contrat", name=LONG_NAME)
    grounds = ["weak_motive", "nothing_useful", "opposed"]
    return decide.refuse(
        request.pk, grounds=grounds, explanation=LONG_WORDS, version=request.version
    )


def test_an_acknowledgement_is_one_page_and_told():
    pages, told = text_of(papers.print_paper(asks(living(), name=LONG_NAME), "acknowledgement"))
    assert pages == 1
    assert "Accusé de réception" in told
    assert "VIVANTE Jeanne (03/05/1956)" in told
    assert Entry.objects.latest("number").action == "records.print_paper"


@pytest.mark.parametrize(
    "capacity", [one.id for one in book().capacities.values() if one.about == "deceased"]
)
def test_each_capacity_fits_on_a_page_whatever_it_lacks(capacity):
    request = asks(dead(), capacity, name=LONG_NAME)
    for paper, _ in papers.papers_of(request):
        pages, told = text_of(papers.print_paper(request, paper))
        assert pages == 1, paper
        assert "24/11/2026" in told, "the day somebody read the texts"


def test_a_partial_answer_of_many_pieces_is_one_page_and_its_list_holds_all():
    request = answered(60)
    for paper in ("partial", "receipt"):
        pages, told = text_of(papers.print_paper(request, paper))
        assert pages == 1, paper
        assert "autres pièces" in told
    _, told = text_of(papers.print_list(request))
    assert "numéro 60" in told
    assert "60 documents" in told


def test_an_acknowledgement_is_the_same_whatever_the_record_holds():
    request = asks(living())
    before = papers.compose(request, "acknowledgement")
    actions.add_item(ScopeItem(request=request, title="Ancien", constituted_on=days_ago(5000)))
    assert papers.compose(request, "acknowledgement") == before
    assert queries.see(request).terms.latest_recent is None, "the screen knows"


def test_a_long_refusal_is_one_page():
    pages, told = text_of(papers.print_paper(refused(), "refusal"))
    assert pages == 1
    assert "certificat médical" in told
    assert "R. 1111-7" in told


def test_only_the_papers_that_a_request_calls_for_are_printed():
    request = asks(living())
    assert [paper for paper, _ in papers.papers_of(request)] == ["acknowledgement", "proof"]
    assert [paper for paper, _ in papers.papers_of(answered())] == [
        "acknowledgement", "partial", "receipt",
    ]  # fmt: skip
    assert [paper for paper, _ in papers.papers_of(refused())] == ["acknowledgement", "refusal"]
    lines = Entry.objects.count()
    with pytest.raises(HygieError) as caught:
        papers.print_paper(request, "refusal")
    assert caught.value.code == "records.no_paper"
    assert Entry.objects.count() == lines


def test_the_letter_to_change_says_the_same_words():
    request = refused()
    page = Document(io.BytesIO(papers.write_editable(request, "refusal")))
    told = " ".join(paragraph.text for paragraph in page.paragraphs)
    _, printed = text_of(papers.print_paper(request, "refusal"))
    for words in ("Testament", "certificat médical", "tribunal judiciaire"):
        assert (words in told) == (words in printed)
    assert "certificat médical" in told


def test_a_patient_who_is_gone_is_not_named():
    request = asks(living())
    RecordRequest.objects.update(patient_id="0" * 32)
    _, told = text_of(papers.print_paper(again(request), "acknowledgement"))
    assert "cette personne" in told


def test_the_passphrase_has_its_own_sheet_and_only_when_there_is_one():
    request = answered()
    with pytest.raises(HygieError) as caught:
        papers.print_passphrase(request)
    assert caught.value.code == "records.no_passphrase"
    RecordRequest.objects.update(passphrase="7K3M-9QXT-B2HV-0RWD-5NEJ")
    pages, told = text_of(papers.print_passphrase(again(request)))
    assert pages == 1
    assert "7K3M-9QXT-B2HV-0RWD-5NEJ" in told
    assert "age -d -i cle.age" in told
    assert "DÉFUNT" not in told, "a sheet that is lost tells nobody's name but the receiver's"
