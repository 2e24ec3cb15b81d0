"""Who may ask for a record, with which proof, for which reason."""

from dataclasses import replace
from datetime import date

import pytest

from hygie.records.rules import requests as rules
from hygie.records.rules.requests import Person, verdict
from hygie.records.rules.requests_book import About, book

TODAY = date(2026, 11, 24)
ADULT = Person(born_on=date(1940, 5, 3))
CHILD = Person(born_on=date(2015, 5, 3))
DEAD = Person(born_on=date(1940, 5, 3), is_deceased=True, died_on=date(2026, 1, 2))
DEAD_CHILD = Person(born_on=date(2015, 5, 3), is_deceased=True, died_on=date(2026, 1, 2))
ENTITLED_AFTER_DEATH = {
    "heir", "heir_by_will", "spouse", "pacs_partner", "concubin", "minor_heir", "heir_lawyer",
    "heir_doctor",
}  # fmt: skip


def judged(capacity, person=DEAD, *, proofs=None, motive="causes", details="", on=TODAY):
    seen = proofs if proofs is not None else {p.id for p in book().capacities[capacity].proofs}
    return verdict(
        capacity, person, on=on, proofs_seen=seen, motive_id=motive, motive_details=details
    )


def capacities(person):
    return {one.id for one in rules.capacities_for(person, on=TODAY) if not one.refused}


def test_each_person_has_those_who_may_ask_for_her():
    assert capacities(ADULT) == {"patient", "guardian", "doctor", "lawyer", "agent"}
    assert capacities(CHILD) == capacities(ADULT) | {"parent"}
    assert capacities(DEAD) == ENTITLED_AFTER_DEATH
    assert capacities(DEAD_CHILD) == ENTITLED_AFTER_DEATH | {"dead_minor_parent"}


def test_an_unknown_birth_leaves_both_doors_open_and_says_so():
    nobody_knows = Person()
    assert "parent" in capacities(nobody_knows)
    assert "pas sûr" in judged("parent", nobody_knows).doubts[0]


@pytest.mark.parametrize("capacity", sorted(ENTITLED_AFTER_DEATH))
def test_after_a_death_each_beneficiary_is_told_alone_and_needs_a_motive(capacity):
    assert judged(capacity).is_complete
    assert "motif" in judged(capacity, motive="").missing[0]


def test_concubin_and_pacs_partner_are_no_heirs():
    for capacity in ("concubin", "pacs_partner"):
        assert book().texts["partners"] in book().capacities[capacity].texts
        assert book().texts["inheritance"] not in book().capacities[capacity].texts


def test_causes_of_death_need_no_detail_and_the_two_others_do():
    assert judged("heir", motive="causes").is_complete
    for motive in ("memory", "rights"):
        assert not judged("heir", motive=motive, details="  ").is_complete
        assert judged("heir", motive=motive, details="Testament de 2025").is_complete


@pytest.mark.parametrize(
    ("capacity", "missing"),
    [
        ("heir", "acte de notoriété"),
        ("heir_by_will", "testament"),
        ("spouse", "acte de mariage"),
        ("pacs_partner", "PACS"),
        ("concubin", "certificat de concubinage"),
        ("heir_lawyer", "mandat"),
    ],
)
def test_a_missing_proof_is_named_with_examples(capacity, missing):
    found = judged(capacity, proofs={"identity"})
    assert any(missing in asked for asked in found.missing)
    assert "carte nationale" in judged(capacity, proofs=()).missing[0]


@pytest.mark.parametrize("capacity", ["lawyer", "agent", "heir_lawyer"])
def test_whoever_acts_for_another_shows_a_mandate(capacity):
    assert "mandate" in {proof.id for proof in book().capacities[capacity].proofs}


@pytest.mark.parametrize(
    "capacity", sorted(one.id for one in book().capacities.values() if one.refused)
)
def test_who_is_not_entitled_is_told_why_and_what_to_do(capacity):
    one = book().capacities[capacity]
    person = ADULT if one.about is About.LIVING else DEAD
    found = judged(capacity, person)
    assert (found.refusal, found.because, found.missing) == ("not_entitled", one.refused, ())
    assert one.instead


