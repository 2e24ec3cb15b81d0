"""The check-up as text for a terminal, and as plain values for other programs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from hygie.core.findings import Finding, State
from hygie.home.rules import AnswerState, headline, next_action

WIDTH = 79
_NARROW = 60

# Signs that every terminal has, old Windows ones included; the word beside says the same.
SYMBOLS = {
    State.TO_DO: "!",
    State.TO_CONFIRM: "?",
    State.UNKNOWN: "~",
    State.IN_PLACE: "+",
    State.NOT_CONCERNED: "-",
}


def lines(states: Sequence[AnswerState], *, width: int = WIDTH) -> list[str]:
    """The answers one by one, then the sentence of the home page and the one next action.

    Each answer begins with its number; its reason is below it. No line is longer than `width`
    characters (20 at least), and nothing that a disk or a program is called can steer the terminal.
    """
    width = max(width, 20)
    found = [line for answer in states for line in _answer_lines(answer, width=width)]
    ending = [headline(states), *_next_lines(next_action(states))]
    return [*found, "", *(line for text in ending for line in _wrapped(text, width=width))]


def _answer_lines(answer: AnswerState, *, width: int) -> list[str]:
    head = f"{answer.number:2} {SYMBOLS[answer.state]} {answer.state.label:<15} "
    if width < _NARROW:
        first = _wrapped(f"{head.rstrip()}\u00a0: {answer.title}", width=width, later="     ")
        return [*first, *_wrapped(answer.reason, width=width, indent="     ")]
    below = " " * len(head)
    return [
        *_wrapped(answer.title, width=width, indent=head, later=below),
        *_wrapped(answer.reason, width=width, indent=below),
    ]


def _next_lines(finding: Finding | None) -> list[str]:
    if finding is None:
        return ["Rien à faire pour le moment."]
    duration = f"{finding.minutes} min, " if finding.minutes else ""
    first = f"À faire maintenant ({duration}{finding.who.label})"
    return [text for text in (first, finding.title, finding.advice) if text]


def _wrapped(text: str, *, width: int, indent: str = "", later: str | None = None) -> list[str]:
    return textwrap.wrap(
        _printable(text),
        width=width,
        initial_indent=indent,
        subsequent_indent=indent if later is None else later,
        break_on_hyphens=False,
    )


def _printable(text: str) -> str:
    """The text without what steers a terminal: a disk's label may hold escape sequences."""
    return "".join("?" if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def as_json(states: Sequence[AnswerState]) -> dict[str, object]:
    """The states as plain values, for `hygie checkup --json`."""
    return {
        "answers": [
            {
                "number": answer.number,
                "title": answer.title,
                "state": answer.state.value,
                "findings": [finding.as_json() for finding in answer.findings],
            }
            for answer in states
        ]
    }
