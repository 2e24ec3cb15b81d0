"""What the review of a year asks of each record, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hygie.records.rules.columns import STATUSES, Results
from hygie.records.rules.outcome import Status
from hygie.records.rules.review import Turn
from hygie.records.rules.tables import Days, Flags, number

TURNS = tuple(Turn)
NOTHING = -1


@dataclass(frozen=True, kw_only=True)
class Turned:
    """What is asked, a row each.

    Attributes:
        turn: rank in TURNS, NOTHING when the year asks nothing of the record.
        since: the day from which it is asked; 0 when there is none.
    """

    turn: NDArray[np.int8]
    since: Days


def turned(found: Results, *, year: int, held: Flags, archived: Flags, look_again: Days) -> Turned:
    """What a year asks of each record.

    Args:
        found: what the rules decided.
        year: up to its last day.
        held: a hold is open, whatever the rules say.
        archived: a person moved it to the archive since its last contact.
        look_again: when a record without end is looked at again; 0 elsewhere.
    """
    last = number(date(year, 12, 31))
    is_status = {status: found.status == STATUSES.index(status) for status in Status}
    turn = np.full(len(found.status), NOTHING, dtype=np.int8)
    since = np.zeros(len(found.status), dtype=np.int32)

    def ask(what: Turn, rows: Flags, days: Days | None = None) -> None:
        turn[rows] = TURNS.index(what)
        since[rows] = 0 if days is None else days[rows]

    is_over = (found.active_until > 0) & (found.active_until < last) & ~archived
    ask(Turn.ARCHIVE, is_over, found.active_until + 1)
    ask(Turn.LOOK_AGAIN, (look_again > 0) & (look_again <= last), look_again)
    is_due = (found.eliminable_from > 0) & (found.eliminable_from <= last)
    ask(Turn.ELIMINATE, is_due, found.eliminable_from)
    ask(Turn.HELD, held | is_status[Status.SUSPENDED])
    ask(Turn.COMPLETE, is_status[Status.UNKNOWN] & ~held)
    ask(Turn.MEND, is_status[Status.ERROR])
    return Turned(turn=turn, since=since)
