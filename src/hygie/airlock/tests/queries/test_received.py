import pytest

from hygie.airlock.actions import receiving, stations
from hygie.airlock.queries import received
from hygie.airlock.tests.parcels import handed_over
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, in_demonstration, somebody
from hygie.practice import registries


@pytest.fixture
def dominique(alice, home):
    in_demonstration(home)
    return keep_patient(Patient(**PAT_TROIS))


@pytest.fixture
def reception(dominique, tmp_path):
    folder = handed_over(tmp_path / "remis", elsewhere=tmp_path / "station")
    parcel = receiving.open_parcel(folder)
    stations.accept(parcel, typed=parcel.fingerprint)
    return receiving.receive(parcel, dominique)


def test_the_patients_page_and_record_know_what_came(reception, dominique):
    told = {one.kind: one for one in registries.documents_of(dominique.pk)}
    assert set(told) == {"study", "paper"}
    assert str(told["study"].constituted_on) == "2026-11-20"
    [panel] = [one for one in registries.panels_of(dominique.pk) if one.title == "Venus du sas"]
    assert len(panel.shown["received"]) == 2


def test_another_patient_has_nothing(reception):
    other = somebody()
    assert received.panel(other.pk) is None
    assert list(received.documents_of(other.pk)) == []
    assert received.panel("inconnu") is None


def test_stations_and_their_last_reception(reception):
    [station] = received.stations()
    assert received.last_reception(station) == reception
    stations.withdraw(station)
    assert list(received.stations()) == []


def test_patients_are_proposed_from_what_the_images_say(reception, dominique):
    assert received.likely("PAT TROIS DOMINIQUE 28/03/1979") == [dominique]
    assert received.likely("PERSONNE 01/01/1900") == []
