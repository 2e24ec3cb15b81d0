from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hygie.records.rules.claims import closed, days_within, pushed_end
from hygie.records.rules.record import Claim

START = date(2010, 1, 1)
offsets = st.integers(-50, 150)
intervals = st.lists(
    st.tuples(offsets, st.integers(0, 60)).map(
        lambda pair: Claim(
            START + timedelta(days=pair[0]), START + timedelta(days=pair[0] + pair[1])
        )
    ),
    max_size=5,
)


def test_open_claims_have_no_interval_and_the_others_come_in_order():
    late, early = Claim(date(2015, 1, 1), date(2016, 1, 1)), Claim(date(2014, 1, 1), START)
    assert closed([late, Claim(START, None), early]) == [
        (early.first, early.last),
        (late.first, late.last),
    ]


@given(intervals, st.integers(0, 100))
def test_the_days_are_those_of_the_union_one_by_one(claims, length):
    end = START + timedelta(days=length)
    union = {
        day
        for claim in claims
        for day in range(claim.first.toordinal(), claim.last.toordinal() + 1)
        if START.toordinal() <= day <= end.toordinal()
    }
    assert days_within(closed(claims), START, end) == len(union)


@given(intervals, st.integers(0, 100))
def test_the_pushed_end_leaves_as_many_free_days_as_the_delay_had(claims, length):
    end = START + timedelta(days=length)
    pushed = pushed_end(closed(claims), START, end)
    stopped = {
        day
        for claim in claims
        for day in range(claim.first.toordinal(), claim.last.toordinal() + 1)
    }
    free = [day for day in range(START.toordinal(), pushed.toordinal() + 1) if day not in stopped]
    # A claim that stops the very last day is followed to its end, with no free day after it.
    assert len(free) in {length, length + 1}
    assert pushed >= end + timedelta(days=days_within(closed(claims), START, end))
