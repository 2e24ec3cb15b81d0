"""The 22 states of this practice, now."""

from __future__ import annotations

from hygie.answers.entries import THEMES, numbered
from hygie.checkup.queries import all_last_looks
from hygie.core import clock
from hygie.core.findings import Finding, State
from hygie.home import rules
from hygie.home.models import GivenReply
from hygie.home.questions import ACTION
from hygie.practice import registries


def replies() -> list[rules.Reply]:
    """The latest reply to each question."""
    latest: dict[str, GivenReply] = {}
    # In the order they were given: one signed while the clock was wrong does not stay the latest.
    for given in GivenReply.objects.order_by("pk"):
        latest[given.question_id] = given
    return [
        rules.Reply(
            question_id=given.question_id, choice_id=given.choice_id,
            by_name=given.by_name, at=given.at,
        )
        for given in latest.values()
    ]  # fmt: skip


def states() -> list[rules.AnswerState]:
    """The state of each of the 22 answers."""
    now = clock.now()
    findings: list[Finding] = [
        *rules.findings_from_replies(replies(), now=now),
        *registries.findings(),
    ]
    computers = [
        rules.ComputerLook(name=computer.name, looked_at=seen_at)
        for computer, seen_at in all_last_looks()
    ]
    return rules.evaluate(findings, computers=computers, now=now)


def waiting_questions() -> list[rules.Question]:
    """Questions never answered, or to be asked again."""
    said = rules.findings_from_replies(replies(), now=clock.now())
    waiting = {f.code for f in said if f.state is State.TO_CONFIRM and f.action == ACTION}
    return [question for question in rules.questions() if question.code in waiting]


def by_theme(states: list[rules.AnswerState]) -> list[tuple[str, list[rules.AnswerState]]]:
    """The states grouped as the home page shows them."""
    theme_of = {entry.number: entry.theme for entry in numbered()}
    return [
        (theme, [state for state in states if theme_of[state.number] == theme]) for theme in THEMES
    ]
