"""Names as the INS writes them, ages and birth dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules import traits

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Lefèvre", "LEFEVRE"),
        ("d’Artagnan de l’Hérault", "D'ARTAGNAN DE L'HERAULT"),
        ("  Jean‑François \t Noël ", "JEAN-FRANCOIS NOEL"),
        ("Œuvrard", "OEUVRARD"),
        ("Strauß", "STRAUSS"),
        ("Łukasz Sørensen", "LUKASZ SORENSEN"),
        ("Cle\u0301ment", "CLEMENT"),
        ("PAT-TROIS", "PAT-TROIS"),
        ("İpek", "IPEK"),
    ],
)
def test_a_name_is_written_as_the_ins_does(typed, written):
    assert traits.as_trait(typed) == written
    assert traits.faults_of_name(typed, what="Le nom") == []


@given(st.text(max_size=60))
def test_writing_a_trait_again_changes_nothing(text):
    once = traits.as_trait(text)
    assert traits.as_trait(once) == once


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Dupont2", "«\u00a02\u00a0»"),
        ("Dupont 🙂", "🙂"),
        ("Du\x00pont", "invisible"),
        ("Dupont\u202e", "invisible"),
        ("Дюпон", "lettres, espaces"),
        ("-Dupont", "commence et finit"),
        ("Dupont-", "commence et finit"),
        ("'", "commence et finit"),
        ("X" * 400, "400 lettres"),
        ("<b>Dupont", "«\u00a0<\u00a0»"),
    ],
)
def test_what_is_no_name_is_told(typed, told):
    faults = traits.faults_of_name(typed, what="Le nom")
    assert len(faults) == 1
    assert told in faults[0]
    assert len(faults[0]) < 150


def test_no_name_is_not_judged():
    assert traits.faults_of_name("  ", what="Le nom") == []


def test_the_first_given_name_of_several():
    assert traits.first_given_name("PIERRE-ALAIN MURIEL FLORIANT") == "PIERRE-ALAIN"
    assert traits.first_given_name("") == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [("PIERRE-ALAIN", "Pierre-Alain"), ("ÉLOÏSE", "Éloïse"), ("N'GUESSAN", "N'Guessan")],
)
def test_a_given_name_is_read_in_small_letters(written, read):
    assert traits.shown_given_name(written) == read


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 24), TODAY, 18),
        (date(2008, 11, 25), TODAY, 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (TODAY, TODAY, 0),
    ],
)
def test_an_age_changes_on_the_birthday(born, on, age):
    assert traits.age_years(born, on) == age
    assert traits.is_minor(born, on) is (age < 18)


def test_an_unknown_birth_date_makes_no_minor():
    assert not traits.is_minor(None, TODAY)


def test_a_birth_date_is_past_and_of_somebody_who_can_be_alive():
    assert traits.faults_of_birth_date(None, today=TODAY) == []
    assert traits.faults_of_birth_date(TODAY, today=TODAY) == []
    assert "futur" in traits.faults_of_birth_date(date(2026, 11, 25), today=TODAY)[0]
    assert "130" in traits.faults_of_birth_date(date(1895, 1, 1), today=TODAY)[0]


@pytest.mark.parametrize("code", ["", "75115", "2A004", "2B033", "99139", "99999", "97611"])
def test_a_place_of_birth_is_an_insee_code(code):
    assert traits.faults_of_birth_place(code) == []


@pytest.mark.parametrize("code", ["7511", "Paris", "2C004", "751156", "٧٥١١٥"])
def test_another_place_of_birth_is_told(code):
    assert "cinq signes" in traits.faults_of_birth_place(code)[0]
