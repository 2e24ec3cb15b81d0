"""The certificate: one page, no name of a patient, what Hygie cannot destroy."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from hygie.core.errors import HygieError
from hygie.records.actions import elimination
from hygie.records.actions.certificate import certificate
from hygie.records.actions.exports import keep_export
from hygie.records.actions.review import keep_box
from hygie.records.models import Box, SoftwareExport
from hygie.records.tests.people import eliminated, signed, somebody, told
from hygie.storage import copies


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\u00a0", " ").split())


def test_it_says_what_was_done_and_what_hygie_cannot_destroy(fresh, benoit):
    her = somebody("ZWYXQUEBOURG")
    copies.make_copy()
    keep_box(Box(name="B1", place="Cave", content="A à D", review_on=date(2031, 3, 1)))
    keep_box(
        Box(
            name="B2",
            place="Cave",
            content="Bulletins de paie",
            document_class="payslips",
            review_on=date(2031, 3, 1),
        )
    )
    keep_export(
        SoftwareExport(
            software="Médilune", asked_by="Alice", place="Disque LACIE", asked_on=date(2026, 3, 2)
        )
    )
    made = eliminated(her, by=benoit)
    made.copies_say, made.copies_until = "Disque SAUVE-1, chez Alice", date(2027, 6, 30)
    elimination.say_of_copies(made)
    text = text_of(certificate(made))
    for said in (
        "1 dossier a été éliminé", "Dr Alice Martin", "Benoît", "(Médilune)",
        "à trier puis à broyer : B1 (Cave, à revoir le 01/03/2031).",
        "il contient peut-être encore ces dossiers : Médilune (Disque LACIE).",
        "1 copie les contient encore",
        "Disque SAUVE-1, chez Alice. La dernière sera effacée le 30/06/2027", "R. 1112-7",
        "vérifié le 24/11/2026", "durée après le dernier contact",
    ):  # fmt: skip
        assert said in text, said
    assert "ZWYX" not in text.upper()
    assert "B2" not in text, "no patient's paper is in it"
    assert told()[-1] == "records.print_certificate"


def test_what_is_not_known_is_said_so(fresh, benoit):
    text = text_of(certificate(eliminated(somebody(), by=benoit)))
    assert "La date d’effacement de la dernière n’est pas connue" in text
    assert "aucune boîte n’est notée" in text
    assert "aucun n’est noté dans Hygie" in text


def test_nothing_is_certified_before_it_is_done(fresh):
    with pytest.raises(HygieError) as refused:
        certificate(signed(somebody()))
    assert refused.value.code == "records.not_done"
