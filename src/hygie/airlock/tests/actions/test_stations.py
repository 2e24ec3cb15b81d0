import pytest

from hygie.airlock.actions import stations
from hygie.airlock.actions.receiving import open_parcel, station_of
from hygie.airlock.models import Station
from hygie.airlock.tests.parcels import handed_over
from hygie.core.errors import HygieError
from hygie.journal.queries import last_of


@pytest.fixture
def parcel(alice, tmp_path):
    return open_parcel(handed_over(tmp_path / "remis", elsewhere=tmp_path / "station"))


def code_of(gesture, *arguments, **named):
    with pytest.raises(HygieError) as told:
        gesture(*arguments, **named)
    return told.value.code


def test_a_station_is_unknown_until_its_fingerprint_was_typed(parcel):
    assert code_of(station_of, parcel) == "sign.unknown_station"
    station = stations.accept(
        parcel, typed=parcel.fingerprint.lower(), name="Station\u202e blanche"
    )
    assert station_of(parcel) == station
    assert (station.name, station.by_name) == ("Station blanche", "Dr Alice Martin")
    assert last_of("airlock.accept_station").object_id == station.pk


def test_another_fingerprint_is_refused(parcel):
    other = "0000-0000-0000-0000-0000-0000"
    assert code_of(stations.accept, parcel, typed=other) == "sign.other_fingerprint"
    assert code_of(stations.accept, parcel, typed="7XQ2") == "sign.bad_fingerprint"
    assert not Station.objects.exists()


def test_accepted_twice_it_is_one(parcel):
    one = stations.accept(parcel, typed=parcel.fingerprint)
    assert stations.accept(parcel, typed=parcel.fingerprint) == one


def test_a_withdrawn_station_is_unknown_again_and_can_come_back(parcel):
    station = stations.accept(parcel, typed=parcel.fingerprint)
    stations.withdraw(station)
    stations.withdraw(station)
    assert code_of(station_of, parcel) == "sign.unknown_station"
    assert last_of("airlock.withdraw_station").object_id == station.pk
    assert stations.accept(parcel, typed=parcel.fingerprint) != station


def test_this_computers_own_airlock_is_known_to_itself(alice, tmp_path, home):
    own = open_parcel(handed_over(tmp_path / "remis", elsewhere=home))
    assert station_of(own).fingerprint == own.fingerprint
    assert stations.accept_own(own) == station_of(own)


def test_another_is_not_taken_for_it(parcel, tmp_path, home):
    assert stations.accept_own(parcel) is None
    handed_over(tmp_path / "autre", elsewhere=home)
    assert stations.accept_own(parcel) is None
