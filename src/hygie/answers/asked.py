"""The questions of a session, in memory alone.

A question may hold a name: it is never in an address, which the browser would keep and share.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from hygie.answers.models import MAX_LETTERS

_ASKED = "asked"
_KEPT = 20


def remember(session: SessionBase, untrusted_question: str) -> int:
    """Hold a question; gives its rank, which is all that an address shows."""
    asked = dict(session.get(_ASKED, {}))
    rank = max(map(int, asked), default=0) + 1
    asked[str(rank)] = untrusted_question[:MAX_LETTERS]
    session[_ASKED] = dict(list(asked.items())[-_KEPT:])
    return rank


def recall(session: SessionBase, rank: int) -> str:
    """The question of that rank; empty when this session no longer holds it."""
    return str(session.get(_ASKED, {}).get(str(rank), ""))
