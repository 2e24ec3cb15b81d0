from datetime import date

import pytest

from hygie.records.rules.dates import Span, UnreadableError, add, latest_reaching, span_from


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010-03-15", date(2010, 3, 15), date(2010, 3, 15)),
        ("2010-02", date(2010, 2, 1), date(2010, 2, 28)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        (" 2010 ", date(2010, 1, 1), date(2010, 12, 31)),
        ("2012-02-29", date(2012, 2, 29), date(2012, 2, 29)),
    ],
)
def test_a_date_is_the_days_it_may_be(text, first, last):
    assert span_from(text) == Span(first, last)
    assert span_from(text).is_exact is (first == last)


@pytest.mark.parametrize("text", ["unknown", "", "  ", "Inconnue"])
def test_an_unknown_date_is_none(text):
    assert span_from(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("15/03/2010", "illisible"),
        ("2010-3-15", "illisible"),
        ("hier", "illisible"),
        ("２０１０-01-01", "illisible"),
        ("2010-W01-1", "illisible"),
        ("2010-13", "n’existe pas"),
        ("2011-02-29", "n’existe pas"),
        ("1900-02-29", "n’existe pas"),
        ("2010-00-00", "n’existe pas"),
        ("0000", "n’existe pas"),
        ("1849-12-31", "hors des années"),
        ("9999-12-31", "hors des années"),
    ],
)
def test_what_is_no_date_is_told_in_french(text, told):
    with pytest.raises(UnreadableError, match=told) as raised:
        span_from(text)
    assert raised.value.code == "records.bad_date"
    assert raised.value.advice


@pytest.mark.parametrize("year", [1904, 1996, 2000, 2012, 2080, 2096])
@pytest.mark.parametrize("years", [5, 10, 20, 28])
def test_29_february_lands_on_itself_or_has_two_readings(year, years):
    day, target = date(year, 2, 29), year + years
    is_leap = target % 4 == 0 and target != 2100
    clamped, rounded = add(day, years), add(day, years, round_up=True)
    assert clamped == date(target, 2, 29 if is_leap else 28)
    assert rounded == (clamped if is_leap else date(target, 3, 1))


def test_only_29_february_has_two_readings_in_years():
    for day in (date(2012, 2, 28), date(2012, 3, 1), date(2011, 12, 31), date(2011, 2, 28)):
        assert add(day, 10) == add(day, 10, round_up=True) == day.replace(year=day.year + 10)


def test_months_and_days_are_counted_too():
    assert add(date(2026, 1, 31), 1, "months") == date(2026, 2, 28)
    assert add(date(2026, 12, 31), 2, "months", round_up=True) == date(2027, 3, 1)
    assert add(date(2026, 1, 15), 90, "days") == date(2026, 4, 15)


@pytest.mark.parametrize("round_up", [False, True])
def test_the_latest_day_that_reaches_a_limit_is_the_last_one(round_up):
    for day in (date(2022, 2, 28), date(2022, 3, 1), date(2020, 2, 29), date(2030, 12, 31)):
        found = latest_reaching(day, 10, round_up=round_up)
        assert add(found, 10, round_up=round_up) <= day
        assert add(date.fromordinal(found.toordinal() + 1), 10, round_up=round_up) > day
