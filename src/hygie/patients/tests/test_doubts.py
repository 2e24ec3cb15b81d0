"""Possible duplicates among many new patients: the same as one by one."""

from datetime import date

import pytest

from hygie.patients import search
from hygie.patients.models import (
    Patient,
    PossibleDuplicate,
)
from hygie.patients.tests.listed import (
    JEANNE,
    counts,
    imported,
)
from hygie.patients.tests.people import somebody


@pytest.fixture(autouse=True)
def _home(home):
    home.mkdir(parents=True, exist_ok=True)


def test_who_is_only_alike_is_new_and_proposed_once(alice):
    somebody("DUPOND", "JEANNE", birth_date=date(1961, 2, 6))
    report = imported(JEANNE)
    assert (counts(report), report.doubts) == ((1, 0, 0, 0), 1)
    assert imported(JEANNE).doubts == 0
    assert PossibleDuplicate.objects.count() == 1


def test_two_numbers_for_one_person_are_two_files_to_compare(alice):
    report = imported(JEANNE, ["9", *JEANNE[1:]])
    assert (counts(report), report.doubts) == ((2, 0, 0, 0), 1)


def test_many_new_patients_are_compared_at_once_as_one_by_one(alice, monkeypatch):
    rows = [
        [str(n), f"{name}{'S' * (n % 2)}", "", given, day, "F", phone, ""]
        for n, (name, given, day, phone) in enumerate(
            (name, given, day, phone)
            for name in ("DUPON", "MARTIN")
            for given in ("JEANNE", "ANNE")
            for day in ("06/02/1961", "02/06/1961", "")
            for phone in ("01 99 00 00 01", "")
        )
    ]
    somebody("DUPONT", "JEANNE", birth_date=date(1961, 2, 6))
    imported(*rows)
    one_by_one = set(PossibleDuplicate.objects.values_list("first__local_id", "second__local_id",
                                                           "reason"))  # fmt: skip
    PossibleDuplicate.objects.all().delete()
    Patient.objects.exclude(local_id="").delete()
    search.rewrite()
    monkeypatch.setattr("hygie.patients.doubts.FEW", 0)
    report = imported(*rows)
    at_once = set(PossibleDuplicate.objects.values_list("first__local_id", "second__local_id",
                                                        "reason"))  # fmt: skip
    assert len(one_by_one) > 20
    assert {frozenset(pair) for pair in at_once} == {frozenset(pair) for pair in one_by_one}
    assert report.doubts == len(at_once)
