from datetime import date

from hygie.records.rules import Record, Span, law
from hygie.records.rules.ends import candidates, legal, narrowed
from hygie.records.rules.outcome import Decider

HOSPITAL = law().regime("hospital", date(2026, 11, 24))
YEAR_2010 = Span(date(2010, 1, 1), date(2010, 12, 31))


def on(year, month, day):
    return Span(date(year, month, day), date(year, month, day))


def ends(birth, contact, death, *, round_up=False):
    dates = narrowed(Record(birth=birth, contact=contact, death=death), contact)
    return candidates(dates, HOSPITAL, round_up=round_up)


def test_each_date_is_narrowed_by_the_others():
    born, died = on(2010, 3, 1), Span(date(2010, 1, 1), date(2010, 6, 30))
    dates = narrowed(Record(birth=born, contact=YEAR_2010, death=died), YEAR_2010)
    assert dates.contact == Span(date(2010, 3, 1), date(2010, 6, 30))
    assert dates.death == Span(date(2010, 3, 1), date(2010, 6, 30))


def test_exact_dates_allow_one_end():
    (only,) = ends(on(1940, 1, 1), on(2010, 6, 1), on(2013, 6, 1))
    assert (only.decider, only.end, only.start) == (
        Decider.DEATH, date(2023, 6, 1), date(2013, 6, 1),
    )  # fmt: skip
    (only,) = ends(on(1940, 1, 1), on(2010, 6, 1), None)
    assert (only.decider, only.end) == (Decider.LAST_CONTACT, date(2030, 6, 1))


def test_a_death_that_may_be_ten_years_after_or_not_allows_two():
    living, dead = ends(on(2009, 1, 1), YEAR_2010, on(2020, 6, 1))
    assert (living.decider, living.end) == (Decider.BIRTHDAY, date(2037, 1, 1))
    assert (dead.decider, dead.end) == (Decider.DEATH, date(2030, 6, 1))
    assert legal([living, dead]) is living


def test_the_two_readings_of_29_february_may_obey_two_rules():
    dates = on(1940, 1, 1), on(2012, 2, 29), on(2022, 2, 28)
    assert [one.decider for one in ends(*dates)] == [Decider.LAST_CONTACT]
    assert [one.decider for one in ends(*dates, round_up=True)] == [Decider.DEATH]


def test_equal_ends_are_those_of_the_first_rule():
    # 2030 either way: twenty years after the contact of a patient of eight.
    (only,) = ends(on(2002, 6, 1), on(2010, 6, 1), None)
    assert (only.decider, only.end) == (Decider.LAST_CONTACT, date(2030, 6, 1))
