"""The maintainers' script that sets the guide's search, and measures it."""

import importlib
import math
import sys
from pathlib import Path

import pytest

from hygie.answers.rules import search

FOLDER = Path(__file__).parents[4] / "maintain"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="impossible ici : le script n’est pas dans le paquet installé"
)


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield importlib.import_module("calibrate_guide")
    for name in ("calibrate_guide", "guide_asked", "guide_figures"):
        sys.modules.pop(name, None)


@pytest.fixture
def figures(script):
    return sys.modules["guide_figures"]


def test_the_interval_of_a_share_is_wilsons(figures):
    low, high = figures.wilson(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert figures.wilson(0, 0) == (0.0, 1.0)
    assert figures.wilson(0, 10)[0] == 0


def test_a_small_system_is_solved(script):
    assert script.solved([[0.0, 2.0], [3.0, 1.0]], [4.0, 5.0]) == pytest.approx([1.0, 2.0])


def test_a_signal_that_tells_gets_its_weight(script):
    rows = [({"one": 1.0, "x": float(n % 2), "noise": float(n % 3)}, n % 10 < n % 2 * 9, 1.0)
            for n in range(300)]  # fmt: skip
    found = script.fit_chance(rows, ("one", "x", "noise"))
    assert found["x"] > 2
    assert abs(found["noise"]) < 0.3
    assert math.isfinite(found["one"])


def test_a_file_of_questions_is_read(script, tmp_path):
    file = tmp_path / "q.tsv"
    file.write_text("question\texpected\nQue faire ?\trancon qui-appeler\nMétéo\t-\n\n", "utf-8")
    assert script.read_questions(file) == [
        ("Que faire ?", {"rancon", "qui-appeler"}), ("Météo", frozenset())
    ]  # fmt: skip
    file.write_text("Que faire ?\tabsente\n", "utf-8")
    with pytest.raises(SystemExit, match="line 1"):
        script.read_questions(file)


def test_the_files_share_no_question(script):
    asked = {
        name: {
            question.casefold() for question, _ in script.read_questions(script.QUESTIONS / name)
        }
        for name in (*script.TUNING, "test.tsv")
    }
    assert all(asked.values())
    assert len(set.union(*asked.values())) == sum(len(one) for one in asked.values())


def test_a_question_is_searched_in_a_guide_without_the_wordings_like_it(script):
    subject = next(one for one in search.subjects() if one.name == "disque-externe")
    wording = "je sauvegarde sur un disque toujours connecté"
    assert wording in subject.wordings
    (asked,) = script.ask_unseen([(wording, frozenset(("disque-externe",)))])
    kept = next(one for one in asked.index.subjects if one.name == "disque-externe")
    assert wording not in kept.wordings
    assert 0 < len(kept.wordings) < len(subject.wordings)


def test_an_entry_answers_too_the_webinar_s_question_whose_number_it_holds(figures):
    assert figures.answers_too("regle-3-2-1", frozenset(("disque-externe",)))
    assert not figures.answers_too("regle-3-2-1", frozenset(("fax",)))
    assert not figures.answers_too("fax", frozenset())


def test_a_held_out_wording_is_not_in_what_it_is_searched_in(script):
    asked = list(script.ask_wordings())
    wordings = [(s.name, w) for s in search.subjects() for w in s.wordings]
    assert len(asked) == len(set(wordings))
    indexes = {id(one.index): one.index for one in asked}.values()
    held = [sum(len(s.wordings) for s in index.subjects) for index in indexes]
    assert all(abs(count - len(wordings) * 0.8) < 10 for count in held)


def test_the_limit_lets_few_wrong_answers_through(script):
    held = [
        script.Held(known=1.0, sure=chance / 100, margin=1.0, is_for_us=True, is_right=chance > 49)
        for chance in range(100)
    ]
    limit = script._answer_above(held, 0.5, most_wrong=0.02)
    above = [one.is_right for one in held if one.sure >= limit]
    assert 0.97 <= sum(above) / len(above) <= 1
    assert script._answer_above(held[:40], 0.5, most_wrong=0.02) > 0.9


def test_a_clear_margin_is_one_that_few_wrong_entries_have(script):
    held = [
        script.Held(known=1.0, sure=1.0, margin=place / 10, is_for_us=True, is_right=place > 99)
        for place in range(200)
    ]
    limit = script._margin_above(held)
    wrong = [one for one in held if not one.is_right]
    assert 0 < sum(one.margin >= limit for one in wrong) <= 11
    assert script._margin_above(held[150:]) == 0


def test_the_settings_are_those_of_the_questions_and_wordings_of_today(script):
    """A wording was added or a question changed: run maintain/calibrate_guide.py --fit."""
    text = script.TARGET.read_text(encoding="utf-8")
    questions = sum(len(script.read_questions(script.QUESTIONS / name)) for name in script.TUNING)
    assert f"questions = {questions}\n" in text
    wordings = len({(s.name, w) for s in search.subjects() for w in s.wordings})
    assert f"wordings = {wordings}\n" in text


@pytest.mark.parametrize("name", ["tune.tsv", "tune2.tsv"])
def test_the_goals_are_kept_on_the_questions_that_set_the_search(script, figures, name):
    found = figures.measure(script.ask_file(script.QUESTIONS / name), search.settings())
    share = {name: count / total for name, (count, total) in found.items()}
    assert share["right entry among three"] >= 0.9
    assert share["for the guide, refused"] <= 0.1
    assert share["out of scope, refused"] >= 0.8
    assert share["direct answers that are wrong"] <= 0.05
