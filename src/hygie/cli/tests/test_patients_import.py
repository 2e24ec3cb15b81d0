"""A list imported at the terminal, by a person or by a script."""

import json

import openpyxl
import pytest

from hygie.journal.models import Entry
from hygie.patients.models import Import, Patient
from hygie.patients.tests.listed import HEADERS, JEANNE, PAUL, ZOE, written
from hygie.storage import opening

BAD = ["4", "PETIT", "", "LUC", "31/02/1961", "M", "", ""]


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_bytes(written(JEANNE, PAUL, BAD, encoding="cp1252"))
    return path


def opened(founded):
    opening.open_as_member("alice.martin", founded.passphrase)


def test_a_list_is_imported_without_anybody_there(hygie, founded, unattended, listed):
    ran = hygie("patients", "import", str(listed), "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 0, "some lines are refused, and it was done"
    assert (told["created"], told["updated"], told["unchanged"]) == (2, 0, 0)
    assert [one["line"] for one in told["refused"]] == [4]
    assert "ne se lit pas comme une date" in told["refused"][0]["reason"]
    again = json.loads(hygie("patients", "import", str(listed), "--json").stdout)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    opened(founded)
    line = Entry.objects.filter(action="patients.import").latest("number")
    assert (line.actor_name, Import.objects.count()) == ("automate", 2)


def test_what_was_done_is_told_in_french(hygie, unattended, listed):
    told = hygie("patients", "import", str(listed)).stdout.replace("\u00a0", " ")
    assert "Accents lus en Windows (1252)." in told
    assert "Créés : 2. Mis à jour : 0. Inchangés : 0. Refusés : 1." in told
    assert "Ligne 4 refusée. La date de naissance ne se lit pas" in told


def test_a_workbook_is_imported_too(hygie, founded, unattended, tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADERS, JEANNE, ZOE):
        book.active.append(row)
    book.save(tmp_path / "patients.xlsx")
    told = json.loads(hygie("patients", "import", str(tmp_path / "patients.xlsx"), "--json").stdout)
    assert (told["created"], told["refused"]) == (2, [])


def test_a_trial_writes_the_meanings_and_nothing_else(hygie, founded, unattended, listed, tmp_path):
    meanings = tmp_path / "sens.toml"
    ran = hygie("patients", "import", str(listed), "--dry-run", "--mapping", str(meanings))
    assert "Essai : rien n’a été enregistré" in ran.stdout.replace("\u00a0", " ")
    text = meanings.read_text(encoding="utf-8")
    assert '"Nom de naissance" = "birth_name"' in text
    meanings.write_text(text.replace('"birth_date"', '""'), encoding="utf-8")
    ran = hygie("patients", "import", str(listed), "--mapping", str(meanings), "--json")
    assert json.loads(ran.stdout)["created"] == 3, "without the dates, the bad one is no fault"
    opened(founded)
    assert set(Patient.objects.values_list("birth_date", flat=True)) == {None}
    assert Import.objects.count() == 1


def test_refused_lines_are_written_and_mended(hygie, founded, unattended, listed, tmp_path):
    refused = tmp_path / "refusees.csv"
    hygie("patients", "import", str(listed), "--refused", str(refused))
    text = refused.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(";Motif du refus")
    refused.write_text(text.replace("31/02", "28/02"), encoding="utf-8-sig")
    again = hygie("patients", "import", str(refused), "--json")
    assert json.loads(again.stdout)["created"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Nom;Pr\xc3\xa9nom\nDu\0pont;J\n", "La ligne 2 contient des octets vides"),
        (b'Nom;Ville\n"Dupont;Lyon\n', "se referme pas"),
        (b"Zorglub;Truc\nDupont;Lyon\n", "Aucune colonne n’est le nom"),
        (b"Nom;Ville\n", "pas de ligne de patient"),
        (b"%PDF-1.4", "un PDF"),
    ],
)
def test_nothing_that_can_be_imported_is_an_error_in_french(
    hygie, founded, unattended, tmp_path, content, words
):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    ran = hygie("patients", "import", str(path), "--json")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert words in ran.stderr
    assert "Rien n’a été importé" in ran.stderr
    opened(founded)
    assert Import.objects.count() == 0


def test_an_absent_file_or_mapping_is_told(hygie, unattended, listed, tmp_path):
    ran = hygie("patients", "import", str(tmp_path / "rien.csv"))
    assert (ran.returncode, "n’a pas pu être ouvert" in ran.stderr) == (1, True)
    ran = hygie("patients", "import", str(listed), "--mapping", str(tmp_path / "rien.toml"))
    assert (ran.returncode, "n’a pas pu être lu" in ran.stderr) == (1, True)


def test_the_patients_are_given_back_and_imported_unchanged(
    hygie, founded, unattended, listed, tmp_path
):
    hygie("patients", "import", str(listed))
    given = tmp_path / "tous.csv"
    ran = hygie("patients", "export", str(given))
    assert (ran.returncode, "pas chiffré" in ran.stdout) == (0, True)
    told = json.loads(hygie("patients", "import", str(given), "--json").stdout)
    assert (told["created"], told["updated"], told["unchanged"]) == (0, 0, 2)
    ran = hygie("patients", "export", str(given))
    assert (ran.returncode, "existe déjà" in ran.stderr) == (1, True)
    ran = hygie("patients", "export", str(founded.home / "liste.csv"))
    assert (ran.returncode, "en clair n’y a pas sa place" in ran.stderr) == (1, True)
    opened(founded)
    assert Entry.objects.filter(action="patients.export").count() == 1
