"""What fits on one page, and how the rest is told."""

from datetime import UTC, datetime

import pytest

from hygie.core.findings import Finding, State
from hygie.paper import rules


def finding(**changes):
    return Finding(
        **{
            "code": "browsers.saved_passwords",
            "answers": (2,),
            "state": State.TO_DO,
            "title": "Des mots de passe sont enregistrés dans Chrome.",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (0, []),
        (3, ["ligne 0", "ligne 1", "ligne 2"]),
        (4, ["ligne 0", "ligne 1", "… et 2 autres"]),
        (30, ["ligne 0", "ligne 1", "… et 28 autres"]),
    ],
)
def test_lines_that_are_too_many_are_counted(count, printed):
    assert rules.shortened([f"ligne {rank}" for rank in range(count)], most=3) == printed


def test_a_text_that_is_too_long_says_that_it_was_cut():
    assert rules.cut("abcdef", most=6) == "abcdef"
    assert rules.cut("abcdefg", most=6) == "abcde…"


def test_a_text_on_several_lines_takes_one_and_keeps_its_non_breaking_spaces():
    assert rules.cut("à faire\u00a0:\r\n\nmaintenant", most=80) == "à faire\u00a0: maintenant"


def test_a_finding_is_told_with_what_its_page_needs():
    seen = finding(
        computer="Accueil",
        seen_at=datetime(2026, 11, 24, 8, 5, tzinfo=UTC),
        evidence=tuple(f"Profil {rank}" for rank in range(9)),
        why="Un virus les emporte.",
        advice="Les retirer.",
        minutes=30,
    )
    assert rules.findings_for_one_page([seen]) == {
        "findings": [
            {
                "title": "Des mots de passe sont enregistrés dans Chrome.",
                "computer": "Accueil",
                "seen_on": "24/11/2026 à 09\u00a0h\u00a005",
                "evidence": ["Profil 0", "Profil 1", "Profil 2", "… et 6 autres"],
                "why": "Un virus les emporte.",
                "advice": "Les retirer.",
                "minutes": 30,
            }
        ],
        "left_out": 0,
    }


def test_a_finding_that_nobody_saw_has_no_date():
    [told] = rules.findings_for_one_page([finding()])["findings"]
    assert told["seen_on"] == ""
    assert told["minutes"] is None


def test_findings_that_do_not_fit_are_counted_and_none_is_lost():
    many = [finding(title=f"Constat {rank}.", advice="Agir. " * 60) for rank in range(40)]
    page = rules.findings_for_one_page(many)
    assert [told["title"] for told in page["findings"]] == [
        f"Constat {rank}." for rank in range(len(page["findings"]))
    ]
    assert 1 <= len(page["findings"]) < 40
    assert len(page["findings"]) + page["left_out"] == 40


def test_the_most_urgent_is_printed_even_when_it_is_the_longest():
    endless = finding(
        title="T" * 5000, advice="A" * 5000, why="P" * 5000, evidence=("x" * 999,) * 99
    )
    page = rules.findings_for_one_page([endless, finding()])
    assert page["findings"][0]["title"].startswith("TTT")
    assert rules.lines_taken(endless) < rules.LINES_A_PAGE
