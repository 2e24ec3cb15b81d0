from datetime import timedelta

import pytest

from hygie.checkup.observation import Observation, Status
from hygie.checkup.rules.security import antivirus, edr, firewall
from hygie.checkup.tests import planted
from hygie.core.findings import State


def product(name, kind="antivirus", **changes):
    return {
        "name": name, "kind": kind, "running": True, "up_to_date": None, "signatures_at": None,
        "place": "", "may_include_edr": False,
    } | changes  # fmt: skip


def seen(*products, register_read=False, system="linux"):
    return planted.look(
        planted.seen("security", products=list(products), register_read=register_read),
        system=system,
    )


def state_of(rule, *products, **options):
    (found,) = rule(seen(*products, **options))
    return found.state


FRESH = (planted.NOW - timedelta(days=1)).isoformat()
OLD = (planted.NOW - timedelta(days=30)).isoformat()
TO_COME = (planted.NOW + timedelta(days=30)).isoformat()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"up_to_date": True}, State.IN_PLACE),
        ({"up_to_date": False}, State.TO_DO),
        ({"signatures_at": FRESH}, State.IN_PLACE),
        ({"signatures_at": OLD}, State.TO_DO),
        ({"signatures_at": TO_COME}, State.TO_DO),
        ({}, State.TO_CONFIRM),
        ({"running": False, "up_to_date": True}, State.TO_CONFIRM),
    ],
)
def test_an_antivirus_is_in_place_when_it_runs_and_is_up_to_date(changes, state):
    assert state_of(antivirus, product("ClamAV", **changes)) is state


def test_one_antivirus_at_work_is_enough():
    off = product("Microsoft Defender", running=False)
    on = product("ESET", up_to_date=True)
    (found,) = antivirus(seen(off, on, register_read=True, system="windows"))
    assert found.state is State.IN_PLACE
    assert found.title == "ESET est actif et à jour."


def test_windows_register_is_believed_when_it_lists_none_at_work():
    off = product("Microsoft Defender", running=False)
    assert state_of(antivirus, off, register_read=True) is State.TO_DO
    assert state_of(antivirus, register_read=True) is State.TO_DO


def test_no_known_antivirus_is_left_to_be_confirmed_where_there_is_no_register():
    (found,) = antivirus(seen())
    assert found.state is State.TO_CONFIRM
    assert "connu" in found.title, "another may be there"


def test_an_edr_alone_may_stand_for_the_antivirus():
    (found,) = antivirus(seen(product("HarfangLab", "edr")))
    assert found.state is State.TO_CONFIRM
    assert "HarfangLab" in found.title


def test_an_edr_is_in_place_only_when_it_is_seen_at_work():
    assert state_of(edr, product("SentinelOne", "edr")) is State.IN_PLACE
    assert state_of(edr, product("SentinelOne", "edr", running=False)) is State.TO_CONFIRM
    assert state_of(edr, product("ESET", up_to_date=True)) is State.TO_CONFIRM
    assert state_of(edr) is State.TO_CONFIRM


def test_to_have_no_edr_is_said_calmly():
    (found,) = edr(seen())
    assert found.title == "Aucun EDR connu n’a été vu. C’est un plus, pas une obligation."
    assert found.urgency == 1
    assert found.answers == (9,)


def test_an_antivirus_that_may_come_with_an_edr_is_a_question():
    (found,) = edr(seen(product("Bitdefender", may_include_edr=True)))
    assert found.title.startswith("Bitdefender")
    assert "contrats" in found.title


def test_verbs_agree_with_several_products():
    (found,) = edr(seen(*(product(name, "edr", running=False) for name in ("A", "B"))))
    assert found.title == "A et B ont été vus sans être en marche."


@pytest.mark.parametrize(
    ("is_on", "state"), [(True, State.IN_PLACE), (False, State.TO_DO), (None, State.TO_CONFIRM)]
)
@pytest.mark.parametrize("system", ["linux", "windows", "darwin"])
def test_the_firewall_is_in_place_only_when_it_is_seen_on(is_on, state, system):
    look = planted.look(
        planted.seen("firewall", name="ufw", is_on=is_on, details=["x"]), system=system
    )
    (found,) = firewall(look)
    assert found.state is state
    assert bool(found.advice) is (is_on is not True)


def test_no_known_firewall_is_left_to_be_confirmed():
    (found,) = firewall(planted.look(Observation(probe="firewall", status=Status.ABSENT)))
    assert found.state is State.TO_CONFIRM


@pytest.mark.parametrize("rule", [antivirus, edr, firewall])
def test_what_was_not_seen_is_unknown(rule):
    (found,) = rule(planted.look())
    assert found.state is State.UNKNOWN
