"""Invented records, for the properties: dates of every precision, claims, categories."""

from datetime import date, timedelta

from hypothesis import strategies as st

from hygie.records.rules import Claim, Record, Span, law
from hygie.records.rules.dates import FIRST_DAY

ON = date(2026, 11, 24)
LAW = law()
PROFESSIONS = ["10", "21", "28", "40", "50", "60", "70"]
# Close to one another and to the edges of the rules, with every 29 February of a long life.
LEAP_DAYS = [date(year, 2, 29) for year in range(1904, 2097, 4)]


def spans_of(day):
    """The day itself, its month, its year."""
    month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return st.sampled_from(
        [
            Span(day, day),
            Span(day, day),
            Span(day, day),
            Span(day.replace(day=1), month_end),
            Span(day.replace(month=1, day=1), day.replace(month=12, day=31)),
        ]
    )


days = st.one_of(
    st.dates(date(1925, 1, 1), ON),
    st.dates(date(1990, 1, 1), ON),
    st.sampled_from([day for day in LEAP_DAYS if day <= ON]),
    st.sampled_from([day + timedelta(days=shift) for day in LEAP_DAYS[:30] for shift in (-1, 1)]),
)
exact = days.map(lambda day: Span(day, day))
spans = days.flatmap(spans_of)


@st.composite
def claims(draw):
    first = draw(st.one_of(days, st.dates(date(1990, 1, 1), date(2045, 1, 1))))
    length = draw(st.one_of(st.none(), st.integers(0, 900), st.integers(0, 9000)))
    first = draw(st.sampled_from([first, first, FIRST_DAY]))
    return Claim(first, None if length is None else first + timedelta(days=length))


def records(*, dates=spans, births=None, categories=("", "", "", "genetic", "other")):
    """Any record, contradictory ones included."""
    return st.builds(
        Record,
        birth=births if births is not None else st.none() | dates,
        contact=st.one_of(dates, dates, dates, st.none()),
        death=st.none() | dates,
        is_death_undated=st.just(False),
        profession=st.sampled_from(PROFESSIONS),
        category=st.sampled_from(categories),
        reason=st.just("étude familiale"),
        claims=st.lists(claims(), max_size=3).map(tuple) | st.just(()),
    )


@st.composite
def any_records(draw):
    """The same, and deaths whose date is unknown."""
    record = draw(records())
    if record.death is None and draw(st.booleans()):
        return Record(**{**vars(record), "is_death_undated": True})
    return record


@st.composite
def lives(draw, *, is_dead=None):
    """A record without contradiction, its dates known: a birth, a contact, perhaps a death."""
    contact = draw(days)
    birth = contact - timedelta(days=draw(st.integers(0, 12_000) | st.integers(0, 33_000)))
    death = None
    if is_dead if is_dead is not None else draw(st.booleans()):
        death = contact + timedelta(days=draw(st.integers(0, 4500) | st.integers(3640, 3670)))
        death = min(death, ON)
    return Record(
        birth=Span(birth, birth),
        contact=Span(contact, contact),
        death=Span(death, death) if death else None,
        profession=draw(st.sampled_from(PROFESSIONS)),
        claims=draw(st.lists(claims(), max_size=2).map(tuple) | st.just(())),
    )
