"""What a year asks of each record."""

from datetime import date

import numpy as np
import pytest

from hygie.records.rules.columns import STATUSES, Results
from hygie.records.rules.outcome import Status
from hygie.records.rules.review import Turn
from hygie.records.rules.tables import number
from hygie.records.rules.turns import NOTHING, TURNS, turned

YEAR = 2026


def asked(status=Status.KEPT, *, held=False, archived=False, look_again=None, **days):
    found = Results.empty(1)
    found.status[0] = STATUSES.index(status)
    for name, day in days.items():
        getattr(found, name)[0] = number(day)
    done = turned(
        found, year=YEAR, held=np.array([held]), archived=np.array([archived]),
        look_again=np.array([number(look_again)], dtype=np.int32),
    )  # fmt: skip
    turn = None if done.turn[0] == NOTHING else TURNS[done.turn[0]]
    return turn, int(done.since[0])


OVER = {"eliminable_from": date(2025, 3, 16), "active_until": date(2010, 3, 15)}


@pytest.mark.parametrize(
    ("given", "turn", "since"),
    [
        ({"status": Status.ELIMINABLE, **OVER}, Turn.ELIMINATE, date(2025, 3, 16)),
        ({"eliminable_from": date(2026, 12, 31)}, Turn.ELIMINATE, date(2026, 12, 31)),
        ({"eliminable_from": date(2027, 1, 1)}, None, None),
        ({"status": Status.ELIMINABLE, **OVER, "held": True}, Turn.HELD, None),
        ({"eliminable_from": date(2040, 1, 1), "held": True}, Turn.HELD, None),
        ({"status": Status.SUSPENDED, "active_until": date(2010, 1, 1)}, Turn.HELD, None),
        ({"active_until": date(2026, 5, 1)}, Turn.ARCHIVE, date(2026, 5, 2)),
        ({"active_until": date(2026, 12, 31)}, None, None),
        ({"active_until": date(2026, 5, 1), "archived": True}, None, None),
        ({"status": Status.UNLIMITED, "look_again": date(2026, 6, 1)}, Turn.LOOK_AGAIN,
         date(2026, 6, 1)),
        ({"status": Status.UNLIMITED, "look_again": date(2027, 6, 1)}, None, None),
        ({"status": Status.UNKNOWN}, Turn.COMPLETE, None),
        ({"status": Status.UNKNOWN, "held": True}, Turn.HELD, None),
        ({"status": Status.ERROR, "held": True}, Turn.MEND, None),
    ],
)  # fmt: skip
def test_a_record_is_asked_one_thing(given, turn, since):
    assert asked(**given) == (turn, number(since))
