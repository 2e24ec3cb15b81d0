import platform
from datetime import timedelta

import pytest

from hygie.checkup import actions
from hygie.checkup.models import SeenLook
from hygie.checkup.observation import Look, Observation, Status
from hygie.core import clock
from hygie.journal.models import Entry
from hygie.journal.queries import last_of
from hygie.practice.actions import keep
from hygie.practice.models import Computer


def look(computer="ACCUEIL", *, ago=timedelta(0), **facts):
    seen = Observation(probe="browsers", status=Status.SEEN, facts=facts)
    return Look(computer=computer, system="linux", seen_at=clock.now() - ago, observations=(seen,))


def test_looking_without_a_base_keeps_nothing(home):
    seen = actions.look_without_keeping()
    assert seen.computer
    assert {one.probe for one in seen.observations} >= {"browsers", "passwords", "disks"}
    assert not home.exists()


def test_looking_here_keeps_what_was_seen_on_this_computer(founded):
    seen = actions.look_here()
    assert seen.computer.name == platform.node()
    assert Computer.objects.count() == 1, "the computer of the first day is this one"
    assert SeenLook.objects.get().body["computer"] == platform.node()
    assert last_of("checkup.look").object_id == seen.computer.pk


def test_what_was_seen_is_read_again_as_it_was(alice):
    kept = actions.keep_look(look(version="156.0", place="/usr/bin"))
    kept.refresh_from_db()
    assert Look.from_json(kept.body).of("browsers").facts == {
        "version": "156.0", "place": "/usr/bin",
    }  # fmt: skip


def test_a_new_computer_is_added_to_the_list(alice):
    kept = actions.keep_look(look("SECRÉTARIAT"))
    assert Computer.objects.get().name == "SECRÉTARIAT"
    assert actions.keep_look(look("SECRÉTARIAT")).computer == kept.computer


def test_a_computer_given_another_name_stays_the_same_computer(alice):
    computer = actions.keep_look(look("PC-3F2A91")).computer
    computer.name = "Accueil"
    keep(computer)
    assert actions.keep_look(look("PC-3F2A91")).computer == computer
    assert Computer.objects.get().name == "Accueil"


def test_a_computer_written_by_hand_is_recognised_when_it_is_looked_at(alice):
    written = keep(Computer(name="PC-3F2A91"))
    assert actions.keep_look(look("PC-3F2A91")).computer == written
    written.refresh_from_db()
    written.name = "Accueil"
    keep(written)
    assert actions.keep_look(look("PC-3F2A91")).computer == written


def test_two_computers_never_fight_for_a_name(alice):
    first = actions.keep_look(look("PC-1")).computer
    first.name = "PC-2"
    keep(first)
    second = actions.keep_look(look("PC-2")).computer
    assert second != first
    assert {computer.name for computer in Computer.objects.all()} == {"PC-2", "PC-2 (2)"}
    assert actions.keep_look(look("PC-2")).computer == second


def test_looks_of_more_than_a_year_are_let_go(alice):
    actions.keep_look(look(ago=timedelta(days=actions.KEPT_DAYS + 1)))
    actions.keep_look(look(ago=timedelta(days=actions.KEPT_DAYS - 1)))
    actions.keep_look(look())
    assert SeenLook.objects.count() == 2


def test_a_look_that_cannot_be_written_leaves_no_line(founded, monkeypatch):
    lines = Entry.objects.count()

    def refuse(*args, **kwargs):
        raise OSError("le disque ne répond pas")

    monkeypatch.setattr(actions, "record", refuse)
    with pytest.raises(OSError, match="disque"):
        actions.keep_look(look("NOUVEAU"))
    assert SeenLook.objects.count() == 0
    assert not Computer.objects.filter(name="NOUVEAU").exists()
    assert Entry.objects.count() == lines