def test_the_cases_that_the_opinions_settled_are_all_there():
    refused = {one.id for one in book().capacities.values() if one.refused}
    assert {"not_insurance_beneficiary", "not_sibling", "not_former_guardian"} <= refused


def test_what_was_said_in_life_binds_after_death():
    silent = replace(DEAD, opposition="Dit le 03/02/2020 au cabinet.")
    found = judged("heir", silent)
    assert (found.refusal, found.missing) == ("opposed", ())
    assert "03/02/2020" in found.because
    assert judged("heir", replace(ADULT, opposition="Dit au cabinet.")).refusal == "not_entitled"


def test_the_parents_of_a_dead_child_need_no_motive_and_are_not_stopped_by_a_refusal():
    assert judged("dead_minor_parent", DEAD_CHILD, motive="").is_complete
    told = replace(DEAD_CHILD, opposition="Dit le 03/02/2025.")
    found = judged("dead_minor_parent", told, motive="")
    assert found.is_complete
    assert "03/02/2025" in found.doubts[0]


def test_a_parent_of_a_grown_child_has_no_access():
    assert "majeur" in judged("parent", ADULT).because
    eighteen = Person(born_on=date(2008, 11, 24))
    assert judged("parent", eighteen).refusal == "not_entitled"
    assert judged("parent", eighteen, on=date(2026, 11, 23)).refusal == ""
    grown = replace(DEAD_CHILD, died_on=date(2033, 5, 3))
    assert "comme héritier" in judged("dead_minor_parent", grown, on=date(2034, 1, 1)).because


def test_nobody_inherits_from_the_living_and_the_dead_do_not_ask():
    assert "pas noté décédé" in judged("heir", ADULT).because
    assert "décédé" in judged("patient", DEAD).because


def test_an_unknown_day_of_death_is_a_doubt_that_keeps_the_request():
    found = judged("heir", replace(DEAD, died_on=None))
    assert found.is_complete
    assert "gardée" in found.doubts[0]
    assert len(found.doubts) == 2, "nobody knows either whether the patient was a minor"


@pytest.mark.parametrize(
    ("person", "received_on", "told"),
    [
        (ADULT, date(2026, 11, 25), "à venir"),
        (CHILD, date(2015, 5, 2), "avant la naissance"),
        (DEAD, date(2026, 1, 1), "avant le décès"),
        (DEAD, date(2026, 1, 2), ""),
        (replace(DEAD, died_on=None), date(2020, 1, 1), ""),
        (ADULT, TODAY, ""),
    ],
)
def test_a_day_of_reception_that_cannot_be_is_told(person, received_on, told):
    found = rules.faults_of_dates(person, received_on=received_on, today=TODAY)
    assert bool(found) is bool(told)
    assert told in " ".join(found)


def test_personal_notes_and_third_parties_are_never_proposed():
    assert rules.may_be_proposed(kind="report", is_personal_note=False)
    assert not rules.may_be_proposed(kind="report", is_personal_note=True)
    assert not rules.may_be_proposed(kind="personal_note", is_personal_note=False)
    assert not rules.may_be_proposed(kind="third_party", is_personal_note=False)


def test_what_does_not_serve_the_motive_is_a_reason_after_a_death_alone():
    assert "not_needed" in {one.id for one in rules.reasons_to_withhold(About.DECEASED)}
    for about in (About.LIVING, About.MINOR, About.DEAD_MINOR):
        assert "not_needed" not in {one.id for one in rules.reasons_to_withhold(about)}


def test_only_the_living_complain_to_the_cnil_and_only_some_professions_have_an_order():
    def ids(about, *professions):
        return {one.id for one in rules.recourses_for(about, professions=professions)}

    assert ids(About.LIVING, "10") == {"again", "order", "cnil", "court"}
    assert ids(About.DECEASED, "10", "X3") == {"again", "order", "court"}
    assert ids(About.DECEASED, "28") == {"again", "court"}, "opticians have no Order"


def test_no_letter_betrays_a_minor_s_secret_nor_a_personal_note():
    for reason in ("minor_secret", "personal_note"):
        assert book().withheld[reason].sentence == ""
