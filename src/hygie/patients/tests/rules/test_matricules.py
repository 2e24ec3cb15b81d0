"""An INS or a social security number: the same digits, not the same thing.

The identities are those that the ANS and the GIE SESAM-Vitale publish for tests.
"""

from datetime import date

import pytest

from hygie.patients.rules import matricules
from hygie.patients.rules.ins import NIA, NIR, NSS_OIDS, TEST_OIDS
from hygie.patients.rules.matricules import Said

NUMBER, BORN = "279035121518989", date(1979, 3, 28)


def read(number=NUMBER, oid="", state="", *, sex="F", birth_date=BORN, demonstration=False):
    return matricules.read(
        number, oid, state, sex=sex, birth_date=birth_date, is_demonstration=demonstration
    )


@pytest.mark.parametrize(
    ("words", "state"),
    [("Qualifiée", "qualified"), ("récupérée", "retrieved"), ("Provisoire", "provisional"),
     ("validée", "provisional"), ("", "provisional")],
)  # fmt: skip
def test_under_an_oid_the_state_is_that_of_the_list(words, state):
    assert read(oid=NIR, state=words) == Said(number=NUMBER, oid=NIR, state=state)


def test_the_nature_may_be_said_in_a_word():
    assert read(oid="INS-NIR").oid == NIR
    assert read(oid="NIA").oid == NIA
    assert read(oid="NIR", demonstration=True).oid == TEST_OIDS[0]


def test_spaces_and_the_letters_of_corsica_are_read():
    said = read("1 80 03 2B 020 401 23", NIR, sex="M", birth_date=date(1980, 3, 2))
    assert said.number == "180032B02040123"


def test_without_an_oid_it_is_to_be_checked_even_if_said_qualified():
    said = read(state="Qualifiée")
    assert (said.number, said.oid, said.state) == (NUMBER, NIR, "provisional")
    assert said.note == matricules.WITHOUT_OID


@pytest.mark.parametrize(
    ("sex", "birth_date"),
    [("M", BORN), ("F", date(2015, 6, 1)), ("F", date(1979, 4, 28)), ("F", None), ("", BORN)],
)
def test_without_an_oid_the_number_of_a_parent_is_not_kept(sex, birth_date):
    assert read(sex=sex, birth_date=birth_date) == Said(note=matricules.NOT_KEPT_PARENT)


@pytest.mark.parametrize("oid", NSS_OIDS)
def test_a_social_security_number_is_not_kept(oid):
    assert read(oid=oid, state="Qualifiée") == Said(note=matricules.NOT_KEPT_NSS)


def test_a_number_without_its_key_is_not_kept():
    assert read(NUMBER[:13]) == Said(note=matricules.NOT_KEPT_KEY)


@pytest.mark.parametrize("oid", ["", NIR])
def test_a_wrong_key_refuses_the_line(oid):
    said = read("279035121518988", oid)
    assert "sa clé" in said.faults[0]
    assert said.number == ""


def test_a_test_identity_is_refused_in_a_real_practice_and_a_real_one_in_the_demonstration():
    assert "identité de test" in read(oid=TEST_OIDS[0]).faults[0]
    assert "vraie personne" in read(oid=NIR, demonstration=True).faults[0]
    assert read(oid=TEST_OIDS[0], demonstration=True).faults == ()


@pytest.mark.parametrize("number", ["", "  ", "0", "000000000000000"])
def test_no_number_says_nothing(number):
    assert read(number, NIR, "Qualifiée") == Said()
