import plistlib

import pytest

from hygie.checkup.engine.firewall import (
    WINDOWS_IMPOSED,
    WINDOWS_POLICY,
    WINDOWS_SERVICE,
    Firewall,
)
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted

DEBIANS_OWN = (
    "table inet filter {\n chain input {\n  type filter hook input priority filter;\n }\n}"
)
CLOSED = DEBIANS_OWN.replace("filter;", "filter; policy drop;")


def linux(tmp_path, *, ufw=None, nft=None, services=()):
    run = planted.answering({f"is-active {name}": "active\n" for name in services})
    machine = planted.machine(tmp_path, run=run)
    if ufw is not None:
        planted.written(machine.root / "etc/ufw/ufw.conf", f"# ufw\nENABLED={ufw}\nLOGLEVEL=low\n")
    if nft is not None:
        planted.written(machine.root / "etc/nftables.conf", nft)
    return machine


def windows(tmp_path, values):
    return planted.machine(tmp_path, "windows", registry=lambda key, name: values.get((key, name)))


def profiles(standard, public, *, key=WINDOWS_POLICY):
    return {
        (rf"{key}\StandardProfile", "EnableFirewall"): standard,
        (rf"{key}\PublicProfile", "EnableFirewall"): public,
    }


@pytest.mark.parametrize(
    ("ufw", "services", "is_on"),
    [
        ("yes", ("ufw",), True),
        ("yes", (), None),
        ("no", (), False),
        ("no", ("ufw",), False),
        ("no", ("firewalld",), True),
    ],
)
def test_ufw_is_on_when_it_is_asked_and_its_service_ran(tmp_path, ufw, services, is_on):
    assert Firewall().look(linux(tmp_path, ufw=ufw, services=services)).facts["is_on"] is is_on


def test_firewalld_is_on_when_it_runs(tmp_path):
    facts = Firewall().look(linux(tmp_path, services=("firewalld",))).facts
    assert (facts["name"], facts["is_on"]) == ("firewalld", True)


@pytest.mark.parametrize(("rules", "is_on"), [(DEBIANS_OWN, None), (CLOSED, True), ("", None)])
def test_nftables_that_lets_everything_in_is_no_firewall(tmp_path, rules, is_on):
    facts = Firewall().look(linux(tmp_path, nft=rules, services=("nftables",))).facts
    assert facts["is_on"] is is_on


def test_none_of_the_known_ones_is_said_absent(tmp_path):
    assert Firewall().look(linux(tmp_path)).status is Status.ABSENT


def test_a_setting_that_makes_no_sense_is_unreadable(tmp_path):
    machine = linux(tmp_path, ufw="")
    assert Firewall().look(machine).status is Status.UNREADABLE


@pytest.mark.parametrize(
    ("values", "is_on"),
    [
        (profiles(1, 1), True),
        (profiles(1, 0), False),
        (profiles(0, 1), False),
        ({**profiles(1, 1), **profiles(0, 0, key=WINDOWS_IMPOSED)}, False),
        ({**profiles(0, 0), **profiles(1, 1, key=WINDOWS_IMPOSED)}, True),
        ({**profiles(1, 1), (WINDOWS_SERVICE, "Start"): 4}, False),
        ({**profiles(1, 1), (WINDOWS_SERVICE, "Start"): 2}, True),
    ],
)
def test_windows_is_on_when_both_networks_are_and_nobody_imposed_otherwise(tmp_path, values, is_on):
    assert Firewall().look(windows(tmp_path, values)).facts["is_on"] is is_on


def test_a_silent_registry_is_unreadable(tmp_path):
    assert Firewall().look(windows(tmp_path, profiles(1, None))).status is Status.UNREADABLE


@pytest.mark.parametrize(
    ("answer", "is_on"),
    [
        ("Firewall is enabled. (State = 1)\n", True),
        ("Firewall is blocking all non-essential incoming connections. (State = 2)\n", True),
        ("Firewall is disabled. (State = 0)\n", False),
    ],
)
def test_a_mac_answers_by_its_own_tool(tmp_path, answer, is_on):
    run = planted.answering({"--getglobalstate": answer})
    assert Firewall().look(planted.machine(tmp_path, "darwin", run=run)).facts["is_on"] is is_on


@pytest.mark.parametrize(("state", "is_on"), [(0, False), (1, True)])
def test_an_older_mac_keeps_its_state_in_a_file(tmp_path, state, is_on):
    machine = planted.machine(tmp_path, "darwin")
    planted.written(
        machine.root / "Library/Preferences/com.apple.alf.plist",
        plistlib.dumps({"globalstate": state}),
    )
    assert Firewall().look(machine).facts["is_on"] is is_on


def test_a_mac_that_says_nothing_is_unreadable(tmp_path):
    assert Firewall().look(planted.machine(tmp_path, "darwin")).status is Status.UNREADABLE
