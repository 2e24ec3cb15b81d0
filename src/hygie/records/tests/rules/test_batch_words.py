"""The sentences of many are those of each, word for word."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.core.clock import french_date
from hygie.records.rules import Status, explain
from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.batch_words import Batch, french_days, iso_days
from hygie.records.rules.columns import columns_from
from hygie.records.rules.tables import number
from hygie.records.rules.words import Words
from hygie.records.tests.rules.invented import LAW, ON, any_records


def batch(records, on=ON):
    columns = columns_from(records)
    return Batch(
        columns=columns,
        results=evaluate_all(columns, on=on, law=LAW),
        words=Words(LAW, on),
        french=french_days(),
        reasons=[record.reason for record in records],
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(any_records(), min_size=1, max_size=20), st.sampled_from([ON, date(2040, 2, 29)]))
def test_the_sentences_of_many_are_those_of_each(records, on):
    for record, sentence in zip(records, batch(records, on).sentences(), strict=True):
        told = explain(record, on=on, law=LAW)
        is_error = told.outcome.status is Status.ERROR
        assert sentence == ("" if is_error else told.sentence)


@given(st.lists(any_records(), min_size=1, max_size=5))
def test_a_frame_is_put_around_each_sentence(records):
    plain = batch(records).sentences()
    framed = batch(records).sentences(lambda shape, text: f"{shape.status}: {text}.")
    for before, after in zip(plain, framed, strict=True):
        assert (before == after == "") or after.endswith(f": {before}.")


def test_days_are_said_as_elsewhere():
    for day in (date(2026, 11, 24), date(1850, 1, 1), date(2204, 2, 29)):
        assert french_days()[number(day)] == french_date(day)
        assert iso_days()[number(day)] == day.isoformat()
    assert french_days()[0] == iso_days()[0] == ""
