"""A whole table: the same rows, six columns more, one broken line told and the others evaluated."""

import csv
import io
import sys
from datetime import date

import pytest

from hygie.core import process
from hygie.core.errors import HygieError
from hygie.records import csvfile
from hygie.records.csvfile import ADDED, evaluate_file
from hygie.records.engine import csvrows
from hygie.records.rules import explain, law, record_from

TODAY = date(2026, 11, 24)
HEADER = "birth;last_contact;death;category;profession;claims"
ROWS = [
    "1970-05-10;2010-03-15;;;10;",
    "1940-01-01;2010-06-01;2013-06-01;;;",
    "1940-01-01;2015-01-01;2020-02-29;;10;",
    "unknown;2010-03-15;;;;",
    "2006;2010-03-15;;;50;",
    "1980-01-01;unknown;;;10;",
    "1980-01-01;2000-01-01;2003;neurological;10;",
    "1980-01-01;2000-01-01;unknown;other:étude;10;",
    "1970-05-10;2010-03-15;;;10;2015-01-01",
    "1970-05-10;2010-03-15;;;10;2015-01-01..2016-12-31 2016-06-01..2017-06-30",
    "1960-01-01;2001-02-03 2019-11-20;;;40;",
    "1970-05-10;2012-02-29;;;28;",
    "1970-05-10;2010-03-15;2009-01-01;;10;",
    "1970-05-10;2030-01-01;;;10;",
    "1970-02-30;2010-03-15;;;10;",
    "1970-05-10;2010-03-15;;inconnue;10;",
    "1970-05-10;2010-03-15;;;99;",
    "1970-05-10;2010-03-15;;;10;2017..2015",
]


def evaluated(tmp_path, text, *, encoding="utf-8", read_as="utf-8", delimiter=";", on=TODAY):
    """The rows of the result, as dictionaries, and the counts."""
    source, target = tmp_path / "dossiers.csv", tmp_path / "évalués.csv"
    source.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    counts = evaluate_file(source, target, on=on, law=law())
    with target.open(encoding=read_as, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter)), counts


def asked(row):
    return record_from(
        law(),
        birth=row["birth"],
        contacts=row["last_contact"].split(),
        death=row["death"],
        category=row["category"],
        profession=row["profession"],
        claims=row["claims"].split(),
    )


def test_each_line_gets_what_explain_says_of_it(tmp_path):
    rows, counts = evaluated(tmp_path, "\n".join([HEADER, *ROWS]))
    assert len(rows) == counts.total() == len(ROWS)
    for row in rows[:14]:
        told = explain(asked(row), on=TODAY, law=law())
        expected = told.as_json()
        assert {name: row[name] or None for name in ADDED} == {
            name: expected[name] for name in ADDED
        }
    assert {row["status"] for row in rows} == {
        "kept", "suspended", "unlimited", "unknown", "error", "eliminable",
    }  # fmt: skip
    assert counts["error"] == 6


@pytest.mark.parametrize("line", ROWS[14:])
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(tmp_path, line):
    rows, _ = evaluated(tmp_path, "\n".join([HEADER, ROWS[0], line, ROWS[1]]))
    assert [row["status"] for row in rows] == ["kept", "error", "eliminable"]
    assert rows[1]["rule"] == "unreadable"
    assert rows[1]["end"] == ""
    assert rows[1]["sentence"].endswith("En attendant, le dossier est conservé.")
    assert rows[1]["birth"] == line.split(";")[0]


def test_a_broken_line_does_not_stop_the_others(tmp_path):
    broken = '"1970;2010-03-15;;;10;'
    rows, counts = evaluated(tmp_path, "\n".join([HEADER, *[ROWS[0]] * 50, broken, *ROWS[:2]]))
    assert [row["status"] for row in rows[49:]] == ["kept", "error", "kept", "eliminable"]
    assert "guillemet" in rows[50]["sentence"]
    assert counts == {"kept": 51, "error": 1, "eliminable": 1}


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "utf-8-sig")],
)
@pytest.mark.parametrize("separator", [";", ","])
def test_accents_and_separators_come_back(tmp_path, encoding, read_as, separator):
    line = f"1970-05-10;2010-03-15;;;10;;Éloïse l’Hôte;{'a,b' if separator == ';' else 'ab'}"
    text = f"{HEADER};nom;note\r\n{line}\r\n".replace(";", separator)
    rows, _ = evaluated(tmp_path, text, encoding=encoding, read_as=read_as, delimiter=separator)
    assert rows[0]["nom"] == "Éloïse l’Hôte"
    assert rows[0]["end"] == "2030-03-15"
    assert rows[0]["sentence"].startswith("Dossier à conserver au moins jusqu’au 15/03/2030")


