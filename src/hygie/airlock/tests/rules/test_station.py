from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hygie.airlock.rules.station import (
    SILENT_AFTER,
    Seen,
    base_day,
    fault,
    is_silent,
    outdated,
    rules_day,
)

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
SEEN = Seen(name="station", at=NOW, network="off", is_walled=True, engines={})
TODAY = date(2026, 11, 24)


def engines(*, rules="2026-11-01", antivirus=""):
    return {"Règles de Hygie": f"30 règles du {rules}", "Antivirus": antivirus}


def test_a_station_off_the_network_behind_its_walls_has_no_fault():
    assert fault(SEEN) == ""
    assert "réseau" in fault(replace(SEEN, network="on"))
    assert "bac à sable" in fault(replace(SEEN, is_walled=False))


def test_a_station_of_which_nothing_comes_is_silent():
    assert not is_silent(SEEN, now=NOW + SILENT_AFTER)
    assert is_silent(SEEN, now=NOW + SILENT_AFTER + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("said", "old"),
    [
        (engines(), ""),
        (engines(rules="2025-11-01"), "les règles de Hygie"),
        (engines(antivirus="ClamAV 1.4.1, base 27482 du 2026-11-20"), ""),
        (engines(antivirus="ClamAV 1.4.1, base 27482 du 2026-09-20"), "sa base antivirus"),
        (engines(antivirus="aucune base antivirus sur ce poste"), ""),
        ({}, ""),
    ],
)
def test_what_is_old_is_named(said, old):
    assert outdated(said, today=TODAY) == old


def test_a_day_that_is_none_is_not_known():
    assert base_day({"Antivirus": "base du 2026-13-40"}) is None
    assert rules_day(engines()) == date(2026, 11, 1)
