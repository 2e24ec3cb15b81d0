import socket
from types import SimpleNamespace

import pytest

from hygie.airlock.engine import offline

ROUTE = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
EVERYWHERE = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
HERE = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"


def address(text, family=socket.AF_INET):
    return SimpleNamespace(address=text, family=family)


LOOP = {"lo": ("up,loopback,running", True, [address("127.0.0.1")])}


@pytest.fixture
def seen(monkeypatch, tmp_path):
    """Make the system show these interfaces, routes and radios; give what is judged."""

    def look(interfaces, *, routes=ROUTE, radios=()):
        stats = {n: SimpleNamespace(flags=f, isup=up) for n, (f, up, _) in interfaces.items()}
        monkeypatch.setattr(offline.psutil, "net_if_stats", lambda: stats)
        told = {name: addresses for name, (_, _, addresses) in interfaces.items()}
        monkeypatch.setattr(offline.psutil, "net_if_addrs", lambda: told)
        (tmp_path / "proc/self/net").mkdir(parents=True)
        (tmp_path / "proc/self/net/route").write_text(routes)
        for number, (kind, soft, hard) in enumerate(radios):
            place = tmp_path / f"sys/class/rfkill/rfkill{number}"
            place.mkdir(parents=True)
            for name, value in (("type", kind), ("soft", soft), ("hard", hard)):
                (place / name).write_text(f"{value}\n")
        return offline.look(root=tmp_path)

    return look


def test_the_computers_own_loop_is_no_network(seen):
    assert seen(LOOP).state == "off"


def test_a_cable_that_is_out_is_no_network(seen):
    assert seen({**LOOP, "enp3s0": ("broadcast", False, [])}).state == "off"


def test_an_address_on_a_linked_interface_is_a_network(seen):
    found = seen({**LOOP, "enp3s0": ("up,running", True, [address("192.168.1.5")])})
    assert (found.state, found.linked) == ("on", ("enp3s0",))
    assert "enp3s0" in found.sentence


def test_a_neighbour_is_enough(seen):
    local = address("fe80::1%enp3s0", socket.AF_INET6)
    assert seen({**LOOP, "enp3s0": ("up,running", True, [local])}).state == "on"


def test_a_route_for_everywhere_is_a_network_and_one_for_here_alone_is_not(seen, tmp_path):
    assert seen(LOOP, routes=ROUTE + EVERYWHERE).state == "on"
    (tmp_path / "proc/self/net/route").write_text(ROUTE + HERE)
    assert offline.look(root=tmp_path).state == "off"


def test_radios_that_could_be_switched_on_are_told(seen):
    radios = [("wlan", 0, 0), ("bluetooth", 1, 0), ("wwan", 0, 1), ("nfc", 0, 0)]
    found = seen(LOOP, radios=radios)
    assert (found.state, found.radios) == ("off", ("wifi",))
    assert "Wi-Fi" in found.sentence


def test_windows_names_its_loop_otherwise(seen):
    name = "Loopback Pseudo-Interface 1"
    assert (
        seen({name: ("", True, [address("127.0.0.1"), address("::1", socket.AF_INET6)])}).state
        == "off"
    )


def test_what_the_system_refuses_to_tell_is_unknown(monkeypatch):
    def refuse():
        raise PermissionError

    monkeypatch.setattr(offline.psutil, "net_if_stats", refuse)
    assert offline.look().state == "unknown"


def test_this_computer_can_be_asked():
    assert offline.look().state in {"on", "off"}
