"""Many at once decide as one alone: the same status, days, rule and doubts, row by row."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.columns import columns_from
from hygie.records.rules.evaluate import outcome_of_file
from hygie.records.tests.rules.invented import LAW, ON, any_records


def told(record, on):
    """One record alone; when to look again is not asked of the batch."""
    return replace(outcome_of_file(record, on=on, law=LAW), review=None)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(any_records(), min_size=1, max_size=25),
    st.sampled_from([ON, date(2015, 3, 1), date(2034, 1, 1), date(2060, 2, 29)]),
)
def test_many_at_once_decide_as_each_alone(records, on):
    results = evaluate_all(columns_from(records), on=on, law=LAW)
    for row, record in enumerate(records):
        assert results.outcome(row) == told(record, on), record