def test_the_result_ends_its_lines_as_the_file_did(tmp_path):
    evaluated(tmp_path, f"{HEADER}\r\n{ROWS[0]}\r\n")
    content = (tmp_path / "évalués.csv").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_no_cell_becomes_a_formula_in_a_spreadsheet(tmp_path):
    text = f'=nom;{HEADER}\n=HYPERLINK("x");{ROWS[0]}\n-1;{ROWS[0]}\n"+1;2";{ROWS[0]}\n@x;cassée\n'
    rows, _ = evaluated(tmp_path, text)
    assert [row["'=nom"][:2] for row in rows] == ["'=", "'-", "'+", "'@"]
    assert [row["status"] for row in rows] == ["kept", "kept", "kept", "error"]
    reason = f"{HEADER}\n{ROWS[0].replace(';;10', ';other:=1+1;10')}\n"
    rows, _ = evaluated(tmp_path, reason)
    assert rows[0]["sentence"].startswith("Conservation")


def test_a_reason_with_quotes_and_separators_stays_in_its_cell(tmp_path):
    line = '1970-05-10;2010-03-15;;"other:étude ""B"" ; suite";10;'
    rows, _ = evaluated(tmp_path, f"{HEADER}\n{line}\n")
    assert 'motif\u00a0: étude "B" ; suite' in rows[0]["sentence"]
    assert rows[0]["category"] == 'other:étude "B" ; suite'


def test_a_table_already_evaluated_gets_new_answers(tmp_path):
    first, _ = evaluated(tmp_path, f"{HEADER}\n{ROWS[0]}\n")
    again = (tmp_path / "évalués.csv").read_text(encoding="utf-8")
    second, _ = evaluated(tmp_path, again, on=date(2031, 1, 1))
    assert list(first[0]) == list(second[0])
    assert (first[0]["status"], second[0]["status"]) == ("kept", "eliminable")


def test_columns_come_in_any_order_and_only_two_are_needed(tmp_path):
    rows, _ = evaluated(tmp_path, "nom;Last_Contact;BIRTH\nAlice;2010-03-15;1970-05-10\n")
    assert rows[0]["end"] == "2030-03-15"
    with pytest.raises(HygieError) as raised:
        evaluated(tmp_path, "nom;birth\nAlice;1970\n")
    assert raised.value.code == "records.no_column"
    assert "last_contact" in raised.value.message


def test_the_file_read_is_never_replaced_by_its_result(tmp_path):
    source = tmp_path / "dossiers.csv"
    source.write_text(f"{HEADER}\n{ROWS[0]}\n", encoding="utf-8")
    with pytest.raises(HygieError) as raised:
        evaluate_file(source, source, on=TODAY, law=law())
    assert raised.value.code == "records.same_file"
    assert source.read_text(encoding="utf-8") == f"{HEADER}\n{ROWS[0]}\n"


def test_a_result_is_whole_or_absent(tmp_path, monkeypatch):
    def interrupted(self, piece):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csvfile.Evaluator, "text", interrupted)
    (tmp_path / "évalués.csv").write_text("ancien", encoding="utf-8")
    with pytest.raises(HygieError) as raised:
        evaluated(tmp_path, f"{HEADER}\n{ROWS[0]}\n")
    assert raised.value.code == "files.disk_full"
    assert (tmp_path / "évalués.csv").read_text(encoding="utf-8") == "ancien"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossiers.csv", "évalués.csv"]


def test_pieces_do_not_change_the_result(tmp_path, monkeypatch):
    text = "\n".join([HEADER, *ROWS * 20, '"cassée', *ROWS])
    whole, counts = evaluated(tmp_path, text)
    monkeypatch.setattr(csvrows, "PIECE_BYTES", 300)
    assert evaluated(tmp_path, text) == (whole, counts)


MEMORY = """
import resource, sys
from datetime import date
from pathlib import Path
from hygie.records.csvfile import evaluate_file
from hygie.records.rules import law
evaluate_file(Path(sys.argv[1]), Path(sys.argv[2]), on=date(2026, 11, 24), law=law())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_lines(tmp_path):
    pytest.importorskip("resource", reason="impossible ici : mesures POSIX")
    peaks = []
    for count in (20_000, 400_000):
        source = tmp_path / "dossiers.csv"
        with source.open("w", encoding="utf-8") as stream:
            stream.write(HEADER + "\n")
            for number in range(count):
                year, day = 1950 + number % 60, 1 + number % 28
                stream.write(f"{year}-01-{day:02};2015-{1 + number % 12:02}-{day:02};;;10;\n")
        ran = process.run(
            [sys.executable, "-c", MEMORY, str(source), str(tmp_path / "out.csv")], timeout_s=120
        )
        peaks.append(int(ran.text.split()[-1]))
    assert peaks[1] < peaks[0] * 1.25, peaks


def test_a_table_of_titles_only_gives_titles_only(tmp_path):
    rows, counts = evaluated(tmp_path, HEADER)
    assert (rows, counts.total()) == ([], 0)
    text = (tmp_path / "évalués.csv").read_text(encoding="utf-8")
    assert next(csv.reader(io.StringIO(text), delimiter=";"))[-6:] == list(ADDED)
