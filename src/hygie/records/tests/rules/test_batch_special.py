"""What only rows that are not plain go through, checked on days known beforehand."""

from datetime import date

import pytest

from hygie.records.rules import law, record_from
from hygie.records.rules.batch import evaluate_all
from hygie.records.rules.columns import columns_from
from hygie.records.tests.rules.asked import TODAY


@pytest.mark.parametrize(
    ("birth", "contact", "death", "claims", "end", "prudent"),
    [
        ("1940-01-01", "2015-01-01", "2020-02-29", [], "2030-02-28", "2030-03-01"),
        ("1940-01-01", "2012-02-29", "2022-02-28", [], "2032-02-29", "2032-02-29"),
        ("2009-01-01", "2010", "2020-06-01", [], "2037-01-01", "2037-01-01"),
        ("1940", "2010", "2010-06-01", [], "2020-06-01", "2020-06-01"),
        (
            "1970-05-10",
            "2010-03-15",
            None,
            ["2016-06-01..2017-06-30", "2015-01-01..2016-12-31"],
            "2032-09-12",
            "2032-09-12",
        ),
        (
            "1970-05-10",
            "2010-03-15",
            None,
            ["2029-01-01..2031-12-31"],
            "2031-05-28",
            "2033-03-14",
        ),
    ],
)
def test_a_row_that_is_not_plain_ends_on_its_days(birth, contact, death, claims, end, prudent):
    special = record_from(law(), birth=birth, contacts=[contact], death=death, claims=claims)
    plain = record_from(law(), birth="1970-05-10", contacts=["2010-03-15"])
    results = evaluate_all(columns_from([plain, special, plain]), on=TODAY, law=law())
    found = results.outcome(1)
    assert (found.end, found.end_prudent) == (date.fromisoformat(end), date.fromisoformat(prudent))
    assert results.outcome(0) == results.outcome(2)
    assert results.outcome(0).end == date(2030, 3, 15)
