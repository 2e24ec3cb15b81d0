from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hygie.answers.entries import numbered
from hygie.core.findings import Finding, State
from hygie.home.needs import needs
from hygie.home.questions import CODE_PREFIX, Reply
from hygie.home.rules import (
    GRAVITY,
    AnswerState,
    ComputerLook,
    evaluate,
    findings_from_replies,
    headline,
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


def answer(number, findings, *, computers=(ACCUEIL,)):
    return evaluate(findings, computers=computers, now=NOW)[number - 1]


def state_of(number, findings, *, computers=(ACCUEIL,)):
    return answer(number, findings, computers=computers).state


def test_the_22_answers_come_in_order_with_their_questions():
    states = evaluate([], computers=[], now=NOW)
    assert [one.number for one in states] == list(range(1, 23))
    assert [one.title for one in states] == [entry.title for entry in numbered()]


def test_with_nothing_known_nothing_is_verified():
    assert {one.state for one in evaluate([], computers=[], now=NOW)} == {State.UNKNOWN}


def test_with_everything_seen_and_well_all_is_in_place_but_phones():
    states = evaluate(everything(), computers=[ACCUEIL], now=NOW)
    assert {one.number for one in states if one.state is not State.IN_PLACE} == {17}
    assert states[16].state is State.TO_CONFIRM
    assert states[16].reason == "Ce qui se passe sur les téléphones ne se voit pas d’ici."


def test_a_bare_computer_without_base_has_22_states():
    seen = [finding(code, State.IN_PLACE, computer="Accueil") for code in PROBES]
    states = evaluate([*findings_from_replies([], now=NOW), *seen], computers=[ACCUEIL], now=NOW)
    assert [one.number for one in states if one.state is State.IN_PLACE] == [2, 9, 16]
    assert {one.state for one in states} == {State.IN_PLACE, State.TO_CONFIRM}


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([State.IN_PLACE, State.TO_DO, State.TO_CONFIRM, State.UNKNOWN], State.TO_DO),
        ([State.IN_PLACE, State.TO_CONFIRM, State.UNKNOWN], State.TO_CONFIRM),
        ([State.IN_PLACE, State.UNKNOWN, State.NOT_CONCERNED], State.UNKNOWN),
        ([State.IN_PLACE, State.NOT_CONCERNED], State.IN_PLACE),
        ([State.NOT_CONCERNED, State.NOT_CONCERNED], State.NOT_CONCERNED),
        ([State.IN_PLACE], State.IN_PLACE),
    ],
)
def test_the_worst_finding_makes_the_state(states, expected):
    found = [finding("ask.register", state, answers=(12,)) for state in states]
    assert state_of(12, found) is expected


def test_a_needed_code_that_nobody_produced_is_never_green():
    found = [one for one in everything() if one.code != "practice.emergency_card"]
    assert state_of(15, found) is State.UNKNOWN
    assert answer(15, found).reason == (
        "Pas encore renseigné\u00a0: l’impression de la carte d’urgence."
    )


def test_a_question_that_was_never_put_is_named():
    assert answer(12, []).reason == (
        "Question pas encore posée\u00a0: «\u00a0Avez-vous un registre RGPD\u00a0?\u00a0»"
    )


def test_what_another_room_says_counts_even_if_the_answer_did_not_ask():
    found = [*everything(), finding("accounts.recovery", State.TO_DO, answers=(8,))]
    assert state_of(8, found) is State.TO_DO


def test_a_finding_serves_each_answer_that_needs_it():
    only_for_nine = finding("system.antivirus", State.TO_DO, answers=(9,), computer="Accueil")
    assert state_of(22, [*everything(), only_for_nine]) is State.TO_DO


def test_a_reply_does_not_spill_over_to_an_answer_it_does_not_name():
    said = Reply(question_id="passwords", choice_id="vault_alone", by_name="Bruno", at=NOW)
    found = findings_from_replies([said], now=NOW)
    assert state_of(8, found) is State.TO_DO
    assert state_of(11, found) is State.NOT_CONCERNED


@pytest.mark.parametrize("number", EVERY_COMPUTER)
@pytest.mark.parametrize(
    ("looked_at", "said"),
    [
        (None, "Ordinateur à regarder\u00a0: Salle 2 (jamais vu)."),
        (NOW - timedelta(days=31), "Ordinateur à regarder\u00a0: Salle 2 (vu le 24/10/2026)."),
        (NOW + timedelta(days=2), "Ordinateur à regarder\u00a0: Salle 2 (vu le 26/11/2026)."),
    ],
)
def test_a_computer_that_was_not_looked_at_lately_keeps_the_answer_open(number, looked_at, said):
    found = everything(computers=("Accueil", "Salle 2"))
    other = ComputerLook(name="Salle 2", looked_at=looked_at)
    result = answer(number, found, computers=[ACCUEIL, other])
    assert result.state is State.UNKNOWN
    assert said in {one.title for one in result.findings}


@pytest.mark.parametrize("number", EVERY_COMPUTER)
def test_a_computer_looked_at_thirty_days_ago_still_counts(number):
    found = everything(computers=("Accueil", "Salle 2"))
    other = ComputerLook(name="Salle 2", looked_at=NOW - timedelta(days=30))
    assert state_of(number, found, computers=[ACCUEIL, other]) is State.IN_PLACE


