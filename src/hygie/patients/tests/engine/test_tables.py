"""What a file is, seen in its content."""

import io

import openpyxl
import pytest

from hygie.core.errors import HygieError
from hygie.patients.engine import tables
from hygie.patients.engine.tables import open_table

CSV = "Nom;Prénom\nLefèvre;Hélène\n"
LINES = [(1, ["Nom", "Prénom"]), (2, ["Lefèvre", "Hélène"])]


def workbook(*titles):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        if title != "vide":
            sheet.append(["Nom", "Prénom"])
            sheet.append(["Lefèvre", "Hélène"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_csv_and_a_workbook_give_the_same_lines_as_often_as_asked():
    for content in (CSV.encode("cp1252"), workbook("Patients")):
        table = open_table(content)
        assert list(table.lines()) == LINES
        assert list(table.lines()) == LINES
        assert table.about_lines == 2


def test_a_file_is_read_from_its_place(tmp_path):
    path = tmp_path / "liste.xls"  # the name is not believed
    path.write_bytes(CSV.encode())
    assert list(open_table(path).lines()) == LINES


def test_an_encoding_that_was_guessed_is_told():
    assert open_table(CSV.encode("cp1252")).remarks == ("Accents lus en Windows (1252).",)
    assert open_table(CSV.encode()).remarks == ()


def test_the_first_sheet_that_is_not_empty_is_read_and_another_can_be_chosen():
    content = workbook("vide", "Patients", "Archives")
    assert open_table(content).sheet == "Patients"
    assert open_table(content).sheets == ("vide", "Patients", "Archives")
    assert open_table(content, sheet="Archives").sheet == "Archives"
    with pytest.raises(HygieError, match="pas de feuille visible"):
        open_table(content, sheet="Autre")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b" \n\n ", "vide"),
        (b"%PDF-1.7 ...", "un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        (b"<html><table><tr><td>Nom", "une page web"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "LibreOffice"),
        (b"{\\rtf1 Nom", "document de texte"),
    ],
)
def test_what_is_no_list_is_named(content, words):
    with pytest.raises(HygieError, match=words):
        open_table(content)


def test_a_file_of_a_gigabyte_is_refused_without_being_read(tmp_path):
    path = tmp_path / "export.csv"
    with path.open("wb") as file:
        file.truncate(1024**3)
    with pytest.raises(HygieError, match="plus de 512\u00a0Mo") as told:
        open_table(path)
    assert told.value.code == "patients.file_too_heavy"
    assert tables.MAX_BYTES < 1024**3


def test_an_absent_file_is_told(tmp_path):
    with pytest.raises(HygieError, match="n’a pas pu être ouvert"):
        open_table(tmp_path / "rien.csv")
