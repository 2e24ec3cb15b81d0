"""The INS. Matricules are those of published test identities, or invented ones made wrong."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules import ins
from hygie.patients.rules.ins import NIA, NIR, NSS_OIDS, REAL_OIDS, TEST_OIDS, State

# PAT-TROIS DOMINIQUE, CORSE ANTHONY, ECETINSI PIERRE-ALAIN, PAT-SIX Alain.
RIGHT = ("279035121518989", "180032B02040123", "209076322083439", "162018885045327")
# Published with a wrong key, by mistake.
WRONG = ("221042545611404", "276059205062865", "276037510669380", "288091234567823")


@dataclass(frozen=True)
class Someone:
    birth_name: str = "PAT-TROIS"
    birth_given_names: str = "DOMINIQUE"
    birth_date: date | None = date(1979, 3, 28)
    sex: str = "F"
    birth_place: str = "51215"
    ins: str = RIGHT[0]
    ins_oid: str = TEST_OIDS[0]
    ins_state: str = "qualified"


@pytest.mark.parametrize("matricule", RIGHT)
def test_a_right_key_is_known_even_in_corsica(matricule):
    assert ins.is_key_right(matricule)


@pytest.mark.parametrize("matricule", WRONG)
def test_a_wrong_key_is_refused_of_a_real_person_and_only_told_of_a_test_one(matricule):
    for oid in REAL_OIDS:
        opinion = ins.opinion_on(matricule, oid, is_demonstration=False)
        assert "sa clé" in opinion.faults[0]
    for oid in TEST_OIDS:
        opinion = ins.opinion_on(matricule, oid, is_demonstration=True)
        assert (opinion.faults, len(opinion.warnings)) == ((), 1)


@given(st.integers(0, 14), st.integers(1, 9))
def test_one_digit_mistyped_is_always_seen(place, shift):
    right = RIGHT[0]
    digit = str((int(right[place]) + shift) % 10)
    assert not ins.is_key_right(right[:place] + digit + right[place + 1 :])


def test_two_digits_swapped_are_seen():
    right = RIGHT[0]
    for place in range(14):
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        assert swapped == right or not ins.is_key_right(swapped)


@pytest.mark.parametrize("oid", [NIR, NIA])
def test_a_right_matricule_is_kept_in_a_real_practice_without_a_word(oid):
    assert ins.opinion_on(RIGHT[0], oid, is_demonstration=False) == ins.Opinion()


@pytest.mark.parametrize("oid", NSS_OIDS)
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_number_of_the_health_insurance_is_no_ins(oid, is_demonstration):
    opinion = ins.opinion_on(RIGHT[0], oid, is_demonstration=is_demonstration)
    assert "sécurité sociale, pas une INS" in opinion.faults[0]


def test_test_identities_and_real_ones_are_never_together():
    assert ins.opinion_on(RIGHT[0], TEST_OIDS[0], is_demonstration=True) == ins.Opinion()
    refused = ins.opinion_on(RIGHT[0], TEST_OIDS[0], is_demonstration=False)
    assert "identité de test" in refused.faults[0]
    refused = ins.opinion_on(RIGHT[0], NIR, is_demonstration=True)
    assert "vraie personne" in refused.faults[0]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2790351215189", "Il manque la clé"),
        ("27903512151898", "15\u00a0chiffres"),
        ("2790351215189890", "15\u00a0chiffres"),
        ("27903512151898A", "15\u00a0chiffres"),
        ("2790351215189²9", "15\u00a0chiffres"),
        ("٢٧٩٠٣٥١٢١٥١٨٩٨٩", "15\u00a0chiffres"),
        ("180032C02040123", "15\u00a0chiffres"),
        ("", "Il manque le matricule"),
    ],
)
def test_what_has_not_the_shape_of_a_matricule_is_told(typed, told):
    assert told in ins.opinion_on(typed, NIR, is_demonstration=False).faults[0]


@pytest.mark.parametrize("oid", ["", "1.2.250.1.213.1.4.12", "1.2.250.1.213.1.4.80", "x" * 900])
def test_an_unknown_oid_is_told_in_a_short_sentence(oid):
    told = ins.opinion_on(RIGHT[0], oid, is_demonstration=False).faults
    assert len(told) == 1
    assert len(told[0]) < 120


def test_nothing_typed_is_no_fault():
    assert ins.opinion_on("", "", is_demonstration=False) == ins.Opinion()


def test_a_matricule_is_read_with_any_spaces_and_shown_with_the_usual_ones():
    assert ins.compact(" 2 79.03\u00a051\u202f215-189 89\n") == RIGHT[0]
    assert ins.compact("1 80 03 2b 020 401 23") == RIGHT[1]
    assert ins.spaced(RIGHT[0]) == "2 79 03 51 215 189 89"
    assert ins.spaced("279") == "279"


def test_what_is_typed_by_hand_is_a_nir_and_a_test_one_in_the_demonstration():
    assert ins.default_oid(is_demonstration=False) == NIR
    assert ins.default_oid(is_demonstration=True) in TEST_OIDS


def test_a_qualified_ins_has_its_five_traits_its_place_and_its_number():
    assert ins.missing_to_qualify(Someone()) == []
    assert ins.faults_of_state(Someone(), State.QUALIFIED) == []


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ({"birth_name": ""}, "le nom de naissance"),
        ({"birth_given_names": ""}, "le premier prénom de naissance"),
        ({"birth_date": None}, "la date de naissance"),
        ({"sex": ""}, "le sexe"),
        ({"birth_place": ""}, "le code du lieu de naissance"),
        ({"ins_oid": ""}, "la nature du matricule"),
    ],
)
def test_each_missing_trait_is_named(without, told):
    someone = replace(Someone(), **without)
    assert ins.missing_to_qualify(someone) == [told]
    assert told in ins.faults_of_state(someone, State.QUALIFIED)[0]
    assert ins.faults_of_state(someone, State.RETRIEVED) == []


def test_a_state_and_a_matricule_go_together():
    nobody = replace(Someone(), ins="", ins_oid="")
    assert ins.faults_of_state(nobody, State.NONE) == []
    for state in (State.PROVISIONAL, State.RETRIEVED, State.QUALIFIED):
        assert "Sans matricule" in ins.faults_of_state(nobody, state)[0]
    assert "dites d’où il vient" in ins.faults_of_state(Someone(), State.NONE)[0]


def test_a_trait_that_changes_takes_the_qualification_with_it():
    before = Someone()
    assert not ins.loses_qualification(before, Someone())
    assert ins.loses_qualification(before, replace(before, birth_name="PAT-QUATRE"))
    retrieved = replace(before, birth_name="PAT-QUATRE", ins_state="retrieved")
    assert not ins.loses_qualification(before, retrieved)
    assert not ins.loses_qualification(retrieved, before), "qualified now, from another trait"
