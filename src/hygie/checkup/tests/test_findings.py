from datetime import timedelta

from hygie.checkup import actions
from hygie.checkup.findings import findings
from hygie.checkup.observation import Look, Observation, Status
from hygie.core import clock
from hygie.core.findings import State
from hygie.home import queries
from hygie.practice import registries
from hygie.practice.actions import keep
from hygie.practice.models import Computer


def look(computer="ACCUEIL", *, ago=timedelta(0), observations=()):
    return Look(
        computer=computer, system="linux", seen_at=clock.now() - ago, observations=observations
    )


def test_a_practice_that_was_never_looked_at_says_nothing(alice):
    keep(Computer(name="ACCUEIL"))
    assert findings() == []


def test_each_computer_speaks_by_its_last_look(alice):
    actions.keep_look(look("ACCUEIL", ago=timedelta(days=3)))
    last = actions.keep_look(look("ACCUEIL"))
    actions.keep_look(look("SECRÉTARIAT"))
    by_computer = {finding.computer: finding.seen_at for finding in findings()}
    assert set(by_computer) == {"ACCUEIL", "SECRÉTARIAT"}
    assert by_computer["ACCUEIL"] == last.seen_at


def test_what_was_not_seen_is_never_in_place(alice):
    broken = Observation(probe="disks", status=Status.SEEN, facts={"disks": "abîmé"})
    actions.keep_look(look(observations=(broken,)))
    assert findings()
    assert {finding.state for finding in findings()} == {State.UNKNOWN}


def test_a_computer_given_another_name_speaks_under_that_name(alice):
    computer = actions.keep_look(look("PC-3F2A91")).computer
    computer.name = "Accueil"
    keep(computer)
    assert {finding.computer for finding in findings()} == {"Accueil"}
    told = " ".join(state.reason for state in queries.states())
    assert "PC-3F2A91" not in told


def test_the_room_speaks_to_the_check_up(founded):
    actions.look_here()
    said = {finding.code for finding in registries.findings()}
    assert {finding.code for finding in findings()} <= said
    assert len(findings()) >= 7
