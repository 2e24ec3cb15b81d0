from datetime import date

import pytest

from hygie.records import reading
from hygie.records.reading import Reader
from hygie.records.rules import UnreadableError, law
from hygie.records.rules.columns import columns_from
from hygie.records.rules.tables import number

NAMES = ("birth", "last_contact", "death", "category", "profession", "claims")
ROWS = [
    ["1970", "2001-02-03, 2010-03-15", "unknown", "rare", "40", "2015..2016 2018"],
    ["1970-05-10", "2010-03", "", "", "", ""],
    ["", "unknown", "2012-02-29", "other:étude", "10", "2015-01-01"],
]
BAD = [
    ["hier", "2010", "", "", "", ""],
    ["1970", "2010 hier", "", "", "", ""],
    ["1970", "2010", "2010-02-30", "", "", ""],
    ["1970", "2010", "", "inconnue", "", ""],
    ["1970", "2010", "", "", "99", ""],
    ["1970", "2010", "", "", "", "2016..2015"],
]


def test_columns_hold_what_each_row_alone_would_give():
    reader = Reader(law(), NAMES)
    columns, reasons, unread = reader.columns(ROWS)
    alone = columns_from([reader.record(row) for row in ROWS])
    for name in ("birth", "contact", "death"):
        for bound in ("first", "last"):
            days = f"{name}_{bound}"
            assert getattr(columns, days).tolist() == getattr(alone, days).tolist()
    assert columns.is_death_undated.tolist() == [True, False, False]
    assert [columns.professions[rank] for rank in columns.profession] == ["40", "10", "10"]
    named = [columns.categories[rank - 1] if rank else "" for rank in columns.category]
    assert named == ["rare", "", "other"]
    assert columns.claims.last.tolist() == alone.claims.last.tolist()
    assert (reasons, unread) == (["", "", "étude"], [])


def test_rows_that_cannot_be_read_are_given_apart():
    reader = Reader(law(), NAMES)
    columns, _, unread = reader.columns([ROWS[1], *BAD, ROWS[1]])
    assert sorted(unread) == [1, 2, 3, 4, 5, 6]
    assert columns.contact_last[[0, 7]].tolist() == [number(date(2010, 3, 31))] * 2
    for row in BAD:
        with pytest.raises(UnreadableError):
            reader.record(row)


@pytest.mark.parametrize(
    "cell", ["2010-W01-1", "1849-12-31", "2201-01-01", "2010-02-30", "２010-01-01"]
)
def test_the_quick_way_reads_no_date_that_the_slow_one_refuses(cell):
    _, _, unread = Reader(law(), NAMES).columns([[cell, "2010", "", "", "", ""]])
    assert unread == [0]


def test_a_table_of_junk_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(reading, "_MOST_CELLS", 10)
    reader = Reader(law(), NAMES)
    rows = [[f"{year}", "2010-03-15", "", "", "", ""] for year in range(1900, 2000)]
    columns, _, unread = reader.columns(rows)
    assert unread == []
    assert columns.birth_last.tolist() == [number(date(year, 12, 31)) for year in range(1900, 2000)]
    assert len(reader._dates) <= 10


def test_absent_columns_are_empty():
    columns, reasons, unread = Reader(law(), ("last_contact",)).columns([["2010-03-15"]])
    assert columns.birth_last.tolist() == [0]
    assert (reasons, unread) == ([""], [])
    assert columns.professions[columns.profession[0]] == "10"
