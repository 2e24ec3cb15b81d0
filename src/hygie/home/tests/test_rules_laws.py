"""The laws of `home.rules`, whatever was found."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.core.findings import Finding, State, Who
from hygie.home.needs import needs
from hygie.home.questions import CODE_PREFIX, Reply, questions
from hygie.home.rules import (
    GRAVITY,
    ComputerLook,
    evaluate,
    findings_from_replies,
    next_action,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ACCUEIL = ComputerLook(name="Accueil", looked_at=NOW - timedelta(hours=1))
EVERY_COMPUTER = [n for n, need in needs().by_answer.items() if need.every_computer]
ALL_CODES = sorted({code for need in needs().by_answer.values() for code in need.codes})
PROBES = [code for code in ALL_CODES if not code.startswith((CODE_PREFIX, "practice."))]


def finding(code, state, *, answers=None, computer="", **more):
    if answers is None:
        answers = tuple(n for n, need in needs().by_answer.items() if code in need.codes)
    return Finding(
        code=code, answers=answers, state=state, title=f"{code}.", computer=computer, **more
    )


def everything(state=State.IN_PLACE, *, computers=("Accueil",)):
    """One finding for each needed code, on each computer where it is about computers."""
    return [
        finding(code, state, computer=name)
        for code in ALL_CODES
        for name in (computers if code in PROBES else ("",))
    ]


findings_of_all_kinds = st.lists(
    st.builds(
        finding,
        st.sampled_from([*ALL_CODES, "records.overdue"]),
        st.sampled_from(State),
        answers=st.none() | st.lists(st.integers(1, 22), max_size=3).map(tuple),
        computer=st.sampled_from(["", "Accueil", "Salle 2"]),
        urgency=st.integers(1, 3),
        minutes=st.none() | st.integers(1, 60),
        who=st.sampled_from(Who),
    ),
    max_size=40,
)
looks = st.lists(
    st.builds(
        ComputerLook,
        name=st.sampled_from(["Accueil", "Salle 2", "Bureau"]),
        looked_at=st.none() | st.integers(-5, 60).map(lambda days: NOW - timedelta(days=days)),
    ),
    max_size=3,
    unique_by=lambda look: look.name,
)


def states_of(found, computers):
    return [one.state for one in evaluate(found, computers=computers, now=NOW)]


@given(found=findings_of_all_kinds, computers=looks, number=st.integers(1, 22))
@settings(deadline=None)
def test_one_more_thing_to_do_never_improves_a_state(found, computers, number):
    before = states_of(found, computers)
    more = finding("room.more", State.TO_DO, answers=(number,))
    after = states_of([*found, more], computers)
    assert after[number - 1] is State.TO_DO
    assert all(
        GRAVITY.index(new) <= GRAVITY.index(old) for old, new in zip(before, after, strict=True)
    )


@given(found=findings_of_all_kinds, computers=looks)
@settings(deadline=None)
def test_a_forgotten_computer_leaves_no_answer_about_computers_in_place(found, computers):
    forgotten = ComputerLook(name="Cave", looked_at=None)
    states = states_of([*everything(), *found], [*computers, forgotten])
    for number in EVERY_COMPUTER:
        assert states[number - 1] in {State.TO_DO, State.TO_CONFIRM, State.UNKNOWN}


@given(found=findings_of_all_kinds, computers=looks, order=st.randoms())
@settings(deadline=None)
def test_the_order_of_findings_and_computers_does_not_matter(found, computers, order):
    mixed, moved = order.sample(found, len(found)), order.sample(computers, len(computers))
    one, other = (
        evaluate(found, computers=computers, now=NOW),
        evaluate(mixed, computers=moved, now=NOW),
    )
    assert one == other
    assert next_action(one) == next_action(other)


@given(found=findings_of_all_kinds, computers=looks)
@settings(deadline=None)
def test_attacks_concern_everybody_and_phones_are_never_in_place(found, computers):
    states = states_of(found, computers)
    assert State.NOT_CONCERNED not in {states[3], states[13]}
    assert states[16] in {State.TO_DO, State.TO_CONFIRM, State.UNKNOWN}


@given(
    picks=st.lists(st.tuples(st.sampled_from(questions()), st.integers(0, 5)), max_size=20),
    days_ago=st.integers(0, 800),
)
@settings(deadline=None)
def test_no_reply_alone_makes_an_answer_about_computers_in_place(picks, days_ago):
    replies = [
        Reply(
            question_id=question.id,
            choice_id=question.choices[index % len(question.choices)].id,
            by_name="Dr Alice Martin",
            at=NOW - timedelta(days=days_ago),
        )
        for question, index in picks
    ]
    states = states_of(findings_from_replies(replies, now=NOW), [ACCUEIL])
    assert all(states[number - 1] is not State.IN_PLACE for number in EVERY_COMPUTER)
