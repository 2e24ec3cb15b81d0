from pathlib import Path

import pytest

from hygie.core.errors import HygieError
from hygie.core.findings import State
from hygie.home import needs as room
from hygie.home.questions import CODE_PREFIX, questions

# What a person says, or what the base holds: once for the whole practice.
SAID_OR_KEPT = (CODE_PREFIX, "practice.", "records.", "airlock.")


@pytest.fixture
def needs_holding(tmp_path, monkeypatch):
    def write(content):
        (tmp_path / "needs.toml").write_text(content, encoding="utf-8")
        monkeypatch.setattr(room, "DATA", Path(tmp_path))
        room.needs.cache_clear()
        return room.needs

    yield write
    room.needs.cache_clear()


def test_each_of_the_22_answers_needs_something():
    assert sorted(room.needs().by_answer) == list(range(1, 23))
    assert all(need.codes for need in room.needs().by_answer.values())


def test_each_needed_code_is_a_question_or_has_a_french_name():
    known = {question.code for question in questions()} | set(room.needs().code_names)
    needed = {code for need in room.needs().by_answer.values() for code in need.codes}
    assert needed == known


def test_the_answers_about_every_computer_are_those_that_a_probe_can_see():
    by_answer = room.needs().by_answer
    assert [n for n, need in by_answer.items() if need.every_computer] == [2, 6, 9, 16, 22]
    for need in by_answer.values():
        probed = [c for c in need.codes if not c.startswith(SAID_OR_KEPT)]
        assert bool(probed) == need.every_computer


def test_nobody_is_spared_by_attacks_and_phones_stay_to_confirm():
    by_answer = room.needs().by_answer
    assert [n for n, need in by_answer.items() if need.always_concerned] == [4, 14]
    assert by_answer[17].at_best is State.TO_CONFIRM
    assert by_answer[17].at_best_reason


def test_a_look_counts_for_thirty_days():
    assert room.needs().look_again_after_days == 30


@pytest.mark.parametrize(
    "content",
    [
        "look_again_after_days = 30",
        'look_again_after_days = "souvent"\n[codes]\n[answers.1]\ncodes = []',
        'look_again_after_days = 30\n[codes]\n[answers.1]\ncodes = []\nat_best = "green"',
        "look_again_after_days = 30\n[codes]\n[answers.one]\ncodes = []",
    ],
)
def test_a_damaged_file_is_refused_in_french(needs_holding, content):
    with pytest.raises(HygieError, match=r"needs\.toml") as refused:
        needs_holding(content)()
    assert refused.value.code == "home.needs_damaged"
