"""Workbooks written by openpyxl, and some that nobody honest writes."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from hygie.core.errors import HygieError
from hygie.patients.engine import workbook
from hygie.patients.engine.workbook import Workbook


def written(*rows, book=None):
    book = book or openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def lines_of(file, sheet="Sheet"):
    return list(Workbook(file).lines(sheet))


def repacked(file, change):
    """The same workbook, its parts changed by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return out


def test_cells_are_read_as_a_person_sees_them():
    midnight = datetime(1961, 2, 6)  # noqa: DTZ001 - a spreadsheet knows no zone
    row = ["Dupont", date(1961, 2, 6), midnight, 612345678, 12.0, 1.5, True]
    assert lines_of(written(["Nom"], row)) == [
        (1, ["Nom"]),
        (2, ["Dupont", "1961-02-06", "1961-02-06", "612345678", "12", "1.5", "oui"]),
    ]


def test_the_calendar_of_a_mac_gives_the_same_day():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert lines_of(written(["Né le"], [date(1961, 2, 6)], book=book))[1] == (2, ["1961-02-06"])


def test_a_hidden_sheet_is_told_and_not_read():
    book = openpyxl.Workbook()
    book.create_sheet("archives").sheet_state = "hidden"
    book.create_sheet("très cachée").sheet_state = "veryHidden"
    opened = Workbook(written(["Nom"], book=book))
    assert opened.sheets == ("Sheet",)
    assert opened.hidden == ("archives", "très cachée")


def test_the_cells_of_a_merged_range_have_its_value():
    book = openpyxl.Workbook()
    file = written(["Nom", "Prénom"], ["Dupont", "Jeanne"], [None, "Paul"], ["X", "Y"], book=book)
    book.active.merge_cells("A2:A3")
    file = written(book=book)
    assert [cells for _, cells in lines_of(file)] == [
        ["Nom", "Prénom"], ["Dupont", "Jeanne"], ["Dupont", "Paul"], ["X", "Y"],
    ]  # fmt: skip


def test_a_formula_gives_the_value_that_was_computed():
    file = written(["Nom", "Né le"], ["Dupont", "=1+1"])
    computed = repacked(
        file,
        lambda name, content: content.replace(b"<v></v>", b"<v>22318</v>").replace(
            b"<v />", b"<v>22318</v>"
        ),
    )
    assert lines_of(computed)[1] == (2, ["Dupont", "22318"])


def test_a_formula_that_was_never_computed_is_told_with_its_cell():
    with pytest.raises(HygieError, match="La cellule B3 contient une formule") as told:
        lines_of(written(["Nom", "Né le"], ["Dupont", "x"], ["Durand", "=A1"]))
    assert told.value.code == "patients.file_formula"


def test_a_bomb_is_refused_before_it_is_unzipped(monkeypatch):
    file = written(["Nom"], ["Dupont"])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * 3_000_000)
    monkeypatch.setattr(workbook, "MAX_BYTES", 2_000_000)
    with pytest.raises(HygieError, match="démesuré") as told:
        Workbook(file)
    assert told.value.code == "patients.file_bomb"


def test_entities_that_multiply_are_refused():
    def with_entities(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        return bomb + content.split(b"?>", 1)[-1]

    with pytest.raises(HygieError, match="abîmé"):
        lines_of(repacked(written(["Nom"], ["Dupont"]), with_entities))


def test_a_sheet_too_wide_is_refused():
    with pytest.raises(HygieError, match="démesuré"):
        lines_of(written(["Nom", *map(str, range(400))]))


def test_a_false_size_does_not_hide_rows():
    def lying(name, content):
        return content.replace(b'ref="A1:A3"', b'ref="A1:A2"')

    file = repacked(written(["Nom"], ["Dupont"], ["Durand"]), lying)
    assert [cells for _, cells in lines_of(file)] == [["Nom"], ["Dupont"], ["Durand"]]


@pytest.mark.parametrize("kept", [10, 400, -200])
def test_a_cut_workbook_is_told(kept):
    content = written(["Nom"], *([f"Dupont {rank}"] for rank in range(200))).getvalue()
    with pytest.raises(HygieError, match="abîmé ou coupé"):
        lines_of(io.BytesIO(content[:kept]))


def test_a_damaged_part_is_told():
    content = bytearray(written(["Nom"], *([f"D{n}"] for n in range(3000))).getvalue())
    middle = content.index(b"xl/worksheets/sheet1.xml") + 200
    content[middle : middle + 40] = b"\xff" * 40
    with pytest.raises(HygieError, match="abîmé ou coupé"):
        lines_of(io.BytesIO(bytes(content)))
