"""What a list may change, and what it never does: the rules at the top of `merging`, one by one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.patients.rules import merging
from hygie.patients.rules.record import FIELDS, Record

TEST_OID = "1.2.250.1.213.1.4.10"
# PAT-TROIS DOMINIQUE, a test identity published by the ANS.
QUALIFIED = Record(
    patient_id="a" * 32, birth_name="PAT-TROIS", birth_given_names="DOMINIQUE MARIE", sex="F",
    birth_date=date(1979, 3, 28), birth_place="51215", ins="279035121518989", ins_oid=TEST_OID,
    ins_state="qualified", used_name="d’Étienne", phone="01 99 00 12 34", local_id="12",
    last_contact=date(2026, 5, 1),
)  # fmt: skip
PLAIN = replace(QUALIFIED, ins="", ins_oid="", ins_state="none")


def after(known, **said):
    return merging.merged(known, Record(**said))[0]


def test_an_empty_cell_erases_nothing():
    assert after(QUALIFIED) == QUALIFIED
    assert after(PLAIN) == PLAIN


def test_what_the_list_says_replaces_what_was_known():
    assert after(PLAIN, phone="01 99 00 99 99").phone == "01 99 00 99 99"
    assert after(PLAIN, birth_name="PAT-QUATRE").birth_name == "PAT-QUATRE"


@pytest.mark.parametrize(
    "said",
    [
        {"birth_name": "AUTRE"}, {"birth_given_names": "ALICE"}, {"sex": "M"},
        {"birth_date": date(1980, 1, 1)}, {"birth_place": "75101"},
    ],
)  # fmt: skip
def test_an_identity_that_an_ins_qualified_is_never_changed(said):
    kept, notes = merging.merged(QUALIFIED, Record(**said))
    assert kept == QUALIFIED
    assert notes == (merging.KEPT_QUALIFIED,)
    assert after(PLAIN, **said) != PLAIN


def test_how_to_reach_a_qualified_patient_still_follows_the_list():
    assert after(QUALIFIED, mobile="06 39 98 00 01").mobile == "06 39 98 00 01"


def test_a_death_is_never_taken_back_nor_its_day_changed():
    dead = replace(PLAIN, is_deceased=True, died_on=date(2025, 1, 2))
    assert after(dead) == dead
    assert after(dead, is_deceased=True, died_on=date(2026, 1, 1)).died_on == date(2025, 1, 2)
    assert after(PLAIN, is_deceased=True).is_deceased


def test_the_last_contact_only_goes_forward():
    assert after(PLAIN, last_contact=date(2020, 1, 1)).last_contact == date(2026, 5, 1)
    assert after(PLAIN, last_contact=date(2026, 6, 1)).last_contact == date(2026, 6, 1)


def test_the_state_of_an_ins_only_goes_up():
    number = {"ins": QUALIFIED.ins, "ins_oid": TEST_OID}
    assert after(PLAIN, **number, ins_state="retrieved").ins_state == "retrieved"
    retrieved = replace(QUALIFIED, ins_state="retrieved")
    assert after(retrieved, **number, ins_state="provisional") == retrieved
    assert after(retrieved, ins="162018885045327", ins_oid=TEST_OID, ins_state="provisional") == (
        retrieved
    )
    assert after(retrieved, **number, ins_state="qualified") == QUALIFIED


def test_an_ins_is_not_qualified_without_its_traits():
    said = Record(ins=QUALIFIED.ins, ins_oid=TEST_OID, ins_state="qualified")
    kept, notes = merging.merged(replace(PLAIN, birth_place=""), said)
    assert (kept.ins_state, notes) == ("retrieved", (merging.NOT_YET_QUALIFIED,))
    assert merging.merged(kept, said)[0] == kept, "and so it stays"


def test_a_second_line_only_fills_what_is_empty():
    said = Record(phone="01 99 00 99 99", email="a@exemple.invalid", birth_name="AUTRE")
    kept, _ = merging.merged(PLAIN, said, fills_only=True)
    assert kept == replace(PLAIN, email="a@exemple.invalid")


def test_what_is_written_otherwise_is_no_change():
    assert after(PLAIN, phone="+33 1 99 00 12 34") == PLAIN
    assert after(PLAIN, used_name="D'ETIENNE") == PLAIN
    assert after(PLAIN, birth_given_names="DOMINIQUE") == PLAIN


def test_another_software_gives_another_number():
    numbered = replace(PLAIN, local_source="Médilune")
    changed = after(numbered, local_id="900", local_source="Autre")
    assert (changed.local_id, changed.local_source) == ("900", "Autre")
    assert after(numbered, local_id="12") == numbered, "a list that names no software"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, True),
        ({"birth_date": date(1980, 1, 1)}, False),
        ({"birth_date": None}, False),
        ({"sex": "M"}, False),
        ({"sex": ""}, True),
        ({"birth_given_names": "DOMINIQUE"}, True),
        ({"birth_given_names": "DOM"}, False),
        ({"birth_name": "PAT-QUATRE"}, False),
        ({"birth_name": "", "used_name": "D’ETIENNE"}, True),
        ({"local_id": "13"}, False),
        ({"local_id": ""}, True),
        ({"ins": "162018885045327"}, False),
    ],
)
def test_exact_traits(said, expected):
    assert merging.are_exact(QUALIFIED, replace(QUALIFIED, **said)) is expected


def test_without_a_birth_date_only_a_line_that_brings_nothing_is_the_same():
    undated = replace(PLAIN, birth_date=None, local_id="")
    assert merging.are_exact(undated, replace(undated, phone=""))
    assert not merging.are_exact(undated, replace(undated, phone="01 99 00 99 99"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"birth_name": "AUTRE", "used_name": ""}, True),
        ({"birth_date": date(1980, 1, 1)}, True),
        ({"birth_date": date(1980, 1, 1), "birth_name": "AUTRE", "used_name": ""}, False),
        ({"birth_date": None, "birth_given_names": "ALICE"}, False),
    ],
)
def test_a_number_is_believed_when_the_name_or_the_birth_agrees(said, expected):
    assert merging.agree(PLAIN, replace(PLAIN, **said)) is expected


RECORDS = st.builds(
    Record,
    birth_name=st.sampled_from(["", "DUPONT", "MARTIN"]),
    used_name=st.sampled_from(["", "Dupont", "D’Été"]),
    birth_given_names=st.sampled_from(["", "JEANNE", "JEANNE MARIE"]),
    birth_date=st.sampled_from([None, date(1961, 2, 6)]),
    sex=st.sampled_from(["", "F"]),
    phone=st.sampled_from(["", "01 99 00 12 34", "0199001234", "01 99 00 00 00"]),
    local_id=st.sampled_from(["", "1", "2"]),
    local_source=st.sampled_from(["", "A", "B"]),
    ins=st.sampled_from(["", "279035121518989"]),
    ins_oid=st.just(TEST_OID),
    ins_state=st.sampled_from(["provisional", "retrieved", "qualified"]),
    last_contact=st.sampled_from([None, date(2020, 1, 1), date(2021, 1, 1)]),
    is_deceased=st.booleans(),
)


@given(RECORDS, RECORDS, st.booleans())
def test_the_same_line_twice_changes_nothing_more(known, said, fills_only):
    once, _ = merging.merged(known, said, fills_only=fills_only)
    assert merging.merged(once, said, fills_only=fills_only)[0] == once


@given(RECORDS, RECORDS)
def test_nothing_that_was_known_is_ever_erased(known, said):
    kept, _ = merging.merged(known, said)
    lost = [name for name in FIELDS if getattr(known, name) and not getattr(kept, name)]
    assert set(lost) <= {"local_source"}
