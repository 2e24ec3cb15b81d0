from datetime import date, timedelta

import numpy as np
import pytest

from hygie.records.rules.dates import FIRST_DAY, LAST_DAY, add
from hygie.records.rules.tables import at, day_of, later, number, unsure_days


def test_days_have_numbers_from_one_and_no_day_is_zero():
    assert (number(FIRST_DAY), number(None)) == (1, 0)
    assert day_of(number(date(2026, 11, 24))) == date(2026, 11, 24)
    assert day_of(0) is None


@pytest.mark.parametrize(
    ("value", "unit"), [(5, "years"), (28, "years"), (1, "months"), (90, "days")]
)
def test_a_table_adds_to_every_day_what_one_day_adds(value, unit):
    tables = later(value, unit)
    day = FIRST_DAY
    while day <= LAST_DAY:
        place = number(day)
        assert tables.clamp[place] == number(add(day, value, unit)), day
        assert tables.round_up[place] == number(add(day, value, unit, round_up=True)), day
        day += timedelta(days=1 if day.month == 2 else 11)


def test_no_day_stays_no_day():
    assert later(20, "years").clamp[0] == 0
    assert len(later(20, "years").clamp) == number(LAST_DAY) + 1


@pytest.mark.parametrize(("unit", "most"), [("years", 40), ("months", 123)])
def test_every_day_with_two_readings_is_unsure(unit, most):
    unsure = unsure_days(in_months=unit == "months")
    for value in (1, 2, 3, 5, 7, 10, 12, 20, 28, 41, 100, most):
        tables = later(value, unit)
        assert not np.any((tables.clamp != tables.round_up) & ~unsure), value


def test_counted_in_years_the_unsure_days_are_the_leap_days_of_the_calendar():
    assert np.flatnonzero(unsure_days(in_months=False)).tolist() == [
        number(date(year, 2, 29))
        for year in range(1850, 2201)
        if year % 4 == 0 and (year % 100 or year % 400 == 0)
    ]


def test_a_table_is_read_at_many_days():
    days = np.array([0, number(date(2012, 2, 29))])
    assert at(later(10, "years").clamp, days).tolist() == [0, number(date(2022, 2, 28))]
