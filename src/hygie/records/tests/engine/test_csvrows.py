import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import HygieError
from hygie.records.engine import csvrows
from hygie.records.engine.csvrows import Broken, guarded, layout, open_table, pieces, quoted


def read(data, *, piece_bytes=None, monkeypatch=None):
    """The layout and every row of a table."""
    if piece_bytes:
        monkeypatch.setattr(csvrows, "PIECE_BYTES", piece_bytes)
        monkeypatch.setattr(csvrows, "MAX_LINE_BYTES", 8 * piece_bytes)
    stream = io.BytesIO(data)
    found = layout(stream)
    return found, [row for piece in pieces(stream, found) for row in piece.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_separator_and_the_ends_of_lines_are_those_of_the_file(separator, newline):
    text = newline.join([separator.join(line) for line in (["a", "b", "c"], ["1", "", "3"])])
    found, rows = read(text.encode())
    assert (found.separator, found.newline, found.header) == (separator, newline, ("a", "b", "c"))
    assert rows == [["1", "", "3"]]


@pytest.mark.parametrize(
    ("encoding", "has_bom"), [("utf-8", False), ("utf-8-sig", True), ("cp1252", True)]
)
def test_utf8_with_or_without_mark_and_windows_1252_are_read(encoding, has_bom):
    found, rows = read("prénom;note\nÉloïse;l’œil\n".encode(encoding))
    assert found.header == ("prénom", "note")
    assert found.has_bom is has_bom
    assert rows == [["Éloïse", "l’œil"]]


def test_one_line_in_another_encoding_does_not_change_the_others():
    _, rows = read("a;b\nÉloïse;1\n".encode() + "Chloé;2\n".encode("cp1252") + b"\x81;3\n")
    assert rows == [["Éloïse", "1"], ["Chloé", "2"], ["\ufffd", "3"]]


def test_a_line_with_too_many_or_too_few_cells_is_broken_and_the_next_goes_on():
    _, rows = read(b"a;b\n1;2;3\n4\n5;6\n\n7;8")
    assert [type(row) for row in rows] == [Broken, Broken, list, list]
    assert rows[0] == Broken("1;2;3", "Cette ligne a 3 colonnes au lieu de 2.")


def test_a_quoted_cell_may_hold_separators_quotes_and_ends_of_lines():
    _, rows = read(b'a;b\n"1;2";"dit ""oui"""\n"deux\nlignes";3\n')
    assert rows == [["1;2", 'dit "oui"'], ["deux\nlignes", "3"]]


def test_a_quote_that_nobody_closed_does_not_swallow_the_lines_after_it():
    _, rows = read(b'a;b\n1;2\n"3;4\n' + b"5;6\n" * 100)
    assert rows[1] == Broken('"3;4', "Un guillemet de cette ligne n’est pas fermé.")
    assert rows[2:] == [["5", "6"]] * 100


def test_two_quotes_far_apart_do_not_make_a_row_of_everything_between():
    _, rows = read(b'a;b\n"1;2\n3;4\n5;6"\n7;8\n')
    assert [type(row) for row in rows] == [Broken, list, Broken, list]


@pytest.mark.parametrize("piece_bytes", [1, 7, 64])
def test_a_row_may_begin_in_one_piece_and_end_in_the_next(piece_bytes, monkeypatch):
    data = b"a;b\n" + b'"un\ndeux";3\n4;5\n' * 30 + b'"jamais;6\n' + b"7;8\n" * 40
    monkeypatch.setattr(csvrows, "MAX_LINE_BYTES", 10_000)
    _, rows = read(data)
    monkeypatch.setattr(csvrows, "PIECE_BYTES", piece_bytes)
    assert read(data)[1] == rows
    assert [row for row in rows if isinstance(row, Broken)] == [
        Broken('"jamais;6', "Un guillemet de cette ligne n’est pas fermé.")
    ]
    assert rows.count(["7", "8"]) == 40


def test_a_line_without_end_is_cut_instead_of_filling_the_memory(monkeypatch):
    _, rows = read(b"a;b\n" + b"x" * 5000 + b"\n1;2\n", piece_bytes=100, monkeypatch=monkeypatch)
    assert all(isinstance(row, Broken) for row in rows[:-1])
    assert rows[-1] == ["1", "2"]


@pytest.mark.parametrize("data", [b"", b"\n1;2\n", b"\xff\xfea\0;\0", b"PK\x03\x04\0\0\0"])
def test_what_is_no_table_is_refused_in_french(data):
    with pytest.raises(HygieError) as raised:
        read(data)
    assert raised.value.code == "records.not_a_table"
    assert "Rien n’a été écrit" in raised.value.message


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(HygieError) as raised:
        open_table(tmp_path / "absent.csv")
    assert raised.value.code == "records.no_file"


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-5", "@x", "\tx", "  =1", "\rx"])
def test_a_cell_that_a_spreadsheet_would_compute_is_guarded(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "2010-03-15", "a=1", "Jean-Luc", "'=1"])
def test_other_cells_are_left_alone(cell):
    assert guarded(cell) == cell


@given(st.lists(st.text(alphabet='ab;,"=\n\r 1', max_size=6), min_size=2, max_size=4))
def test_a_written_row_is_read_back_as_it_was(cells):
    line = ";".join(quoted(cell, ";") for cell in cells)
    assert next(csv.reader(io.StringIO(line, newline=""), delimiter=";"), [""]) == cells


@given(st.lists(st.sampled_from(["x", "=1", "1", '"', " =2", "é"]), min_size=1, max_size=8))
def test_a_piece_is_plain_only_when_its_lines_can_be_copied(cells):
    stream = io.BytesIO(("a;b\n" + "\n".join(f"{cell};z" for cell in cells)).encode())
    found = layout(stream)
    for piece in pieces(stream, found):
        if piece.plain:
            assert [line.split(";") for line in piece.plain] == piece.rows
            assert not any("=" in line or '"' in line for line in piece.plain)
        else:
            assert any("=" in cell or '"' in cell for cell in cells)
