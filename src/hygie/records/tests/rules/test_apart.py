"""What is beside Hygie: proven by opening it, and not for ever."""

from datetime import date

import pytest

from hygie.records.rules import law
from hygie.records.rules.apart import (
    NO_RECORD,
    ExportDates,
    ExportState,
    export_state,
    faults_of_export,
    may_hold_records,
)

TODAY = date(2026, 11, 24)
ASKED = date(2025, 1, 6)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({}, ExportState.WAITED_FOR),
        ({"received_on": date(2025, 2, 3)}, ExportState.NEVER_OPENED),
        ({"opened_on": date(2025, 11, 24)}, ExportState.PROVEN),
        ({"opened_on": date(2025, 11, 23)}, ExportState.TO_REOPEN),
        ({"opened_on": TODAY, "dropped_on": TODAY}, ExportState.DROPPED),
    ],
)
def test_only_opening_an_export_proves_it_and_for_a_year(days, state):
    found = export_state(ExportDates(asked_on=ASKED, **days), TODAY)
    assert found is state
    assert found.label


def test_days_that_contradict_each_other_are_told():
    wrong = faults_of_export(
        ExportDates(asked_on=ASKED, received_on=date(2024, 1, 1), opened_on=date(2023, 1, 1)), TODAY
    )
    assert len(wrong) == 2
    assert faults_of_export(ExportDates(asked_on=date(2190, 1, 1)), TODAY) == [
        "Une date est dans le futur."
    ]
    assert faults_of_export(ExportDates(asked_on=ASKED, opened_on=TODAY), TODAY) == []


def test_a_box_that_nobody_described_may_hold_anybodys_paper():
    assert may_hold_records("")
    assert may_hold_records("own_" + "0" * 32)
    assert may_hold_records("imaging")
    assert not may_hold_records("payslips")
    assert set(law().classes) >= NO_RECORD
