from datetime import timedelta

from hygie.checkup import actions, queries
from hygie.checkup.engine.look import PROBES
from hygie.checkup.models import SeenLook
from hygie.checkup.observation import Look
from hygie.core import clock
from hygie.practice.actions import keep
from hygie.practice.models import Computer


def look(computer="ACCUEIL", *, ago=timedelta(0)):
    return Look(computer=computer, system="linux", seen_at=clock.now() - ago)


def test_a_computer_never_looked_at_has_no_look(alice):
    computer = keep(Computer(name="ACCUEIL"))
    assert queries.looks_at(computer) == []
    assert queries.last_looked_at(computer) is None
    assert queries.all_last_looks() == [(computer, None)]


def test_the_looks_at_a_computer_are_its_own_newest_first(alice):
    old, recent = look(ago=timedelta(hours=3)), look()
    for seen in (old, look("SECRÉTARIAT"), recent):
        computer = actions.keep_look(seen).computer
    assert queries.looks_at(computer) == [recent, old]
    assert queries.last_looked_at(computer) == recent.seen_at


def test_the_history_that_is_read_has_an_end(alice):
    for hours in range(queries.HISTORY_LOOKS + 5, 0, -1):
        computer = actions.keep_look(look(ago=timedelta(hours=hours))).computer
    looks = queries.looks_at(computer)
    assert len(looks) == queries.HISTORY_LOOKS
    assert looks[0].seen_at > clock.now() - timedelta(hours=2)


def test_a_look_made_while_the_clock_was_wrong_does_not_hide_the_next_ones(alice):
    actions.keep_look(look(ago=-timedelta(days=1000)))
    computer = actions.keep_look(look()).computer
    assert queries.looks_at(computer)[0].seen_at <= clock.now()
    assert queries.last_looked_at(computer) <= clock.now()


def test_a_look_that_cannot_be_read_any_more_has_seen_nothing(alice):
    kept = actions.keep_look(look())
    SeenLook.objects.filter(pk=kept.pk).update(body={"computer": 3})
    (unread,) = queries.looks_at(kept.computer)
    assert (unread.computer, unread.seen_at) == ("ACCUEIL", kept.seen_at)
    assert not any(unread.of(name).is_known for name in PROBES)


def test_each_probe_says_what_it_reads_and_never_reads():
    assert [probe.name for probe in queries.probes()] == list(PROBES)
    assert all(probe.reads and probe.never_reads for probe in queries.probes())
