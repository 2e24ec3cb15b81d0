from datetime import date

import pytest

from hygie.checkup.rules import system
from hygie.checkup.rules.dated import tables
from hygie.checkup.tests import planted
from hygie.core.findings import State, Who


def told(family, version, *, today=planted.TODAY, edition="", label=None):
    look = planted.look(
        planted.seen(
            "system", family=family, version=version, edition=edition, label=label or version
        )
    )
    (found,) = system.findings(look, today=today, tables=tables())
    return found


@pytest.mark.parametrize(
    ("family", "version", "edition", "state"),
    [
        ("windows", "10 22H2", "Professional", State.TO_DO),
        ("windows", "10 21H2", "Professional", State.TO_DO),
        ("windows", "11 24H2", "Core", State.TO_DO),
        ("windows", "11 24H2", "Enterprise", State.IN_PLACE),
        ("windows", "11 24H2", "Education", State.IN_PLACE),
        ("windows", "11 25H2", "Core", State.IN_PLACE),
        ("windows", "10 1809", "EnterpriseS", State.IN_PLACE),
        ("windows", "10 21H2", "IoTEnterpriseS", State.UNKNOWN),
        ("windows", "11 30H2", "Core", State.UNKNOWN),
        ("windows_server", "20348", "ServerStandard", State.UNKNOWN),
        ("debian", "11", "", State.TO_DO),
        ("debian", "12", "", State.IN_PLACE),
        ("debian", "", "", State.UNKNOWN),
        ("ubuntu", "24.04", "", State.IN_PLACE),
        ("fedora", "42", "", State.TO_DO),
        ("linuxmint", "22.1", "", State.IN_PLACE),
        ("macos", "26.1", "", State.IN_PLACE),
        ("macos", "13.7.8", "", State.TO_DO),
        ("macos", "10.15.7", "", State.TO_DO),
        ("arch", "", "", State.UNKNOWN),
    ],
)
def test_a_system_is_judged_by_the_end_of_its_support(family, version, edition, state):
    found = told(family, version, edition=edition)
    assert found.state is state
    assert found.answers == (16, 22)


def test_the_last_day_still_counts_and_the_next_does_not():
    assert told("fedora", "42", today=date(2026, 5, 13)).title.endswith("après le 13/05/2026.")
    assert told("fedora", "42", today=date(2026, 5, 14)).urgency == 3


def test_an_end_that_comes_near_is_told_ahead():
    found = told("fedora", "43", label="Fedora Linux 43")
    assert found.state is State.TO_DO
    assert found.title == "Fedora Linux 43 ne sera plus suivi après le 09/12/2026."
    assert found.urgency == 1


def test_what_can_still_be_bought_is_said():
    found = told("windows", "10 22H2", label="Windows 10 22H2")
    assert found.title == (
        "Windows 10 22H2 n’est plus suivi depuis le 14/10/2025 "
        "(sauf contrat payant de mises à jour prolongées (ESU))."
    )
    assert found.who is Who.TECHNICIAN


def test_a_date_that_nobody_publishes_is_not_given_as_sure():
    assert "14/09" not in told("macos", "14.8").title
    assert "au moins jusqu’en 2028" in told("macos", "26.1").title


def test_the_source_of_the_date_is_told_with_how_sure_it_is():
    found = told("debian", "12")
    assert "distro-info-data" in found.evidence[-1]
    assert "(lu)" in found.evidence[-1]


def test_a_system_that_was_not_read_is_unknown():
    (found,) = system.findings(planted.look(), today=planted.TODAY, tables=tables())
    assert found.state is State.UNKNOWN
