"""Freshness, the second signature, and what changed since: doubt keeps."""

from datetime import date, timedelta

import pytest

from hygie.core.rules import sources_in, values_without_source
from hygie.records.rules.outcome import Decider
from hygie.records.rules.review import (
    CHANGES,
    Signing,
    Turn,
    change_since,
    choices,
    fault_of_confirming,
    is_fresh,
    reason_of,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("imported_on", "fresh"),
    [
        (TODAY, True),
        (date(2026, 10, 24), True),
        (date(2026, 10, 23), False),
        (None, False),
        (TODAY + timedelta(days=1), False),
    ],
)
def test_a_list_of_patients_is_fresh_for_a_month(imported_on, fresh):
    assert is_fresh(imported_on, TODAY) is fresh


def test_a_list_of_the_last_day_of_january_is_fresh_to_the_last_of_february():
    assert is_fresh(date(2026, 1, 31), date(2026, 2, 28))
    assert not is_fresh(date(2026, 1, 31), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"today": TODAY}, ""),
        ({"confirmer_id": "alice"}, "une autre personne doit la confirmer"),
        ({"confirmer_id": "alice", "may_confirm": {"alice"}}, ""),
        ({"confirmer_id": "alice", "may_confirm": {"alice"}, "today": TODAY}, "un autre jour"),
        ({"confirmer_id": "bruno"}, "Seul un titulaire"),
        ({"today": TODAY - timedelta(days=1)}, "reculé"),
        ({"may_confirm": {"benoit"}}, ""),
    ],
)
def test_who_confirms_and_when(changes, fault):
    signing = {
        "signer_id": "alice", "signed_on": TODAY, "confirmer_id": "benoit",
        "today": TODAY + timedelta(days=1), "may_confirm": {"alice", "benoit"},
    }  # fmt: skip
    found = fault_of_confirming(
        Signing(
            **signing | changes | {"may_confirm": frozenset((signing | changes)["may_confirm"])}
        )
    )
    assert fault in found
    assert bool(fault) is bool(found)


def test_every_change_is_told_and_none_is_when_nothing_changed():
    then = dict.fromkeys(CHANGES, "a")
    assert change_since(then, dict(then)) == ""
    for name, told in CHANGES.items():
        assert change_since(then, then | {name: "b"}) == told
    assert change_since(then, then | {"birth": "b", "holds": []}).count("\u00a0; ") == 1


def test_a_choice_without_a_source_is_refused_and_each_has_one():
    table = choices().table
    assert list(values_without_source(table)) == []
    assert len(list(sources_in(table))) == len(table)


def test_each_turn_and_each_reason_has_its_words():
    assert all(turn.label for turn in Turn)
    assert [turn for turn in Turn if turn.is_proposal] == [Turn.ELIMINATE, Turn.ARCHIVE]
    assert all(reason_of(decider) for decider in Decider)
    assert reason_of(Decider.BIRTH_AFTER_DEATH) == "dates qui se contredisent"