def test_two_forgotten_computers_are_both_named():
    looks = [ComputerLook(name=name, looked_at=None) for name in ("Salle 2", "Bureau")]
    reason = answer(16, everything(), computers=[ACCUEIL, *looks]).reason
    assert reason == "Ordinateurs à regarder\u00a0: Bureau (jamais vu), Salle 2 (jamais vu)."


def test_an_answer_that_is_not_about_computers_does_not_wait_for_them():
    forgotten = ComputerLook(name="Salle 2", looked_at=None)
    assert state_of(12, everything(), computers=[ACCUEIL, forgotten]) is State.IN_PLACE


@pytest.mark.parametrize("number", EVERY_COMPUTER)
def test_without_any_declared_computer_nothing_about_computers_is_in_place(number):
    assert state_of(number, everything(), computers=[]) is State.UNKNOWN


def test_a_probe_that_failed_on_one_computer_is_named():
    both = [ACCUEIL, replace(ACCUEIL, name="Salle 2")]
    found = [
        one
        for one in everything(computers=("Accueil", "Salle 2"))
        if (one.code, one.computer) != ("system.edr", "Salle 2")
    ]
    result = answer(9, found, computers=both)
    assert result.state is State.UNKNOWN
    assert result.reason == "Pas pu vérifier sur Salle 2\u00a0: la présence d’un EDR."


@pytest.mark.parametrize("number", [4, 14])
def test_nobody_is_spared_by_attacks(number):
    found = everything(State.NOT_CONCERNED)
    assert state_of(number, found) is State.TO_CONFIRM
    assert answer(number, found).reason == "Personne n’est à l’abri d’une attaque."
    assert state_of(20, found) is State.NOT_CONCERNED


@pytest.mark.parametrize("state", [State.TO_DO, State.UNKNOWN])
def test_the_best_state_of_phones_hides_no_worse_one(state):
    assert state_of(17, [finding("ask.messengers", state)]) is state


def test_findings_come_by_gravity_then_urgency():
    found = [
        finding("a", State.IN_PLACE, answers=(12,), urgency=3),
        finding("b", State.TO_DO, answers=(12,), urgency=1),
        finding("c", State.UNKNOWN, answers=(12,), urgency=2),
        finding("d", State.TO_DO, answers=(12,), urgency=3),
        finding("ask.register", State.TO_CONFIRM, answers=(12,)),
    ]
    codes = [one.code for one in answer(12, found).findings]
    assert codes == ["d", "b", "ask.register", "c", "a"]


# The one next action and the one sentence.


def asked(state, *, code="ask.register", advice="Faites-le.", **more):
    return finding(code, state, answers=(12,), advice=advice, **more)


def next_of(*found):
    state = AnswerState(number=12, title="?", state=State.TO_DO, findings=found, reason="")
    return next_action([state])


def test_the_most_urgent_thing_comes_next():
    urgent = asked(State.TO_DO, urgency=3, minutes=60)
    assert next_of(asked(State.TO_DO, urgency=2, minutes=1), urgent) == urgent


def test_what_is_known_to_be_wrong_comes_before_a_question():
    to_do = asked(State.TO_DO, minutes=60)
    assert next_of(asked(State.TO_CONFIRM, minutes=1), to_do) == to_do


def test_of_two_equal_things_the_shortest_comes_first():
    short = asked(State.TO_DO, minutes=2)
    assert next_of(asked(State.TO_DO, minutes=30), short, asked(State.TO_DO)) == short


def test_what_could_not_be_seen_comes_last():
    question = asked(State.TO_CONFIRM, urgency=1)
    assert next_of(asked(State.UNKNOWN, urgency=3), question) == question


def test_what_calls_for_nothing_is_never_next():
    assert next_of(asked(State.IN_PLACE), asked(State.TO_CONFIRM, advice="")) is None
    assert next_action([]) is None


def test_a_new_practice_begins_with_its_first_question():
    states = evaluate(findings_from_replies([], now=NOW), computers=[ACCUEIL], now=NOW)
    following = next_action(states)
    assert following
    assert following.code == "ask.prescription"


def test_a_disk_left_plugged_comes_before_everything():
    said = Reply(question_id="external_disk", choice_id="plugged", by_name="Bruno", at=NOW)
    states = evaluate(findings_from_replies([said], now=NOW), computers=[ACCUEIL], now=NOW)
    following = next_action(states)
    assert following
    assert following.title == "Votre disque de copie reste branché."


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((3, 5, 0, 14, 0), "3 points à régler, 5 à confirmer, 14 en place."),
        ((1, 1, 0, 0, 1), "1 point à régler, 1 à confirmer, 1 sans objet."),
        ((0, 19, 3, 0, 0), "19 points à confirmer, 3 non vérifiés."),
        ((0, 0, 0, 21, 1), "21 points en place, 1 sans objet."),
        ((0, 0, 1, 0, 0), "1 point non vérifié."),
        ((0, 0, 0, 0, 0), "Aucune réponse à montrer."),
    ],
)  # fmt: skip
def test_one_sentence_sums_it_up(counts, sentence):
    states = [
        AnswerState(number=1, title="?", state=state, findings=(), reason="")
        for state, count in zip(GRAVITY, counts, strict=True)
        for _ in range(count)
    ]
    assert headline(states) == sentence
