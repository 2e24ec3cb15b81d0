"""The check-up at the terminal, with or without a practice."""

from __future__ import annotations

from hygie.checkup import rules as checkup
from hygie.checkup.actions import look_here, look_without_keeping
from hygie.core import clock, files
from hygie.home import rules
from hygie.home.text_report import as_json, lines
from hygie.storage import keyfile, unattended

__all__ = ["as_json", "lines", "states"]

BARE = (
    "\nAucun cabinet n’a été ouvert : ce bilan ne connaît que cet ordinateur. "
    "Lancez « hygie serve » pour répondre aux questions."
)


def states() -> tuple[list[rules.AnswerState], str]:
    """The 22 states, and a sentence on what they rest on."""
    if keyfile.exists(files.home()) and unattended.open_if_possible():
        return _of_practice(), ""
    look = look_without_keeping()
    now = clock.now()
    findings = [
        *rules.findings_from_replies([], now=now),
        *checkup.findings_from(look, today=clock.today(), tables=checkup.tables()),
    ]
    here = rules.ComputerLook(name=look.computer, looked_at=look.seen_at)
    return rules.evaluate(findings, computers=[here], now=now), BARE


def _of_practice() -> list[rules.AnswerState]:
    from hygie.accounts.keys import make_ready
    from hygie.home import queries
    from hygie.journal.actor import AUTOMATON, acting_as

    make_ready()
    with acting_as(AUTOMATON):
        look_here()
    return queries.states()
