"""Finding a patient: whoever is looked for is found, and the nearest comes first."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.accounts.keys import change_key
from hygie.patients import actions, search
from hygie.patients.models import Patient
from hygie.patients.rules.words import rows_of
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody

BORN = date(1961, 2, 6)


@pytest.fixture(autouse=True)
def _acting(request):
    """Somebody acts: the founder of a whole practice where the test asks for one, else Alice."""
    request.getfixturevalue("founded" if "founded" in request.fixturenames else "alice")


def names(text, **kwargs):
    return [str(patient) for patient in search.found(text, **kwargs).patients]


@pytest.fixture
def practice(alice):
    """A few neighbours in the alphabet and to the ear."""
    for name, given_names, fields in (
        ("DUPONT", "JEANNE MARIE", {"birth_date": BORN, "phone": "01 99 00 12 34"}),
        ("DUPOND", "ALAIN", {}),
        ("DUPONTEL", "MARC", {"birth_date": BORN}),
        ("PETIT", "DUPONT", {}),
        ("LEFEVRE", "HELENE", {"used_name": "d’Étienne"}),
        ("LEFEBVRE", "PHILIPPE", {"mobile": "+33 6 99 00 12 34"}),
        ("L'HOSTIS", "JEAN-PIERRE", {"local_id": "C-2041"}),
        ("DE LA TOUR", "MOHAMMED", {}),
        ("BOUCHER", "ZOE", {"used_given_name": "Zouzou"}),
    ):
        somebody(name, given_names, **fields)


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dupont jeanne", "DUPONT Jeanne"),
        ("jeanne dupont", "DUPONT Jeanne"),
        ("dup jea", "DUPONT Jeanne"),
        ("marie dupont", "DUPONT Jeanne"),
        ("dupond jeanne", "DUPONT Jeanne"),
        ("lefèvre", "D’ÉTIENNE Helene"),
        ("étienne", "D’ÉTIENNE Helene"),
        ("d'etienne", "D’ÉTIENNE Helene"),
        ("filip", "LEFEBVRE Philippe"),
        ("lefevre filip", "LEFEBVRE Philippe"),
        ("lhostis", "L'HOSTIS Jean-Pierre"),
        ("l’hostis jean pierre", "L'HOSTIS Jean-Pierre"),
        ("jeanpierre", "L'HOSTIS Jean-Pierre"),
        ("delatour", "DE LA TOUR Mohammed"),
        ("de la tour", "DE LA TOUR Mohammed"),
        ("mohamed latour", "DE LA TOUR Mohammed"),
        ("bouché", "BOUCHER Zouzou"),
        ("zoe", "BOUCHER Zouzou"),
        ("zouzou", "BOUCHER Zouzou"),
        ("01 99 00 12 34", "DUPONT Jeanne"),
        ("0199001234", "DUPONT Jeanne"),
        ("06.99.00.12.34", "LEFEBVRE Philippe"),
        ("+33699001234", "LEFEBVRE Philippe"),
        ("c-2041", "L'HOSTIS Jean-Pierre"),
        ("dupont 06/02/1961", "DUPONT Jeanne"),
        ("dupontel 1961", "DUPONTEL Marc"),
        ("marc 6 fév 61", "DUPONTEL Marc"),
        ("mme dupont 61", "DUPONT Jeanne"),
        ("M. Dupontel", "DUPONTEL Marc"),
    ],
)
def test_whoever_is_looked_for_comes_first(typed, first):
    assert names(typed)[0] == first


@pytest.mark.usefixtures("practice")
def test_what_is_written_so_comes_before_what_begins_so_and_what_sounds_so():
    assert names("dupont") == [
        "DUPONT Jeanne", "PETIT Dupont", "DUPONTEL Marc", "DUPOND Alain",
    ]  # fmt: skip
    assert names("du") == ["DUPOND Alain", "DUPONT Jeanne", "DUPONTEL Marc", "PETIT Dupont"]


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize("typed", ["06/02/1961", "6 fév 1961", "060261", "1961-02-06", "6/2/61"])
def test_a_day_of_birth_gives_all_who_were_born_then(typed):
    assert names(typed) == ["DUPONT Jeanne", "DUPONTEL Marc"]


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize(
    "typed", ["", "  ", "xyzzy", "dupont xyzzy", "dupont 07/02/1961", "\x00", "'; DROP TABLE", "%"]
)
def test_nobody_is_invented(typed):
    assert names(typed) == []


def test_a_name_in_two_words_comes_before_its_second_word():
    for name in ("MARTIN", "SAINT-MARTIN", "MARTINEZ", "ROUX", "LEROUX", "LE ROUX"):
        somebody(name, "ANNE")
    assert names("saint martin") == ["SAINT-MARTIN Anne", "MARTIN Anne", "MARTINEZ Anne"]
    assert names("le roux") == ["LEROUX Anne", "LE ROUX Anne", "ROUX Anne"]


def test_an_ins_is_found_with_or_without_its_spaces(home):
    in_demonstration(home)
    actions.keep_patient(Patient(**PAT_TROIS))
    for typed in ("279035121518989", "2 79 03 51 215 189 89", "2790351215189", "2 79 03 51"):
        assert names(typed) == ["PAT-TROIS Dominique"], typed


def test_a_long_list_is_given_by_pages():
    people = [Patient(birth_name="MARTIN", birth_given_names=f"A{letter}") for letter in "BCDEF"]
    actions.keep_new_patients(people, told_as="patients.import")
    first = search.found("martin", limit=2)
    assert ([str(p) for p in first.patients], first.has_more) == (["MARTIN Ab", "MARTIN Ac"], True)
    last = search.found("martin", limit=2, start=4)
    assert ([str(p) for p in last.patients], last.has_more) == (["MARTIN Af"], False)


def test_those_who_share_a_day_a_phone_or_a_sound_are_alike():
    one = somebody("DUPONT", "JEANNE", birth_date=BORN, phone="01 99 00 12 34")
    same_day = somebody("PETIT", "MARC", birth_date=BORN)
    same_phone = somebody("BLANC", "ANNE", mobile="+33 1 99 00 12 34")
    same_sound = somebody("DUPOND", "JANE", used_given_name="Jeanne")
    somebody("DUPONT", "ALAIN")
    assert set(search.alike(one)) == {same_day, same_phone, same_sound}


def test_the_words_are_written_again_as_they_were(monkeypatch):
    monkeypatch.setattr(search, "PATIENTS_AT_ONCE", 2)
    people = [Patient(birth_name=name) for name in ("AUBRY", "BLANC", "COLIN", "DENIS", "ESPIN")]
    actions.keep_new_patients(people, told_as="patients.invent")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE patients_word SET word = 'OLD' WHERE word = 'COLIN'")
        search.rewrite()
        cursor.execute("SELECT count(*) FROM patients_word WHERE word = 'OLD'")
        assert cursor.fetchone() == (0,)
    for patient in people:
        assert search.found(patient.birth_name).patients == [patient]


def test_patients_are_still_found_once_the_key_of_the_base_is_changed(founded):
    patient = somebody()
    change_key()
    assert search.found("dupont").patients == [patient]
    somebody("DUPONT", "ALAIN")
    assert names("dupont") == ["DUPONT Alain", "DUPONT Jeanne"]


NAMES = st.text("ABEILMNORST -'", max_size=12)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(NAMES, NAMES, st.dates()), min_size=2, max_size=5))
def test_the_words_of_a_patient_follow_every_change(states):
    before = None
    for name, given_names, born in states:
        now = Patient(
            patient_id="f" * 32, birth_name=name, birth_given_names=given_names, birth_date=born
        )
        search.remember(now, before=before)
        before = now
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, word, beside FROM patients_word WHERE patient_id = %s",
                       ["f" * 32])  # fmt: skip
        kept = set(cursor.fetchall())
    assert kept == {(int(row.kind), row.word, row.beside) for row in rows_of(before)}
    search.forget(before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM patients_word")
        assert cursor.fetchone() == (0,)
