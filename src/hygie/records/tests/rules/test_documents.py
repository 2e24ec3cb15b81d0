from datetime import date

import pytest

from hygie.records.rules import Status, law, record_from
from hygie.records.rules.documents import outcome_of_document, rules_for
from hygie.records.tests.rules.asked import TODAY, asked, days


@pytest.mark.parametrize(
    ("document_class", "anchor", "end", "prudent"),
    [
        ("blood_derived_register", "1986-07-01", "2026-07-01", None),  # T49
        ("care_sheet_duplicates", "2026-01-15", "2026-04-15", None),  # T51
        ("care_sheet_duplicates", "2026-02-01", "2026-05-02", None),  # 90 days are not 3 months
        ("transfusion_mention", "2012-02-29", "2042-02-28", "2042-03-01"),
        ("prescription_register", "2012-02-29", "2022-02-28", "2022-03-01"),
        ("narcotic_prescriptions", "2024", "2027-12-31", None),
        ("genetic_laboratory_report", "2020-05-05", "2050-05-05", None),
        ("implant_traceability_blood_derived", "1990-01-01", "2030-01-01", None),
    ],
)
def test_a_document_ends_by_its_own_duration(document_class, anchor, end, prudent):
    told = asked("unknown", anchor, document_class=document_class)
    assert days(told) == (end, prudent or end)
    assert told.rule == document_class


def test_neither_birth_nor_death_nor_disease_changes_a_document():
    told = asked(
        "2019-01-01", "2020-05-05", death="2020-06-01", category="genetic",
        document_class="laboratory_report",
    )  # fmt: skip
    assert days(told)[0] == "2030-05-05"


def test_the_longest_rule_of_a_class_decides_and_the_others_are_told():
    pharmacist = asked("unknown", "2020-12-31", document_class="accounts", profession="21")
    assert days(pharmacist)[0] == "2030-12-31"
    assert pharmacist.nature == "obligation"
    assert "L. 123-22" in pharmacist.sentence
    assert ["L. 102 B" in one.rule for one in pharmacist.rejected] == [True]
    doctor = asked("unknown", "2020-12-31", document_class="accounts")
    assert doctor.nature == "recommandation"


def test_the_rules_of_a_class_come_from_the_longest():
    record = record_from(law(), birth="", contacts=["2020"], document_class="accounts")
    assert [rule.value for rule in rules_for(record, law(), TODAY)] == [10, 6]


def test_a_longest_duration_is_a_day_by_which_to_erase_from_the_earliest_bound():
    told = asked("unknown", "2026-10", document_class="video")
    assert days(told) == ("2026-11-01", "2026-11-01")
    assert told.outcome.status is Status.ELIMINABLE
    assert "au plus tard le 01/11/2026" in told.sentence
    assert "C’est un maximum" in told.sentence


def test_a_claim_holds_a_document_too():
    held = asked("unknown", "2010-01-01", document_class="laboratory_report", claims=["2012"])
    assert held.outcome.status is Status.SUSPENDED
    pushed = asked(
        "unknown", "2010-01-01", document_class="laboratory_report",
        claims=["2012-01-01..2012-01-10"],
    )  # fmt: skip
    assert days(pushed)[0] == "2020-01-11"
    assert "10 jours" in pushed.sentence


@pytest.mark.parametrize(
    "claim", ["2026-11-15", "2026-11-15..2027-03-01", "2026-10-10..2027-03-01"]
)
def test_a_claim_not_yet_over_keeps_even_what_has_a_longest_duration(claim):
    told = asked("unknown", "2026-10-05", document_class="video", claims=[claim])
    assert told.outcome.status is Status.SUSPENDED
    assert (days(told)[0], told.outcome.eliminable_from) == ("2026-11-05", None)
    assert told.sentence.startswith("Élimination interdite tant que le recours du ")
    assert "C’est un maximum" not in told.sentence


def test_a_claim_that_is_over_lets_a_longest_duration_end():
    claims = ["2026-10-10..2026-11-23"]
    told = asked("unknown", "2026-10-05", document_class="video", claims=claims)
    assert told.outcome.status is Status.ELIMINABLE


def test_a_document_without_its_date_or_dated_tomorrow_is_kept():
    told = asked("unknown", "unknown", document_class="laboratory_report")
    assert told.outcome.status is Status.UNKNOWN
    assert "compte rendu" in told.sentence
    told = asked("unknown", "2026-11-25", document_class="laboratory_report")
    assert told.outcome.status is Status.ERROR


def test_appointments_follow_the_record_and_the_doubt_is_told():
    told = asked("1970", "2010-03-15", document_class="appointments")
    assert days(told)[0] == "2030-03-15"
    assert "class_follows" in dict(told.ambiguities)


def test_the_outcome_of_a_document_has_no_active_period():
    record = record_from(law(), birth="", contacts=["2020"], document_class="payslips")
    assert outcome_of_document(record, on=date(2021, 1, 1), law=law()).active_until is None
