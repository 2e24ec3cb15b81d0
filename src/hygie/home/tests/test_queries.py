from datetime import timedelta

import pytest

from hygie.checkup import actions as checkup
from hygie.checkup.observation import Look
from hygie.core import clock
from hygie.core.findings import Finding, State
from hygie.home import actions, queries, rules
from hygie.home.models import GivenReply
from hygie.home.questions import DONT_KNOW
from hygie.practice import registries
from hygie.practice.actions import keep
from hygie.practice.models import Computer

QUESTION = rules.questions()[0]


def look(computer="ACCUEIL"):
    return Look(computer=computer, system="linux", seen_at=clock.now())


@pytest.fixture
def later(monkeypatch):
    """Let days pass."""
    now = clock.now()

    def wait(days):
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))

    return wait


def test_the_latest_reply_to_a_question_counts(alice):
    for choice in (QUESTION.choices[0], QUESTION.choices[1]):
        actions.reply(QUESTION.id, choice.id, by=alice)
    (reply,) = queries.replies()
    assert (reply.question_id, reply.choice_id) == (QUESTION.id, QUESTION.choices[1].id)
    assert reply.by_name == "Dr Alice Martin"


def test_a_reply_given_while_the_clock_was_wrong_does_not_hide_the_next_one(alice):
    actions.reply(QUESTION.id, QUESTION.choices[0].id, by=alice)
    GivenReply.objects.update(at=clock.now() + timedelta(days=1000))
    actions.reply(QUESTION.id, QUESTION.choices[1].id, by=alice)
    assert [reply.choice_id for reply in queries.replies()] == [QUESTION.choices[1].id]


def test_every_question_waits_on_the_first_day(founded):
    assert queries.waiting_questions() == list(rules.questions())
    actions.reply(QUESTION.id, QUESTION.choices[0].id, by=founded.member)
    assert queries.waiting_questions() == list(rules.questions())[1:]


def test_a_question_is_asked_again_after_its_time_only(founded, later):
    asked_again = next(q for q in rules.questions() if q.ask_again_after_days)
    for question in rules.questions():
        actions.reply(question.id, question.choices[0].id, by=founded.member)
    assert queries.waiting_questions() == []
    later(asked_again.ask_again_after_days - 1)
    assert asked_again not in queries.waiting_questions()
    later(asked_again.ask_again_after_days + 1)
    assert asked_again in queries.waiting_questions()


def test_not_knowing_does_not_wait_any_more_and_is_never_green(founded):
    actions.reply(QUESTION.id, DONT_KNOW, by=founded.member)
    assert QUESTION not in queries.waiting_questions()
    for state in queries.states():
        for finding in state.findings:
            if finding.code == QUESTION.code:
                assert finding.state not in {State.IN_PLACE, State.NOT_CONCERNED}


def test_the_22_states_rest_on_replies_looks_and_what_rooms_say(founded, monkeypatch):
    said = Finding(code="test.room", answers=(7,), state=State.TO_DO, title="Une pièce le dit.")
    sources = {**registries.finding_sources, "test": lambda: [said]}
    monkeypatch.setattr(registries, "finding_sources", sources)
    states = queries.states()
    assert [state.number for state in states] == list(range(1, 23))
    assert said in states[6].findings
    assert states[6].state is State.TO_DO
    assert "ask." in " ".join(finding.code for finding in states[0].findings)


def test_nothing_is_green_while_a_computer_was_not_looked_at(founded):
    keep(Computer(name="SECRÉTARIAT"))
    checkup.keep_look(look("SECRÉTARIAT"))
    keep(Computer(name="SALLE DE SOINS"))
    about_computers = [
        state for state in queries.states()
        if any("SALLE DE SOINS (jamais vu)" in finding.title for finding in state.findings)
    ]  # fmt: skip
    assert {2, 9, 16} <= {state.number for state in about_computers}
    assert not {state.state for state in about_computers} & {State.IN_PLACE, State.NOT_CONCERNED}


def test_every_answer_is_shown_once_under_its_theme(founded):
    grouped = queries.by_theme(queries.states())
    numbers = [state.number for _, states in grouped for state in states]
    assert sorted(numbers) == list(range(1, 23))
    assert all(states for _, states in grouped)
