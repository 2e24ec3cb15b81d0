"""The days that do not work."""

from datetime import date

import pytest

from hygie.records.rules import workdays


@pytest.mark.parametrize(
    "day", [date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)]
)
def test_easter(day):
    assert workdays.easter(day.year) == day


def test_a_term_on_a_day_off_waits_for_the_next_that_works():
    assert workdays.next_working_day(date(2026, 4, 4)) == date(2026, 4, 7), "Easter Monday is off"
    assert workdays.next_working_day(date(2026, 4, 7)) == date(2026, 4, 7)


def test_the_days_off_of_a_year():
    found = workdays.holidays(2026)
    assert {date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25)} <= found
    assert len(found) == 11
