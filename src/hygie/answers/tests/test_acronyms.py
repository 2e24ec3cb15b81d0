import pytest

from hygie.answers.acronyms import acronyms, acronyms_in
from hygie.answers.entries import entries


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_acronym_of_an_answer_is_explained(entry):
    used = {acronym for text in entry.texts for acronym in acronyms_in(text)}
    assert used - set(acronyms()) == set()


def test_the_acronyms_of_the_field_are_explained():
    assert {"MSSanté", "INS", "RGPD", "EDR", "CNIL", "HDS", "CPS", "e-CPS"} <= set(acronyms())


def test_no_explanation_uses_an_acronym_that_is_not_explained():
    used = {acronym for text in acronyms().values() for acronym in acronyms_in(text)}
    assert used - set(acronyms()) == set()


def test_acronyms_are_seen_once_each_in_the_order_of_reading():
    text = "L’INS sert à MSSanté ; la carte CPS et l’e-CPS, à tout. L’INS encore."
    assert acronyms_in(text) == ("INS", "MSSanté", "CPS", "e-CPS")


def test_ordinary_words_and_names_are_not_acronyms():
    assert acronyms_in("Alice écrit à WhatsApp, LastPass et 17Cyber. À bientôt !") == ()


def test_the_list_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        acronyms()["INS"] = "autre chose"
