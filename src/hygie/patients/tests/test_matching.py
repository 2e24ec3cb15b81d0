"""Whom a line speaks of: nobody is mixed up with somebody else."""

from datetime import date

import pytest

from hygie.patients import duplicates, search
from hygie.patients.models import (
    FormerFile,
    Patient,
    PossibleDuplicate,
    RightsKind,
    RightsNote,
)
from hygie.patients.tests.listed import (
    HEADERS,
    JEANNE,
    counts,
    everybody,
    imported,
    words_in_step,
)
from hygie.patients.tests.people import in_demonstration, somebody


@pytest.fixture(autouse=True)
def _home(home):
    home.mkdir(parents=True, exist_ok=True)


INS_HEADERS = [*HEADERS, "INS", "OID", "Statut INS", "Code INSEE de naissance"]


TROIS = ["7", "PAT-TROIS", "", "DOMINIQUE", "28/03/1979", "F", "", "", "279035121518989",
         "1.2.250.1.213.1.4.10", "Qualifiée", "51215"]  # fmt: skip


def test_a_patient_is_followed_by_her_number(alice):
    imported(JEANNE)
    married = ["1", "DUPONT", "Petit", "JEANNE", "06/02/1961", "F", "01 99 00 99 99", ""]
    assert counts(imported(married)) == (0, 1, 0, 0)
    jeanne = Patient.objects.get()
    assert (jeanne.used_name, jeanne.phone) == ("Petit", "01 99 00 99 99")
    assert jeanne.last_contact == date(2026, 9, 1), "an empty cell erases nothing"
    assert search.found("petit").patients == [jeanne]
    assert words_in_step()


def test_a_number_that_names_somebody_else_is_refused(alice):
    imported(JEANNE)
    report = imported(["1", "ROBIN", "", "LUC", "01/01/1990", "M", "", ""])
    assert counts(report) == (0, 0, 0, 1)
    assert report.refused[0].reason.startswith("Ce numéro est celui d’un autre patient")
    assert (report.refused[0].line, Patient.objects.count()) == (2, 1)


def test_the_numbers_of_two_software_do_not_mix(alice):
    imported(JEANNE, source_label="Médilune")
    other = ["1", "ROBIN", "", "LUC", "01/01/1990", "M", "", ""]
    assert counts(imported(other, source_label="Opticlair")) == (1, 0, 0, 0)
    assert counts(imported(JEANNE, source_label="Médilune")) == (0, 0, 1, 0)
    assert counts(imported(other, source_label="Opticlair")) == (0, 0, 1, 0)


def test_a_patient_typed_by_hand_is_known_by_exact_traits(alice):
    somebody("DUPONT", "JEANNE", birth_date=date(1961, 2, 6), email="jeanne@exemple.invalid")
    assert counts(imported(JEANNE)) == (0, 1, 0, 0)
    jeanne = Patient.objects.get()
    assert (jeanne.local_id, jeanne.email) == ("1", "jeanne@exemple.invalid")


def test_twins_stay_two(alice):
    twins = [["1", "ROBIN", "", "LUC", "01/01/1990", "M", "", ""],
             ["2", "ROBIN", "", "LEO", "01/01/1990", "M", "", ""]]  # fmt: skip
    assert counts(imported(*twins)) == (2, 0, 0, 0)
    assert PossibleDuplicate.objects.count() == 0


def test_two_files_alike_are_not_chosen_between(alice):
    imported(JEANNE, ["9", *JEANNE[1:]])
    report = imported(["", *JEANNE[1:6], "01 99 00 99 99", ""])
    assert counts(report) == (0, 0, 0, 1)
    assert "Hygie ne choisit pas" in report.refused[0].reason


def test_a_file_that_was_made_one_is_known_by_its_former_number(alice):
    imported(JEANNE, ["9", *JEANNE[1:6], "01 99 00 99 99", "01/10/2026"])
    kept, other = Patient.objects.get(local_id="1"), Patient.objects.get(local_id="9")
    duplicates.make_one(kept, other)
    assert FormerFile.objects.get().local_id == "9"
    again = [JEANNE, ["9", *JEANNE[1:6], "01 99 00 99 99", "01/10/2026"]]
    assert counts(imported(*again)) == (0, 0, 2, 0)
    assert Patient.objects.get().phone == "01 99 00 12 34"


def test_a_patient_on_several_lines_is_read_once_and_settles(alice):
    lines = [JEANNE, [*JEANNE[:6], "01 99 00 99 99", "15/09/2026"], [*JEANNE[:7], "01/02/2020"]]
    assert counts(imported(*lines)) == (1, 1, 1, 0)
    jeanne = Patient.objects.get()
    assert (jeanne.phone, jeanne.last_contact) == ("01 99 00 12 34", date(2026, 9, 15))
    assert counts(imported(*lines)) == (0, 0, 3, 0)


def test_an_ins_finds_its_patient_whatever_the_number(alice, home):
    in_demonstration(home)
    imported(TROIS, headers=INS_HEADERS)
    known = Patient.objects.get()
    assert known.ins_state == "qualified"
    other = ["", "PAT TROIS", *TROIS[2:6], "01 99 00 12 34", *TROIS[7:]]
    assert counts(imported(other, headers=INS_HEADERS)) == (0, 1, 0, 0)
    known.refresh_from_db()
    assert (known.birth_name, known.phone) == ("PAT-TROIS", "01 99 00 12 34")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({0: "8"}, "une autre fiche"),
        ({0: "", 4: "01/01/1980"}, "né un autre jour"),
        ({8: "162018885045327"}, "n’est pas celui, qualifié"),
        ({8: "279035121518988", 9: "1.2.250.1.213.1.4.8"}, "vraie personne"),
    ],
)
def test_an_ins_that_contradicts_refuses_the_line(alice, home, changes, words):
    in_demonstration(home)
    imported(TROIS, headers=INS_HEADERS)
    row = [changes.get(rank, cell) for rank, cell in enumerate(TROIS)]
    report = imported(row, headers=INS_HEADERS)
    assert counts(report) == (0, 0, 0, 1)
    assert words in report.refused[0].reason


def test_a_list_never_touches_death_rights_or_a_qualified_identity(alice, home):
    in_demonstration(home)
    imported(TROIS, headers=INS_HEADERS)
    known = Patient.objects.get()
    Patient.objects.update(is_deceased=True, died_on=date(2026, 10, 1))
    RightsNote.objects.create(
        patient=known, kind=RightsKind.HEIRS_ACCESS, noted_on=date(2026, 1, 1), by_name="Alice"
    )
    before = everybody()
    row = [*TROIS[:2], "", "ALICE", "28/03/1979", "M", *TROIS[6:]]
    report = imported([*row, "non"], headers=[*INS_HEADERS, "Décédé"])
    assert counts(report) == (0, 0, 1, 0)
    assert everybody() == before
    assert sum(report.notes.values()) == 1
    assert RightsNote.objects.get().ended_on is None
