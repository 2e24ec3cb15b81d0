"""The steps of the day of an attack. Pure: read from `data/steps.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hygie.core import rules
from hygie.core.rules import Source


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do, in order.

    Attributes:
        title: the gesture, in a few words.
        text: how, in two or three short sentences.
        minutes: how long it takes; 0 when it takes no time.
    """

    title: str
    text: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to do when something goes wrong.

    Attributes:
        first: the words to read before anything else.
        steps: the gestures, in order.
        contacts: name, and how to reach them, for everybody in France.
        sources: where it comes from.
    """

    first: str
    steps: tuple[Step, ...]
    contacts: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


@cache
def plan() -> Plan:
    """The plan, as data."""
    data = rules.load(Path(__file__).parent / "data" / "steps.toml")
    return Plan(
        first=data["first"],
        steps=tuple(Step(**step) for step in data["steps"]),
        contacts=tuple((contact["name"], contact["text"]) for contact in data["contacts"]),
        sources=tuple(rules.sources_in(data)),
    )
