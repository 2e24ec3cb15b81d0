"""Who acts now: a member for the time of a request, "automate" for a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """An actor: an opaque id, and the name as it is at that time."""

    actor_id: str
    name: str


AUTOMATON = Actor("automate", "automate")
_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Everything recorded in the block is by that actor; None until somebody is known."""
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


def become(actor: Actor) -> None:
    """From here to the end of the enclosing block, this is who acts."""
    _current.set(actor)


def current() -> Actor:
    """Who acts now.

    Raises:
        LookupError: nobody was named, which is a fault of the program.
    """
    actor = _current.get()
    if actor is None:
        raise LookupError("an action was recorded without an actor")
    return actor
