"""Adding and changing a patient from the page: once, whole, and nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections
from django.test import Client

from hygie.accounts.models import Draft, new_id
from hygie.core import clock
from hygie.patients import actions
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody, text_of, told

TYPED = {"birth_name": "Lefèvre", "birth_given_names": "Hélène", "ins_state": "none"}


def test_a_patient_is_added_and_the_draft_is_dropped(signed_in, founded):
    path = "/patients/ajouter/"
    Draft.objects.create(member=founded.member, path=path, fields={}, saved_at=clock.now())
    page = text_of(signed_in.get(path))
    assert "data-draft" in page
    answer = signed_in.post(path, TYPED | {"birth_date": "6 fév 61", "used_given_name": "Hélène"})
    patient = Patient.objects.get()
    assert answer.headers["Location"] == f"/patients/{patient.pk}/"
    assert (str(patient), patient.birth_date) == ("LEFEVRE Hélène", date(1961, 2, 6))
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"birth_name": ""}, "Il faut au moins un nom."),
        ({"birth_name": "L" * 400}, "trop long : 400 lettres"),
        ({"birth_name": "Lef\x00èvre"}, "Un signe est invisible"),
        ({"birth_given_names": "Hélène 🙂"}, "« 🙂 »"),
        ({"birth_date": "31/02/1961"}, "Cette date n’est pas comprise"),
        ({"birth_date": "01/01/2190"}, "dans le futur"),
        ({"last_contact": "01/01/2190"}, "Un rendez-vous à venir"),
        ({"ins": "2 79 03 51 215 189 88", "ins_state": "provisional"}, "sa clé"),
        ({"ins": "279035121518989", "ins_state": "none"}, "dites d’où il vient"),
        ({"ins": "279035121518989", "ins_state": "qualified"}, "demande aussi la date"),
        ({"ins_state": "excellent"}, "choix"),
        ({"birth_place": "Paris"}, "code du lieu de naissance"),
        ({"email": "helene@"}, "incomplète"),
        ({"address": "x" * 401}, "401 signes"),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed(signed_in, typed, sentence):
    page = text_of(signed_in.post("/patients/ajouter/", TYPED | typed))
    assert sentence in page
    assert page.count('class="errorlist"') == 1
    assert "Rien n’est encore enregistré" in page
    kept = [value for name, value in (TYPED | typed).items() if name.startswith("birth")]
    assert all(value in page for value in kept if "\x00" not in value)
    assert not Patient.objects.exists()


def test_one_ins_is_of_one_patient(signed_in, founded):
    in_demonstration(founded.home)
    actions.keep_patient(Patient(**PAT_TROIS))
    typed = TYPED | {"ins": PAT_TROIS["ins"], "ins_state": "provisional"}
    page = text_of(signed_in.post("/patients/ajouter/", typed))
    assert "déjà celui d’un autre patient" in page
    assert Patient.objects.count() == 1


def test_a_wrong_key_of_a_test_identity_is_kept_and_told(signed_in, founded):
    in_demonstration(founded.home)
    typed = TYPED | {"ins": "221042545611404", "ins_state": "provisional"}
    answer = signed_in.post("/patients/ajouter/", typed, follow=True)
    assert "La clé de ce matricule de test" in text_of(answer)


def test_the_same_page_sent_twice_adds_one_patient(signed_in):
    typed = TYPED | {"patient_id": new_id()}
    first, second = (signed_in.post("/patients/ajouter/", typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Patient.objects.count() == 1
    assert told() == ["patients.add"]


def test_two_clicks_at_once_add_one_patient(signed_in):
    typed = TYPED | {"patient_id": new_id()}

    def click(_):
        browser = Client()
        browser.cookies = signed_in.cookies
        try:
            return browser.post("/patients/ajouter/", typed).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(click, range(4))) == [302] * 4
    assert Patient.objects.count() == 1
    assert told() == ["patients.add"]


def test_a_file_is_changed_and_shows_its_dates_as_the_french_write_them(signed_in, page_of):
    patient = somebody(birth_date=date(1961, 2, 6))
    assert 'value="06/02/1961"' in page_of(patient, "modifier/")
    typed = {"birth_name": "DUPONT", "used_name": "Petit", "ins_state": "none"}
    signed_in.post(f"/patients/{patient.pk}/modifier/", typed)
    changed = Patient.objects.get()
    assert (changed.used_name, changed.birth_date) == ("Petit", None)
    assert "Nom de naissance : DUPONT" in page_of(patient)


def test_two_people_at_once_do_not_erase_each_other_unseen(signed_in):
    patient = somebody("LEFEVRE", "HELENE")
    seen_at = patient.changed_at.isoformat()
    address = f"/patients/{patient.pk}/modifier/"
    patient.phone = "01 99 00 12 34"
    actions.keep_patient(patient)
    typed = TYPED | {"mobile": "06 39 98 00 00", "seen_at": seen_at}
    page = text_of(signed_in.post(address, typed))
    assert "Quelqu’un a modifié cette fiche" in page
    assert 'value="06 39 98 00 00"' in page
    assert Patient.objects.get().phone == "01 99 00 12 34"
    now = Patient.objects.get().changed_at.isoformat()
    assert f'name="seen_at" value="{now}"' in page, "sent again, it is meant"
    signed_in.post(address, typed | {"seen_at": now})
    assert Patient.objects.get().mobile == "06 39 98 00 00"


def test_a_change_sent_twice_is_one_change(signed_in):
    patient = somebody("LEFEVRE", "HELENE")
    typed = TYPED | {"mobile": "06 39 98 00 00", "seen_at": patient.changed_at.isoformat()}
    for _ in range(2):
        assert signed_in.post(f"/patients/{patient.pk}/modifier/", typed).status_code == 302
    assert told() == ["patients.add", "patients.change"]


def test_a_qualified_ins_does_not_keep_its_state_when_a_trait_changes(signed_in, founded):
    in_demonstration(founded.home)
    patient = actions.keep_patient(Patient(**PAT_TROIS))
    typed = PAT_TROIS | {"birth_date": "28/03/1979", "birth_name": "PAT-QUATRE"}
    address = f"/patients/{patient.pk}/modifier/"
    assert "Vous changez un trait d’une INS qualifiée" in text_of(signed_in.post(address, typed))
    assert Patient.objects.get().birth_name == "PAT-TROIS"
    for state in ("retrieved", "qualified"):
        assert signed_in.post(address, typed | {"ins_state": state}).status_code == 302
    assert Patient.objects.get().ins_state == "qualified"
