import pytest
from pikepdf import Dictionary, Name, String

from hygie.airlock.engine.papers.pdf_letters_inside import can_be_drawn, give_letters


def form(**font):
    helv = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, **font)
    return Dictionary(DA=String("/Helv 12 Tf 0 g"), DR=Dictionary(Font=Dictionary(Helv=helv)))


@pytest.mark.parametrize(
    ("value", "is_so"), [("Dupont", True), ("Désiré", True), ("œuf à 5 €", True), ("Łukasz", False)]
)
def test_letters_of_western_europe_can_be_drawn(value, is_so):
    acrobat = form(Encoding=Dictionary(Type=Name.Encoding, Differences=[]))
    give_letters(acrobat)
    parent = Dictionary(V=String(value))
    assert can_be_drawn(Dictionary(Parent=parent), acrobat) is is_so


def test_a_font_of_the_document_keeps_its_own_letters():
    own = form(FontDescriptor=Dictionary(FontFile2=1))
    give_letters(own)
    assert not can_be_drawn(Dictionary(V=String("é")), own)
    assert can_be_drawn(Dictionary(V=String("e")), own)


def test_a_form_without_fonts_draws_plain_letters_only():
    give_letters(Dictionary())
    assert can_be_drawn(Dictionary(V=String("e")), Dictionary())
    assert not can_be_drawn(Dictionary(V=String("é")), Dictionary())
