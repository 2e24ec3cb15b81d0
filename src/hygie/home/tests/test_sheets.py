"""The papers of the check-up: one page, what the screen says, and a line in the journal."""

import io

import pytest
from pypdf import PdfReader

from hygie.answers.entries import entry
from hygie.answers.sheets import entry_sheet
from hygie.checkup import actions as checkup
from hygie.checkup.observation import Look
from hygie.core import clock
from hygie.home import queries, sheets
from hygie.journal.models import Entry
from hygie.journal.queries import head_hash, last_of
from hygie.practice.actions import describe_practice
from hygie.practice.models import Practice
from hygie.storage.unattended import DEMONSTRATION_FILE

A4_POINTS = (595, 842)


def read(pdf):
    """The text of the one page."""
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


@pytest.fixture
def practice(founded):
    """Dr Alice Martin's practice, its computer looked at, its sheet filled."""
    checkup.keep_look(Look(computer="ACCUEIL", system="linux", seen_at=clock.now()))
    sheet = Practice.objects.get()
    sheet.phone, sheet.address = "01 99 00 12 34", "12 allée des Tilleuls\n00000 Ville-Inventée"
    describe_practice(sheet)
    return founded


@pytest.mark.parametrize("number", [1, 2, 12, 19, 22])
def test_an_answer_is_one_page(practice, number):
    text = read(entry_sheet(entry(number)))
    assert queries.states()[number - 1].title.replace("\u00a0", " ") in text
    assert "Cabinet Martin" in text


def test_what_is_given_to_the_technician_is_one_page_signed_and_written(practice):
    state = queries.states()[1]
    text = read(sheets.print_technician_sheet(state, by=practice.member))
    assert "Dr Alice Martin" in text
    assert "01 99 00 12 34" in text
    assert state.findings[0].title.replace("\u00a0", " ")[:40] in text
    line = last_of("home.print_sheet")
    assert (line.object_type, line.object_id) == ("answer", "2")


def test_the_whole_check_up_is_one_page_with_the_head_of_the_journal(practice):
    states = queries.states()
    text = read(sheets.print_report(states))
    for state in states:
        assert state.title.replace("\u00a0", " ")[:25] in text
        assert state.state.label in text
    assert "ACCUEIL" in text
    assert last_of("home.print_report").object_type == "checkup"
    head = head_hash()
    assert head[:4] in text
    assert head in text.replace(" ", ""), "printed after its own line was written"


def test_the_recovery_code_is_on_one_page_and_its_printing_is_written(practice):
    text = read(sheets.recovery_sheet(practice.code))
    assert practice.code.replace("-", "") in text.replace("-", "").replace(" ", "")
    line = last_of("home.print_recovery")
    assert line.object_type == "base"
    assert practice.code not in str(vars(line))


def test_a_paper_of_the_demonstration_says_so(practice):
    assert "Démonstration" not in read(sheets.print_report(queries.states()))
    (practice.home / DEMONSTRATION_FILE).write_text("phrase inventée")
    assert "démonstration" in read(sheets.print_report(queries.states())).lower()


def test_a_paper_served_by_the_screen_is_the_same(practice, signed_in):
    lines = Entry.objects.count()
    for address in ("/bilan.pdf", "/reponses/2/informaticien.pdf", "/reponses/2/fiche.pdf"):
        answer = signed_in.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert "Cabinet Martin" in read(answer.content)
    assert Entry.objects.count() == lines + 2
