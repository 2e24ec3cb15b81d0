import pytest

from hygie.airlock.rules.network import Interface, Network, judged


def one(*, is_up, has_address):
    return Interface(name="eth0", is_up=is_up, has_address=has_address)


@pytest.mark.parametrize(
    ("interfaces", "has_route", "state"),
    [
        ([], False, "off"),
        ([], None, "off"),
        ([], True, "on"),
        ([one(is_up=True, has_address=True)], False, "on"),
        ([one(is_up=False, has_address=True)], False, "off"),
        ([one(is_up=True, has_address=False)], False, "off"),
    ],
)
def test_one_open_way_is_a_network(interfaces, has_route, state):
    assert judged(interfaces, has_route=has_route).state == state


def test_each_state_has_its_sentence():
    told = {Network(state=state).sentence for state in ("on", "off", "unknown")}
    assert len(told) == 3
    assert "le Bluetooth et le Wi-Fi" in Network(state="off", radios=("bluetooth", "wifi")).sentence
