"""A letter to be changed: whole, in the order of the printed one, in a format that is read back."""

import io
from datetime import date

from docx import Document

from hygie.records.engine.letters import docx
from hygie.records.rules.requests_letters import Letter

LETTER = Letter(
    title="Accusé de réception",
    sender=("Cabinet Martin", "38000 Grenoble"),
    recipient=("Odile Demandeuse", "3 rue de l’Été"),
    place_and_day="Grenoble, le 24/11/2026",
    day=date(2026, 11, 24),
    subject="Votre demande",
    blocks=("Madame, Monsieur,", ("une pièce d’identité", "<b>&</b>"), "Cordialement."),
    signature="Dr Alice Martin",
    texts=("Code de la santé publique, article L. 1111-7",),
)


def test_every_word_is_there_in_its_order():
    page = Document(io.BytesIO(docx(LETTER)))
    told = [paragraph.text for paragraph in page.paragraphs]
    assert told == [
        "Cabinet Martin\n38000 Grenoble", "Odile Demandeuse\n3 rue de l’Été",
        "Grenoble, le 24/11/2026", "Objet\u00a0: Votre demande", "Madame, Monsieur,",
        "une pièce d’identité", "<b>&</b>", "Cordialement.", "Dr Alice Martin",
        "Code de la santé publique, article L. 1111-7",
    ]  # fmt: skip


def test_who_it_is_for_stands_where_an_envelope_has_its_window():
    page = Document(io.BytesIO(docx(LETTER)))
    by_text = {one.text: one.paragraph_format.left_indent for one in page.paragraphs}
    assert round(by_text["Odile Demandeuse\n3 rue de l’Été"].mm) == 90
    assert by_text["Madame, Monsieur,"] is None


def test_it_says_its_title_its_day_and_its_author():
    about = Document(io.BytesIO(docx(LETTER))).core_properties
    assert (about.title, about.author) == ("Accusé de réception", "Cabinet Martin")
    assert about.created.date() == date(2026, 11, 24)
