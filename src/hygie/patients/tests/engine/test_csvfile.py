"""Any separator, quotes, and the number of the line."""

import io

import pytest

from hygie.core.errors import HygieError
from hygie.patients.engine import csvfile


def read(text, delimiter=";", **options):
    stream = io.BytesIO(text.encode())
    return list(csvfile.lines(stream, encoding="utf-8", delimiter=delimiter, **options))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_cuts_evenly(delimiter):
    rows = [["Nom", "Adresse", "Ville"], ["Dupont", '"3; rue, | du Lac"', "Lyon"], ["A", "B", "C"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert csvfile.delimiter_of(io.BytesIO(text.encode()), "utf-8") == delimiter


def test_commas_in_addresses_do_not_make_a_separator():
    text = "Nom;Adresse\n" + "Dupont;3, rue du Lac, Lyon\n" * 50
    assert csvfile.delimiter_of(io.BytesIO(text.encode()), "utf-8") == ";"


def test_what_excel_writes_on_its_first_line_is_believed_and_not_read():
    text = "sep=|\r\nNom|Prénom\r\nDupont|Jeanne\r\n"
    assert csvfile.delimiter_of(io.BytesIO(text.encode()), "utf-8") == "|"
    assert read(text, "|") == [(2, ["Nom", "Prénom"]), (3, ["Dupont", "Jeanne"])]


def test_a_cell_may_hold_separators_quotes_and_ends_of_line():
    assert read('Nom;Adresse\n"Du;pont ""Jo""";"3 rue\ndu Lac"\n\n;;\nDurand;x\n') == [
        (1, ["Nom", "Adresse"]),
        (2, ['Du;pont "Jo"', "3 rue\ndu Lac"]),
        (6, ["Durand", "x"]),
    ]


def test_an_old_mac_ends_its_lines_by_a_carriage_return():
    assert read("Nom;Ville\rDupont;Lyon\r") == [(1, ["Nom", "Ville"]), (2, ["Dupont", "Lyon"])]


def test_a_file_cut_inside_quotes_says_where_they_open():
    with pytest.raises(HygieError, match="ouvert à la ligne 3 ne se referme pas") as told:
        read('Nom;Ville\nDupont;Lyon\n"Dur;and\n')
    assert told.value.code == "patients.file_cut"


def test_a_misplaced_quote_says_its_line():
    with pytest.raises(HygieError, match="À la ligne 2, un guillemet est mal placé"):
        read('Nom;Ville\n"Du"pont;Lyon\n')


def test_progress_counts_up_to_the_size():
    told = []
    text = "Nom;Ville\n" + "Dupont;Lyon\n" * 5000
    read(text, progress=told.append)
    assert told[0] >= 0
    assert told == sorted(told)
    assert told[-1] <= len(text)
    assert len(told) > 5
