from datetime import timedelta

import pytest

from hygie.checkup.observation import Observation, Status
from hygie.checkup.rules import disks
from hygie.checkup.tests import planted
from hygie.core.findings import State

DISK = {
    "id": "a1", "label": "SAUVE-1", "size_bytes": 2_000_398_934_016, "filesystem": "ntfs",
    "mount_points": ["/media/alice/SAUVE-1"], "read_only": False,
}  # fmt: skip
KEY = DISK | {"id": "b2", "label": "CLÉ"}


def look(*attached, days_ago=0.0, status=Status.SEEN):
    return planted.look(
        Observation(probe="disks", status=status, facts={"disks": list(attached)}),
        seen_at=planted.NOW - timedelta(days=days_ago),
    )


def told(*attached, history=()):
    return disks.findings(look(*attached), history=history)


def test_a_disk_seen_once_is_only_to_be_confirmed():
    (found,) = told(DISK)
    assert found.state is State.TO_CONFIRM
    assert found.title == "«\u00a0SAUVE-1\u00a0» est branché en ce moment."
    assert found.minutes == 1


def test_a_disk_seen_at_every_look_for_two_days_stays_attached():
    history = [look(DISK, days_ago=day) for day in (0.1, 1, 2)]
    (found,) = told(DISK, history=history)
    assert found.state is State.TO_DO
    assert found.title == (
        "«\u00a0SAUVE-1\u00a0» reste branché\u00a0: vu à chaque contrôle depuis le 22/11/2026."
    )
    assert found.urgency == 3
    assert "4 contrôles de suite" in found.evidence[1]


def test_the_order_of_the_history_changes_nothing():
    history = [look(DISK, days_ago=day) for day in (3, 0.5, 2)]
    assert told(DISK, history=history) == told(
        DISK, history=sorted(history, key=lambda one: one.seen_at)
    )


@pytest.mark.parametrize(
    "history",
    [
        [look(DISK, days_ago=1.9)],
        [look(days_ago=1), look(DISK, days_ago=5)],
        [look(KEY, days_ago=1), look(DISK, days_ago=5)],
    ],
    ids=["too short", "unplugged since", "another disk meanwhile"],
)
def test_a_disk_that_was_unplugged_or_just_came_does_not_stay_attached(history):
    (found,) = told(DISK, history=history)
    assert found.state is State.TO_CONFIRM


def test_a_look_that_could_not_list_the_disks_proves_nothing_either_way():
    history = [look(days_ago=1, status=Status.TIMEOUT), look(DISK, days_ago=3)]
    (found,) = told(DISK, history=history)
    assert found.state is State.TO_DO


def test_looks_of_the_future_are_ignored():
    history = [look(days_ago=-1), look(DISK, days_ago=3)]
    assert told(DISK, history=history)[0].state is State.TO_DO


def test_nothing_attached_is_in_place_for_this_moment_only():
    (found,) = told()
    assert found.state is State.IN_PLACE
    assert "à cet instant" in found.title


def test_each_disk_has_its_own_finding_for_answer_6():
    found = told(DISK, KEY)
    assert [one.code for one in found] == ["disks.attached"] * 2
    assert {one.answers for one in found} == {(6,)}


def test_no_list_is_unknown():
    unread = Observation(probe="disks", status=Status.UNREADABLE)
    (found,) = disks.findings(planted.look(unread), history=())
    assert found.state is State.UNKNOWN
