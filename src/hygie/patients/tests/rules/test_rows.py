"""A line is a patient, or says why not."""

from datetime import date

import pytest

from hygie.patients.rules import rows
from hygie.patients.rules.record import Record
from hygie.patients.rules.rows import Read, Reader, Refused

TODAY = date(2026, 11, 24)
CODES = ("local_id", "birth_name", "birth_given_names", "birth_date", "sex")
GOOD = ["12", "Lefèvre", "Hélène", "06/02/1961", "Mme"]


def read(cells, codes=CODES, **options):
    reader = Reader(codes, today=TODAY, is_demonstration=False, **options)
    return reader.read(7, list(cells))


def with_cell(code, text):
    return read([*GOOD, text], (*CODES, code))


def test_a_line_is_read_as_the_base_keeps_a_patient():
    assert read(GOOD, source="Médilune") == Read(
        line=7,
        record=Record(
            local_id="12", birth_name="LEFEVRE", birth_given_names="HELENE",
            birth_date=date(1961, 2, 6), sex="F", local_source="Médilune",
        ),
        notes=(),
        spelled_name="Lefèvre",
        spelled_given_name="Hélène",
    )  # fmt: skip


def test_the_parts_of_an_address_make_one():
    codes = ("birth_name", "address", "address", "town", "town", "")
    said = read(["Dupont", "3 rue du Lac", "Bât. B", "00000", "Ville-Inventée", "x"], codes)
    assert said.record.address == "3 rue du Lac\nBât. B\n00000 Ville-Inventée"
    said = read(["Dupont", "", "", "00000", "Ville-Inventée", "x"], codes)
    assert said.record.address == "00000 Ville-Inventée"


def test_the_first_phone_that_is_filled_is_taken():
    codes = ("birth_name", "phone", "phone")
    assert read(["Dupont", "", "199001234"], codes).record.phone == "0199001234"


def test_a_guarded_cell_is_read_as_it_was():
    assert with_cell("mobile", "'+33 6 39 98 00 01").record.mobile == "+33 6 39 98 00 01"


@pytest.mark.parametrize("cells", [GOOD[:3], [*GOOD, "débordement"]])
def test_a_line_without_its_number_of_cells_is_refused(cells):
    said = read(cells)
    assert isinstance(said, Refused)
    assert said.line == 7
    assert f"{len(cells)}\u00a0colonnes au lieu de 5" in said.reason


def test_empty_cells_too_many_or_not_written_by_a_workbook_are_no_fault():
    assert isinstance(read([*GOOD, "", ""]), Read)
    assert isinstance(read(GOOD[:4], may_be_short=True), Read)


@pytest.mark.parametrize(
    ("rank", "text", "words"),
    [
        (1, "", "Il faut au moins un nom"),
        (1, "Dupont2", "s’écrit en lettres"),
        (3, "31/02/1961", "ne se lit pas comme une date"),
        (3, "0612345678", "ne se lit pas comme une date"),
        (3, "25/11/2026", "dans le futur"),
        (3, "01/01/1880", "plus de 130 ans"),
        (0, "9" * 61, "trop long"),
    ],
)
def test_what_makes_the_person_uncertain_refuses_the_line(rank, text, words):
    cells = list(GOOD)
    cells[rank] = text
    said = read(cells)
    assert isinstance(said, Refused)
    assert words in said.reason
    assert text not in said.reason or not text, "a reason quotes no patient"


def test_a_birth_date_known_by_its_year_alone_is_kept_as_unknown_and_told():
    said = read([*GOOD[:3], "00/00/1961", "F"])
    assert (said.record.birth_date, said.notes) == (None, (rows.PARTIAL_BIRTH,))


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("email", "pas de mail", "adresse électronique illisible"),
        ("mobile", "demander à sa fille, Mme Martin, le soir", "mobile illisible"),
        ("birth_place", "Paris", "lieu de naissance"),
        ("last_contact", "24/11/2031", "dernier contact illisible"),
        ("last_contact", "jamais", "dernier contact illisible"),
        ("last_contact", "06/02/1950", "dernier contact illisible"),
    ],
)
def test_what_can_be_done_without_is_left_aside_and_told(code, text, words):
    said = with_cell(code, text)
    assert getattr(said.record, code) in {"", None}
    assert words in said.notes[0]


def test_a_sex_that_is_not_understood_is_left_aside():
    said = read([*GOOD[:4], "Zorglub"])
    assert (said.record.sex, len(said.notes)) == ("", 1)


def test_a_death_is_read_by_its_day_or_by_a_word():
    assert with_cell("died_on", "01/03/2025").record.is_deceased
    assert with_cell("died_on", "01/03/2025").record.died_on == date(2025, 3, 1)
    assert with_cell("is_deceased", "oui").record.is_deceased
    assert not with_cell("is_deceased", "non").record.is_deceased
    assert "décédée" in with_cell("is_deceased", "peut-être").reason
    assert "précède la naissance" in with_cell("died_on", "01/03/1950").reason


def test_the_accents_that_the_ins_leaves_out_are_kept_for_the_eye():
    said = read(["12", "Lefèvre", "Noël-Marie Zoé", "", ""])
    assert (said.spelled_name, said.spelled_given_name) == ("Lefèvre", "Noël-Marie")
    said = read(["12", "D’Artagnan", "Jean", "", ""])
    assert (said.spelled_name, said.spelled_given_name) == ("D’Artagnan", "")
    assert read(["12", "DUPONT", "Jean", "", ""]).spelled_name == ""


def test_a_name_in_one_column_is_split_or_refused():
    assert read(["DE LA TOUR Jeanne"], ("full_name",)).record.birth_name == "DE LA TOUR"
    assert "où finit le nom" in read(["DE LA TOUR JEANNE"], ("full_name",)).reason


def test_the_number_of_a_parent_leaves_the_patient_without_an_ins():
    said = read([*GOOD, "279035121518989"], (*CODES, "ins"))
    assert said.record.ins == ""
    assert "parent" in said.notes[0]
