"""Columns remembered, lines refused, and the whole list given back."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.patients import exporting, importing, lists, search
from hygie.patients.models import (
    Patient,
)
from hygie.patients.tests.listed import (
    JEANNE,
    PAUL,
    chosen,
    counts,
    everybody,
    written,
)
from hygie.patients.tests.people import somebody


@pytest.fixture(autouse=True)
def _home(home):
    home.mkdir(parents=True, exist_ok=True)


def test_columns_are_remembered_for_the_same_software(alice):
    content = written(["1", "Dupont", "x"], headers=["A", "B", "C"])
    choice = lists.look_into(content, file_name="a.csv")
    choice = choice.meaning(["local_id", "birth_name", ""], source_label="Médilune")
    importing.import_list(choice)
    again = lists.look_into(written(headers=["a", "b", "c"]) + b"2;Durand;y\n", file_name="b.csv")
    assert (again.codes, again.source_label) == (("local_id", "birth_name", ""), "Médilune")
    assert again.is_remembered


def without_reasons(choice, report):
    lines = b"".join(lists.refused_lines(choice, report.refused)).decode().splitlines()
    return [line.rpartition(";")[0] for line in lines]


def test_refused_lines_come_back_as_a_list_that_is_refused_or_mended(alice):
    bad = ["4", "=DUPON2", "", "+JEANNE", "06/02/1961", "F", "+33 1 99 00 12 34", ""]
    choice = chosen(written(JEANNE, bad, [*PAUL, "débordement"]))
    first = importing.import_list(choice)
    assert counts(first) == (1, 0, 0, 2)
    content = b"".join(lists.refused_lines(choice, first.refused))
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=DUPON2;;'+JEANNE;" in content.decode()
    again = chosen(content)
    assert again.codes[:-1] == choice.codes
    report = importing.import_list(again)
    assert counts(report) == (0, 0, 0, 2)
    assert without_reasons(again, report) == without_reasons(choice, first), "and so again"
    mended = content.decode().replace("'=DUPON2", "DUPOND").replace("'+JEANNE", "ALICE")
    assert counts(importing.import_list(chosen(mended.encode()))) == (1, 0, 0, 1)
    assert Patient.objects.get(local_id="4").phone == "+33 1 99 00 12 34"


NAMES = st.sampled_from(["DUPONT", "D'ARTAGNAN DE L'HERAULT", "LE GALL", "PAT-TROIS", "O"])


PATIENTS = st.lists(
    st.fixed_dictionaries({
        "birth_name": NAMES,
        "birth_given_names": st.sampled_from(["", "JEANNE", "PIERRE-ALAIN LUC", "ZOE"]),
        "used_name": st.sampled_from(["", "d’Étienne", "Lefèvre", "L’Œuvre"]),
        "birth_date": st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
        "sex": st.sampled_from(["", "F", "M", "I"]),
        "phone": st.sampled_from(["", "+33 1 99 00 12 34", "01.99.00.56.78"]),
        "email": st.sampled_from(["", "a@exemple.invalid"]),
        "address": st.sampled_from(["", "3; rue \"du\" Lac\n00000 Ville", "=1+1", "-x"]),
        "last_contact": st.none() | st.just(date(2026, 5, 1)),
        "is_deceased": st.booleans(),
        "has_number": st.booleans(),
    }),
    max_size=8,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=PATIENTS)
def test_what_is_exported_is_imported_again_unchanged(alice, people):
    Patient.objects.all().delete()
    search.rewrite()
    for rank, fields in enumerate(people):
        number = f"n{rank}" if fields.pop("has_number") else ""
        somebody(fields.pop("birth_name"), fields.pop("birth_given_names"), **fields,
                 local_id=number)  # fmt: skip
    before = everybody()
    content = b"".join(exporting.exported(Patient.objects.order_by("local_id")))
    if people:
        assert counts(importing.import_list(chosen(content))) == (0, 0, len(people), 0)
    assert everybody() == before
