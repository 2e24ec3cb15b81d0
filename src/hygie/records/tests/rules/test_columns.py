from datetime import date

import numpy as np

from hygie.records.rules import Claim, Record, Span
from hygie.records.rules.columns import Results, columns_from
from hygie.records.rules.tables import number

DAY = date(2010, 3, 15)
PLAIN = Record(birth=None, contact=Span(DAY, DAY))
CLAIMED = Record(
    birth=Span(date(1970, 1, 1), date(1970, 12, 31)),
    contact=Span(DAY, DAY),
    profession="28",
    category="rare",
    claims=(Claim(DAY, None), Claim(DAY, date(2012, 1, 1))),
)


def test_records_become_columns_of_days():
    columns = columns_from([PLAIN, CLAIMED])
    assert len(columns) == 2
    assert columns.birth_first.tolist() == [0, number(date(1970, 1, 1))]
    assert columns.birth_last.tolist() == [0, number(date(1970, 12, 31))]
    assert columns.contact_last.tolist() == [number(DAY)] * 2
    assert [columns.professions[rank] for rank in columns.profession] == ["10", "28"]
    assert columns.category.tolist() == [0, 1]
    assert columns.claims.row.tolist() == [1, 1]
    assert columns.claims.last.tolist() == [0, number(date(2012, 1, 1))]


def test_some_rows_keep_their_own_claims():
    columns = columns_from([CLAIMED, PLAIN, CLAIMED]).rows(np.array([1, 2]))
    assert len(columns) == 2
    assert columns.claims.row.tolist() == [1, 1]
    assert columns.category.tolist() == [0, 1]


def test_results_of_some_rows_are_put_in_their_place():
    found, other = Results.empty(3), Results.empty(1)
    other.end[0] = number(DAY)
    found.put(np.array([2]), other)
    assert found.outcome(2).end == DAY
    assert found.outcome(0).end is None
