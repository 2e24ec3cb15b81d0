"""Lists of patients for the tests, written as a practice's software does."""

import csv
import io

from django.db import connection

from hygie.patients import importing, lists
from hygie.patients.models import Patient
from hygie.patients.rules.words import rows_of

HEADERS = ["N° patient", "Nom de naissance", "Nom d’usage", "Prénoms de naissance",
           "Date de naissance", "Sexe", "Téléphone", "Dernière visite"]  # fmt: skip
JEANNE = ["1", "DUPONT", "Martin", "JEANNE", "06/02/1961", "F", "01 99 00 12 34", "01/09/2026"]
PAUL = ["2", "DURAND", "", "PAUL", "14/07/1989", "M", "01 99 00 56 78", ""]
ZOE = ["3", "LEFEVRE", "", "ZOE", "03/12/2015", "F", "", ""]


def written(*rows, headers=HEADERS, encoding="utf-8-sig"):
    """A CSV, as bytes."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([headers, *rows])
    return text.getvalue().encode(encoding)


def chosen(content, source_label=""):
    """A list with its columns as guessed."""
    choice = lists.look_into(content, file_name="liste.csv")
    return choice.meaning(choice.codes, source_label=source_label or choice.source_label)


def imported(*rows, headers=HEADERS, source_label="", **options):
    """What an import of these rows did."""
    return importing.import_list(
        chosen(written(*rows, headers=headers), source_label=source_label), **options
    )


def counts(report):
    """Created, updated, unchanged, refused."""
    return (report.created, report.updated, report.unchanged, len(report.refused))


def everybody():
    """All that the base says of the patients, but when it was written."""
    hidden = {"patient_id", "created_at", "changed_at"}
    return [
        {name: value for name, value in one.items() if name not in hidden}
        for one in Patient.objects.order_by("local_id", "birth_name", "patient_id").values()
    ]


def words_in_step():
    """Whether the table of words is that of the patients, row for row."""
    expected = sorted(
        (int(row.kind), row.word, row.beside, one.pk)
        for one in Patient.objects.all()
        for row in rows_of(one)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, word, beside, patient_id FROM patients_word ORDER BY 1,2,3,4")
        return [tuple(row) for row in cursor.fetchall()] == expected
