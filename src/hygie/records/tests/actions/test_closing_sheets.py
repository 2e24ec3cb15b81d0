"""The papers of a closing, filled from the base."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from hygie.core import clock
from hygie.records.actions import closing as closing
from hygie.records.actions import closing_letters as letters
from hygie.records.actions import closing_sheets as sheets
from hygie.records.actions.durations import keep_class
from hygie.records.actions.exports import keep_export
from hygie.records.actions.review import keep_box
from hygie.records.models import (
    AbsencePage,
    Box,
    OwnClass,
    PatientLetter,
    SealedArchive,
    SoftwareExport,
)
from hygie.records.models.closing import ArchiveKind
from hygie.records.rules import closing_papers
from hygie.records.tests.cast import NOTE, NOTE_SECRET, SECRET, decided, with_successor
from hygie.storage.codes import new_recovery_code

pytestmark = pytest.mark.usefixtures("alice")


def text_of(pdf, *, pages=1):
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == pages
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("reason", ["retirement", "illness", "death"])
@pytest.mark.parametrize("decide", [decided, with_successor])
def test_the_plan_is_one_page_with_what_was_done(decide, reason):
    day = {"closes_on": clock.today()} if reason == "death" else {}
    plan = decide(reason=reason, **day)
    first = "death_lock" if reason == "death" else "export_asked"
    closing.tick(plan, first, done_on=clock.today(), done_by="Bruno", note="")
    text = text_of(sheets.plan_sheet(plan))
    assert f"{clock.french_date(clock.today())}, Bruno" in text
    assert "obligation" in text
    assert "Sources vérifiées le 24/11/2026" in text


def test_what_is_beside_has_its_own_page_and_the_plan_counts_it():
    keep_box(Box(name="B1", place="Cave <b>", content="A à D", review_on=date(2031, 3, 1)))
    keep_export(SoftwareExport(software="Médilune", asked_by="Alice", asked_on=date(2026, 3, 2)))
    keep_class(OwnClass(label="Moulages", anchor_label="la pose", value=5, reason="Place"))
    text = text_of(sheets.apart_sheet()).replace("\u00a0", " ")
    for said in ("Cave <b>", "01/03/2031", "Médilune", "essayé : jamais", "Moulages : 5 ans"):
        assert said in text, said
    plan = text_of(sheets.plan_sheet(decided())).replace("\u00a0", " ")
    assert "1 boîte de papier et 1 export du logiciel sont gardés à côté" in plan


@pytest.mark.parametrize("name", closing_papers.names())
def test_each_paper_of_words_is_one_page(name):
    assert "Source" in text_of(sheets.words_sheet(with_successor(), name))


def test_the_paper_of_the_archive_says_how_to_open_it_and_when_to_read_it_again():
    code = new_recovery_code()
    text = text_of(sheets.code_sheet(ArchiveKind.CLOSING, code))
    assert "age -d -i" in text
    assert "tar -xf archive.tar" in text
    assert "index.html" in text
    assert code.replace("-", "") in text.replace("-", "").replace(" ", "")
    for years in closing_papers.REVIEW_YEARS:
        assert f"/{clock.today().year + years}" in text


def test_the_receipt_lists_what_is_given_and_never_a_personal_note(jeanne, cupboard):
    cupboard.put(jeanne, SECRET, title="Compte rendu d’été")
    cupboard.put(jeanne, NOTE_SECRET, title=NOTE, kind="note", note=True)
    letters.prepare(decided())
    letter = PatientLetter.objects.get()
    text = text_of(sheets.receipt(letter, jeanne))
    assert "Compte rendu d’été (02/03/2020)" in text
    assert "anxieuse" not in text
    assert "DUPONT Jeanne, né(e) le 06/02/1961" in text
    letters.follow(letter, state="posted", choice="doctor", doctor="Dr Petit\n3 rue B")
    assert "Dr Petit 3 rue B" in text_of(sheets.receipt(letter, jeanne))


def test_a_receipt_of_many_pieces_stays_one_page(jeanne, cupboard):
    for rank in range(40):
        cupboard.put(jeanne, SECRET, title=f"Compte rendu {rank} " * 9)
    letters.prepare(decided())
    text = text_of(sheets.receipt(PatientLetter.objects.get(), jeanne))
    assert "… et 16 autres" in text


def test_the_successor_signs_a_list(jeanne, zoe):
    plan = with_successor()
    row = SealedArchive.objects.create(
        plan=plan, kind="transfer", file_name="dossiers.tar.age", size_bytes=1, sha256="ab" * 32,
        patients=2, documents=0, sealed_at=clock.now(), sealed_by="Alice",
    )  # fmt: skip
    text = text_of(sheets.transfer_sheet(plan, row))
    for said in ("DUPONT Jeanne, 06/02/1961", "D’ÉTÉ-L’HÔTE Zoé", "Dr Chloé L’Hôte", "abab abab"):
        assert said in text


def test_the_page_of_absence_says_who_has_the_paper_code():
    page = closing.write_absence_page(
        AbsencePage(code_holder="Paul Martin", code_holder_phone="01 99 00 00 01",
                    code_place="coffre du notaire", trusted="Marie")
    )  # fmt: skip
    text = text_of(sheets.absence_sheet(page))
    for said in ("Paul Martin", "coffre du notaire", "Marie", "Ordre des médecins", "CARMF"):
        assert said in text
