"""What is said at the top of the airlock's pages."""

import pytest

from hygie.airlock.queries import station
from hygie.sandbox.strength import Barrier, Strength


@pytest.fixture(autouse=True)
def _nothing_seen_yet(monkeypatch):
    monkeypatch.setattr(station, "_seen", None)


def seen(monkeypatch, *strengths):
    """The outside world: what the walls of this computer would say, one try after another."""
    tries = iter(strengths)
    monkeypatch.setattr(station, "strength", lambda: next(tries))


def test_this_computer_answers_for_real():
    ready = station.readiness()
    assert ready.is_isolated or ready.message
    assert ready.network.state in {"on", "off", "unknown"}


def test_without_a_sandbox_it_says_so_with_what_to_do_until_it_is_tried_again(monkeypatch):
    absent = Strength(reason="bubblewrap", message="Pas installé.", advice="Installez-le.")
    whole = Strength(barriers=(Barrier(code="seccomp", held=True, label="Tient."),))
    seen(monkeypatch, absent, whole)
    ready = station.readiness()
    assert (ready.is_isolated, ready.message) == (False, "Pas installé.")
    assert ready.advice == "Installez-le."
    assert not station.readiness().is_isolated, "not tried at each page"
    assert station.readiness(again=True).is_isolated


def test_a_wall_that_did_not_stand_is_named(monkeypatch):
    seen(monkeypatch, Strength(barriers=(Barrier(code="seccomp", held=False, label="Le filtre."),)))
    ready = station.readiness()
    assert not ready.is_isolated
    assert "seccomp" in ready.message


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_another_system_is_sent_to_another_computer(monkeypatch, system):
    seen(monkeypatch, Strength(reason="system", message="Pas ici.", advice="Un autre ordinateur."))
    monkeypatch.setattr(station.sys, "platform", system)
    assert station.readiness().is_other_system
