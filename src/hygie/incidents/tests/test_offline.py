"""A day without computers. The people are invented."""

import io
from datetime import date, time

import pytest
from pypdf import PdfReader

from hygie.incidents import offline
from hygie.incidents.engine.agenda import Appointment
from hygie.journal.queries import last_of
from hygie.patients.actions import mark_deceased
from hygie.patients.tests.people import somebody
from hygie.practice.actions import keep
from hygie.practice.models import Supplier, SupplierKind

DAY = date(2026, 11, 25)
BORN = date(1961, 2, 6)
CSV = """Date;Heure;Patient;Motif
25/11/2026;09:00;D’ARTAGNAN Éloïse;Suivi
25/11/2026;09:15;Inconnu Paul;Vaccin
""".encode()


def pages_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in pages]


def line(name, **fields):
    return offline._line(Appointment(at=time(9), name=name, **fields), DAY)


def test_the_paper_says_who_comes_when_and_how_to_call_her(founded):
    somebody("D'ARTAGNAN", "ELOISE", birth_date=BORN, mobile="06 39 98 00 01")
    agenda = offline.agenda_of(CSV, day=DAY, name="agenda.csv")
    patients, numbers, prescription, card = pages_of(offline.print_day(DAY, agenda=agenda))
    assert "mercredi 25/11/2026" in patients
    assert "09 h 00 D’ARTAGNAN Éloïse (06/02/1961)" in patients
    assert "06 39 98 00 01" in patients
    assert "pas de fiche reconnue" in patients
    assert "agenda.csv" in patients
    assert "Aucun numéro" in numbers
    assert "Dr Alice Martin" in prescription
    assert "N’éteignez pas" in card
    assert last_of("incidents.print_day").actor_name == "Dr Alice Martin"


def test_the_numbers_of_the_practice_are_on_it(founded):
    keep(Supplier(name="Port", kind=SupplierKind.TECHNICIAN, phone="01 99 00 56 78"))
    keep(Supplier(name="Sans numéro", kind=SupplierKind.OTHER))
    (numbers,) = pages_of(offline.print_day(DAY, agenda=None, parts=("numbers",)))
    assert "01 99 00 56 78" in numbers
    assert "Sans numéro" not in numbers


def test_only_what_was_asked_is_printed(founded):
    (card,) = pages_of(offline.print_day(DAY, agenda=None, parts=("card",)))
    assert "N’éteignez pas" in card


def test_two_patients_of_one_name_get_no_number_and_a_warning(alice):
    for local_id, mobile in (("1", "06 39 98 00 01"), ("2", "06 39 98 00 02")):
        somebody("DUPONT", "JEANNE", local_id=local_id, mobile=mobile)
    told = line("Dupont Jeanne", phone="06 39 98 00 03")
    assert told["phones"] == "06 39 98 00 03"
    assert "2 patients de ce nom" in told["note"]


def test_the_birth_date_of_the_agenda_tells_them_apart(alice):
    somebody("DUPONT", "JEANNE", birth_date=BORN, mobile="06 39 98 00 01")
    somebody("DUPONT", "JEANNE", birth_date=date(2001, 1, 1), mobile="06 39 98 00 02")
    told = line("Dupont Jeanne", born=BORN)
    assert (told["phones"], told["note"]) == ("06 39 98 00 01", "")
    assert line("Dupont Jeanne", born=date(1950, 1, 1))["phones"] == ""


def test_a_number_written_twice_is_printed_once(alice):
    somebody("DUPONT", "JEANNE", mobile="06 39 98 00 01", phone="04 76 00 00 00")
    told = line("Dupont Jeanne", phone="0639980001")
    assert told["phones"] == "06 39 98 00 01\n04 76 00 00 00"


def test_somebody_noted_dead_is_told(alice):
    mark_deceased(somebody("DUPONT", "JEANNE"), died_on=None)
    assert "décédé" in line("Dupont Jeanne")["note"]


@pytest.mark.parametrize("name", ["Dupont", "Réunion d’équipe", "", "#strong[x] $y$"])
def test_a_line_that_names_nobody_is_printed_as_it_is(founded, name):
    told = line(name or "(sans titre)")
    assert told["phones"] == ""
    agenda = offline.Agenda(appointments=[Appointment(at=None, name=name or "x")], told_from="")
    (page,) = pages_of(offline.print_day(DAY, agenda=agenda, parts=("agenda",)))
    assert (name or "x") in page.replace("\u200b", "")
