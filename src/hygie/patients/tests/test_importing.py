"""Importing a list: told once, the same twice is once, words of search in step."""

from datetime import date

import pytest

from hygie.core.errors import HygieError
from hygie.journal.models import Entry
from hygie.patients import importing, search
from hygie.patients.models import (
    Import,
    Layout,
    Patient,
)
from hygie.patients.tests.listed import (
    JEANNE,
    PAUL,
    ZOE,
    counts,
    everybody,
    imported,
    words_in_step,
)


@pytest.fixture(autouse=True)
def _home(home):
    home.mkdir(parents=True, exist_ok=True)


def test_a_list_makes_patients_who_are_found_at_once(alice):
    assert counts(imported(JEANNE, PAUL, ZOE)) == (3, 0, 0, 0)
    jeanne = Patient.objects.get(local_id="1")
    assert (jeanne.birth_name, jeanne.used_name, jeanne.sex) == ("DUPONT", "Martin", "F")
    assert (jeanne.birth_date, jeanne.last_contact) == (date(1961, 2, 6), date(2026, 9, 1))
    assert search.found("martin jeanne").patients == [jeanne]
    assert words_in_step()


def test_the_import_is_told_once_with_counts_and_no_patient(alice):
    imported(JEANNE, PAUL, source_label="Médilune")
    told = Import.objects.get()
    assert (told.by_name, told.file_name, told.source_label) == (
        "Dr Alice Martin", "liste.csv", "Médilune",
    )  # fmt: skip
    assert (told.created, told.updated, told.unchanged, told.refused) == (2, 0, 0, 0)
    line = Entry.objects.get(action="patients.import")
    assert (line.object_type, line.object_id) == ("patients", told.pk)
    assert "DUPONT" not in str(Entry.objects.values_list()) + str(Layout.objects.values_list())


def test_the_same_list_again_changes_nothing(alice):
    rows = [JEANNE, PAUL, ZOE, [*ZOE[:4], "31/02/2015", *ZOE[5:]]]
    imported(*rows)
    before = everybody(), list(Patient.objects.values_list("patient_id", "changed_at"))
    assert counts(imported(*rows)) == (0, 0, 3, 1)
    assert (everybody(), list(Patient.objects.values_list("patient_id", "changed_at"))) == before


def test_a_list_without_numbers_is_not_imported_twice_either(alice):
    rows = [["", *row[1:]] for row in (JEANNE, PAUL, ZOE)]
    rows.append(["", "PETIT", "", "", "", "", "", ""])
    assert counts(imported(*rows)) == (4, 0, 0, 0)
    assert counts(imported(*rows)) == (0, 0, 4, 0)


def test_a_trial_says_what_would_be_done_and_does_nothing(alice):
    imported(JEANNE)
    before = everybody(), Entry.objects.count(), Import.objects.count()
    report = imported([*JEANNE[:6], "01 99 00 99 99", ""], PAUL, keeps=False)
    assert counts(report) == (1, 1, 0, 0)
    assert (everybody(), Entry.objects.count(), Import.objects.count()) == before


def test_a_list_where_all_is_refused_stops_before_it_fills_the_memory(alice, monkeypatch):
    monkeypatch.setattr(importing, "MOST_REFUSED", 10)
    with pytest.raises(HygieError, match="le sens d’une colonne est sans doute faux"):
        imported(*[["1", "", "", "", "", "", "", ""]] * 11)
    assert Import.objects.count() == 0


def test_batches_make_no_difference(alice, monkeypatch):
    renamed = ["3", "LEFEVRE", "Petit", *ZOE[3:]]
    rows = [JEANNE, PAUL, ZOE, ["9", *JEANNE[1:]], [*PAUL[:6], "", "01/01/2026"], renamed]
    report = imported(*rows)
    at_once = everybody()
    Patient.objects.all().delete()
    search.rewrite()
    monkeypatch.setattr(importing, "BATCH_LINES", 1)
    assert counts(imported(*rows)) == counts(report)
    assert everybody() == at_once
    assert words_in_step()


def test_accents_stay_on_the_screen_and_out_of_the_traits(alice):
    row = ["1", "Lefèvre", "", "Noël Luc", "06/02/1961", "M", "", ""]
    assert counts(imported(row)) == (1, 0, 0, 0)
    known = Patient.objects.get()
    assert (known.birth_name, known.birth_given_names) == ("LEFEVRE", "NOEL LUC")
    assert str(known) == "LEFÈVRE Noël"
    Patient.objects.update(used_name="Martin")
    assert counts(imported(row)) == (0, 0, 1, 0)
    assert Patient.objects.get().used_name == "Martin", "what a person wrote is not replaced"
