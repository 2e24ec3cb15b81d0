import json
import re
from datetime import UTC, datetime

import pytest

from hygie.core.findings import Finding, State, Who
from hygie.home.rules import ComputerLook, Reply, evaluate, findings_from_replies
from hygie.home.text_report import SYMBOLS, as_json, lines

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HERE = ComputerLook(name="Accueil", looked_at=NOW)


def states_with(*findings, replies=()):
    found = [*findings_from_replies(replies, now=NOW), *findings]
    return evaluate(found, computers=[HERE], now=NOW)


def disk(title):
    return Finding(
        code="disks.attached", answers=(6,), state=State.TO_DO, title=title, urgency=3,
        advice="Débranchez-le.", minutes=1, who=Who.TECHNICIAN, computer="Accueil",
    )  # fmt: skip


def numbered(report):
    return [line for line in report if re.match(r"[ \d]\d ", line)]


def test_each_answer_has_its_line_with_a_sign_and_a_word():
    report = numbered(lines(states_with(disk("Le disque «\u00a0SAUVE-1\u00a0» est branché."))))
    assert [int(line[:2]) for line in report] == list(range(1, 23))
    assert (
        report[5] == " 6 ! À faire         Un disque dur externe convient-il pour mes copies\u00a0?"
    )
    assert report[1].startswith(" 2 ~ Pas pu vérifier Mémoriser le mot de passe")


def test_the_reason_stands_below_the_question():
    report = lines(states_with(disk("Le disque «\u00a0SAUVE-1\u00a0» est branché.")))
    below = report[report.index(numbered(report)[5]) + 1]
    assert below.strip() == "Le disque «\u00a0SAUVE-1\u00a0» est branché."


def test_each_state_has_its_own_sign():
    assert len(set(SYMBOLS.values())) == len(State)


def test_the_report_ends_with_the_sentence_and_the_next_action():
    report = lines(states_with(disk("Le disque est branché.")))
    assert report[-5:] == [
        "",
        "1 point à régler, 18 à confirmer, 3 non vérifiés.",
        "À faire maintenant (1 min, votre informaticien)",
        "Le disque est branché.",
        "Débranchez-le.",
    ]


def test_when_nothing_can_be_done_it_says_so():
    assert lines([])[-1] == "Rien à faire pour le moment."


@pytest.mark.parametrize("width", [20, 36, 59, 60, 79, 120])
def test_no_line_is_wider_than_the_terminal(width):
    report = lines(states_with(disk("A" * 300)), width=width)
    assert max(map(len, report)) <= width
    assert len(numbered(report)) >= 22


def test_an_absurd_width_is_not_obeyed():
    assert lines(states_with(), width=0) == lines(states_with(), width=20)


def test_the_label_of_a_disk_cannot_steer_the_terminal():
    report = lines(states_with(disk("\x1b[2JDisque\r\u202egnp.exe\n99 faux")))
    assert not re.search(r"[\x00-\x1f\x7f\u202e]", "".join(report))
    assert len(numbered(report)) == 22


def test_the_signs_exist_on_every_terminal():
    assert all(sign.isascii() for sign in SYMBOLS.values())


def test_the_same_as_plain_values():
    said = Reply(question_id="register", choice_id="no", by_name="Bruno", at=NOW)
    plain = json.loads(json.dumps(as_json(states_with(replies=[said]))))
    assert list(plain) == ["answers"]
    assert [one["number"] for one in plain["answers"]] == list(range(1, 23))
    assert {tuple(one) for one in plain["answers"]} == {("number", "title", "state", "findings")}
    register = plain["answers"][11]
    assert register["state"] == "to_do"
    assert register["findings"][0]["evidence"] == [
        "répondu par Bruno le 24/11/2026 à 10\u00a0h\u00a030"
    ]
