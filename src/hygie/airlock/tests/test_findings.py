from datetime import timedelta

import pytest

from hygie.airlock import findings as told
from hygie.airlock.actions import examining, receiving, stations
from hygie.airlock.models import Reception, Station
from hygie.airlock.tests import outcomes
from hygie.airlock.tests.parcels import handed_over
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.core.findings import State
from hygie.home.needs import needs
from hygie.patients.tests.people import somebody
from hygie.practice import registries


@pytest.fixture
def parcel(alice, tmp_path):
    parcel = receiving.open_parcel(handed_over(tmp_path / "remis", elsewhere=tmp_path / "station"))
    stations.accept(parcel, typed=parcel.fingerprint, name="Station blanche")
    return parcel


@pytest.fixture
def reception(parcel):
    """From a station off the network, yesterday."""
    made = receiving.receive(parcel, somebody(), is_confirmed=True)
    return changed(made, network="off", examined_at=clock.now() - timedelta(days=1))


def changed(reception, **fields):
    Reception.objects.filter(pk=reception.pk).update(**fields)
    return Reception.objects.get(pk=reception.pk)


def found(code=told.STATION):
    return [one for one in told.findings() if one.code == code]


def test_a_practice_without_a_station_is_not_concerned(alice):
    [one] = found()
    assert (one.state, one.answers) == (State.NOT_CONCERNED, (10, 22))
    assert told.findings() == [one]


def test_a_station_never_heard_of_could_not_be_checked(parcel):
    [one] = found()
    assert one.state is State.UNKNOWN
    assert "Station blanche" in one.title


def test_a_station_off_the_network_is_in_place(reception):
    [one] = found()
    assert (one.state, one.advice) == (State.IN_PLACE, "")


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"network": "on"}, State.TO_DO),
        ({"sandbox_held": False}, State.TO_DO),
        ({"network": "unknown"}, State.UNKNOWN),
        ({"examined_at": clock.now() - timedelta(days=400)}, State.UNKNOWN),
        ({"network": "on", "examined_at": clock.now() - timedelta(days=400)}, State.UNKNOWN),
    ],
)
def test_a_station_is_judged_on_its_last_report(reception, fields, state):
    changed(reception, **fields)
    [one] = found()
    assert one.state is state
    assert one.advice


@pytest.mark.parametrize(
    ("antivirus", "state", "words"),
    [
        ("aucune base antivirus sur ce poste", State.IN_PLACE, "sans base antivirus"),
        ("ClamAV 1, base 2 du 2001-01-01", State.TO_CONFIRM, "du 01/01/2001"),
    ],
)
def test_the_date_of_signatures_is_told(reception, antivirus, state, words):
    today = clock.today().isoformat()
    changed(reception, engines={"Règles de Hygie": f"30 règles du {today}", "Antivirus": antivirus})
    [one] = found(told.SIGNATURES)
    assert one.state is state
    assert words in one.title


def test_a_withdrawn_station_is_not_judged(reception):
    stations.withdraw(Station.objects.get())
    assert found()[0].state is State.NOT_CONCERNED


def test_this_computer_is_judged_when_it_examines(alice, tmp_path):
    examining.examine(tmp_path, scan=outcomes.scan)
    [one] = found()
    assert one.state in {State.IN_PLACE, State.TO_DO}


def test_examinations_cut_short_and_keys_left_plugged_are_told(alice, tmp_path, monkeypatch):
    def scan(*_, **__):
        raise HygieError("source.absent", "Rien.")

    for _ in range(2):
        with pytest.raises(HygieError):
            examining.examine(tmp_path, scan=scan)
    monkeypatch.setattr(told, "keys_left", lambda: ["SAUVEGARDE"])
    assert "2\u00a0examens" in found("airlock.interrupted")[0].title
    [left] = found("airlock.keys_left")
    assert (left.answers, left.state) == ((6,), State.TO_CONFIRM)


def test_the_check_up_asks_for_the_station_by_a_name_that_exists():
    assert told.STATION in needs().by_answer[10].codes
    assert told.STATION in needs().code_names
    assert registries.finding_sources["airlock"] is told.findings


def test_every_sentence_is_french_and_whole(reception):
    changed(reception, network="on")
    for one in told.findings():
        assert one.title.endswith(".")
        assert " :" not in one.title
        assert "'" not in one.title + one.why + one.advice
