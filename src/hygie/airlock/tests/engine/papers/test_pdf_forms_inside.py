import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, String

from hygie.airlock.engine.papers.pdf_forms_inside import flatten
from hygie.airlock.tests.engine.papers import pdfs


def flattened(change):
    document = pdfs.new()
    change(document)
    return pikepdf.open(io.BytesIO(pdfs.saved(document)))


def test_a_field_is_drawn_and_forgotten_and_a_comment_stays():
    def change(document):
        pdfs.with_field(document, A=pdfs.script())
        pdfs.note(document, "Text", Contents=String("à revoir"))

    with flattened(change) as document:
        form = flatten(document)
        assert (form.removed, form.is_signed) == ({"form": 1, "javascript": 1}, False)
        assert [str(one.Subtype) for one in document.pages[0].obj.Annots] == ["/Text"]
        assert "/AcroForm" not in document.Root
        assert "Dupont" in pdfs.text(pdfs.saved(document))


@pytest.mark.parametrize("is_needed", [True, False])
def test_what_was_typed_but_never_drawn_is_drawn(is_needed):
    def change(document):
        pdfs.with_field(document).V = String("Désiré Müller")
        document.Root.AcroForm.NeedAppearances = is_needed

    with flattened(change) as document:
        flatten(document)
        assert "Désiré Müller" in pdfs.text(pdfs.saved(document))


def test_letters_that_cannot_be_drawn_are_told():
    def change(document):
        pdfs.with_field(document).V = String("Łukasz")

    with flattened(change) as document:
        assert flatten(document).removed == {"form": 1, "form_letters": 1}


def test_fields_without_a_place_are_told_too():
    def change(document):
        child = document.make_indirect(Dictionary(AA=Dictionary(C=pdfs.script())))
        parent = document.make_indirect(Dictionary(T=String("x"), Kids=Array([child])))
        parent.Kids.append(parent)
        document.Root.AcroForm = Dictionary(Fields=Array([parent]))

    with flattened(change) as document:
        assert flatten(document).removed == {"form": 1, "javascript": 1}


def test_a_document_without_a_form_is_left_as_it_is():
    with flattened(lambda document: None) as document:
        assert flatten(document).removed == {}
