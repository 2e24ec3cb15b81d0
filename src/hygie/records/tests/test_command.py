"""`hygie records …` as a person starts it: no practice, no base, an answer all the same."""

import csv
import json

import pytest

from hygie.cli.tests.conftest import started

KEYS = [
    "status", "end", "end_prudent", "eliminable_from", "active_until", "rule", "source", "nature",
    "ambiguities", "rejected", "sentence",
]  # fmt: skip


def run(*arguments):
    process = started("records", *arguments)
    out, err = (text.decode("utf-8") for text in process.communicate(timeout=60))
    return process.returncode, out, err


def explained(*arguments, on="2026-11-24"):
    code, out, err = run("explain", *arguments, "--on", on, "--json")
    assert (code, err) == (0, ""), err
    return json.loads(out)


def test_one_record_is_explained_without_any_practice(home):
    told = explained("--birth", "1970-05-10", "--last-contact", "2010-03-15")
    assert list(told) == KEYS
    assert (told["status"], told["end"], told["eliminable_from"]) == (
        "kept", "2030-03-15", "2030-03-16",
    )  # fmt: skip
    assert (told["active_until"], told["rule"]) == ("2015-03-15", "last_contact")
    assert told["nature"] == "recommandation"
    assert told["ambiguities"] == []
    assert not home.exists()


def test_every_option_is_heard():
    told = explained(
        "--birth", "1940", "--last-contact", "2001", "--last-contact", "2010-06-01",
        "--death", "2013-06-01", "--profession", "40",
        "--claim", "2014-01-01..2014-12-31", "--claim", "2001",
    )  # fmt: skip
    assert told["status"] == "suspended"
    told = explained("--birth", "1980", "--last-contact", "2000", "--category", "other:étude")
    assert "étude" in told["sentence"]
    told = explained(
        "--birth", "unknown", "--last-contact", "1986-07-01",
        "--document-class", "blood-derived-register",
    )  # fmt: skip
    assert (told["end"], told["rule"]) == ("2026-07-01", "blood_derived_register")
    assert told["active_until"] is None


def test_the_day_of_the_question_can_be_chosen():
    record = ("--birth", "1970-05-10", "--last-contact", "2010-03-15")
    assert explained(*record, on="2030-03-15")["status"] == "kept"
    assert explained(*record, on="2030-03-16")["status"] == "eliminable"


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--birth", "2011-02-29", "n’existe pas"),
        ("--death", "2009-01-01", "précède"),
        ("--category", "étrange", "inconnue"),
        ("--profession", "docteur", "inconnue"),
        ("--document-class", "tout", "transfusion_mention"),
        ("--claim", "2017..2015", "avant de commencer"),
    ],
)
def test_what_cannot_be_evaluated_is_told_and_kept(option, value, told):
    given = {"--birth": "1970-05-10", "--last-contact": "2010-03-15", option: value}
    answer = explained(*(word for pair in given.items() for word in pair))
    assert answer["status"] == "error"
    assert told in answer["sentence"]
    assert answer["sentence"].endswith("En attendant, le dossier est conservé.")
    assert answer["end"] is None


def test_a_person_reads_the_sentence_then_what_is_open():
    code, out, _ = run(
        "explain", "--birth", "unknown", "--last-contact", "2012-02-29", "--on", "2026-11-24"
    )
    assert code == 0
    assert out.startswith("Dossier à conserver au moins jusqu’au 29/02/2040 inclus")
    for words in ("État\u00a0: à conserver", "Règles qui n’ont pas décidé", "nouveau-né",
                  "téléconsultation", "L. 1142-28"):  # fmt: skip
        assert words in out


def test_a_day_that_is_none_is_refused_in_french():
    code, out, err = run("explain", "--birth", "1970", "--last-contact", "2010", "--on", "demain")
    assert (code, out) == (1, "")
    assert err.startswith("Hygie : Le jour «\u00a0demain\u00a0» est illisible.")


def test_a_table_is_evaluated_without_any_practice(home, tmp_path):
    source, target = tmp_path / "dossiers.csv", tmp_path / "évalués.csv"
    source.write_text(
        "birth,last_contact,death\n1970-05-10,2010-03-15,\n1970-05-10,hier,\n", encoding="utf-8"
    )
    code, out, err = run("evaluate", str(source), "--out", str(target), "--on", "2026-11-24")
    assert (code, err) == (0, "")
    assert "2 lignes évaluées" in out
    assert "à corriger, conservé en attendant\u00a0: 1" in out
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert [row["status"] for row in rows] == ["kept", "error"]
    assert not home.exists()


def test_a_table_that_is_not_there_is_told(tmp_path):
    code, _, err = run("evaluate", str(tmp_path / "absent.csv"), "--out", str(tmp_path / "x.csv"))
    assert code == 1
    assert "n’existe pas" in err
    assert not (tmp_path / "x.csv").exists()
