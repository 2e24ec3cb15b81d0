"""`hygie ask`: one question, or a file of them; no base is needed and none is opened."""

import json
import time

import pytest

from hygie.answers.entries import entry, named
from hygie.core.errors import HygieError

QUESTION = "En cas d’attaque, faut-il éteindre l’ordinateur ?"


def lines(ran):
    assert (ran.returncode, ran.stderr) == (0, "")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_question_gets_its_answer_in_words(hygie, home):
    ran = hygie("ask", *QUESTION.split())
    assert ran.returncode == 0
    assert entry(15).title in ran.stdout
    assert entry(15).steps[0].split()[0] in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 79
    assert not home.exists()


def test_a_program_reads_the_zone_and_three_entries_at_most(hygie):
    (found,) = lines(hygie("ask", QUESTION, "--json"))
    assert found["zone"] in {"answer", "cards"}
    assert 1 <= len(found["entries"]) <= 3
    first = found["entries"][0]
    assert (first["id"], first["title"]) == ("ne-pas-eteindre", entry(15).title)
    assert first["answers"][0] == 15
    assert named(first["id"])


def test_what_the_guide_does_not_know_is_said(hygie):
    ran = hygie("ask", "quelle est la recette du gâteau au chocolat")
    assert ran.stdout.startswith("Je n’ai pas cette réponse.")


def test_a_file_gives_a_line_for_each_of_its_lines_in_order(hygie, tmp_path, home):
    strange = ["", "  ", "cl\0é usb\r", "a" * 100_000, "mot\u2028de\x0bpasse", "\ufeff", QUESTION]
    file = tmp_path / "questions.txt"
    file.write_bytes("\n".join(strange).encode() + b"\n\xff\xfe\xe9t\xe9\n")
    found = lines(hygie("ask", "--batch", str(file), "--json"))
    assert len(found) == len(strange) + 1
    assert [one["zone"] for one in found[:2]] == ["none", "none"]
    assert found[0]["entries"] == []
    assert found[6]["entries"][0]["id"] == "ne-pas-eteindre"
    assert not home.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_from_a_windows_notepad_is_read(hygie, tmp_path, encoding):
    file = tmp_path / "questions.txt"
    file.write_bytes(f"{QUESTION}\r\n\r\n".encode(encoding))
    found = lines(hygie("ask", "--batch", str(file), "--json"))
    assert [one["zone"] for one in found] == [found[0]["zone"], "none"]
    assert found[0]["entries"][0]["id"] == "ne-pas-eteindre"


def test_an_empty_file_gives_nothing(hygie, tmp_path):
    (tmp_path / "vide.txt").touch()
    assert lines(hygie("ask", "--batch", str(tmp_path / "vide.txt"), "--json")) == []


@pytest.mark.parametrize("name", ["absent.txt", ".", ""])
def test_a_file_that_cannot_be_read_is_told(hygie, tmp_path, name):
    ran = hygie("ask", "--batch", str(tmp_path / name), "--json")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "n’a pas pu être lu" in ran.stderr


def test_the_refusal_of_a_file_has_a_stable_code(tmp_path):
    from hygie.cli import asking

    with pytest.raises(HygieError) as refused:
        list(asking.questions_in(tmp_path / "absent"))
    assert refused.value.code == "ask.unreadable"


def test_a_question_is_asked_without_starting_django(hygie):
    code = "import sys; from hygie.cli.main import main; main(); print('django' in sys.modules)"
    assert hygie("ask", "--json", "edr", code=code).stdout.splitlines()[-1] == "False"


@pytest.mark.slow
def test_a_thousand_questions_are_one_process_and_a_few_seconds(hygie, tmp_path):
    file = tmp_path / "mille.txt"
    file.write_text(f"{QUESTION} clé usb mot de passe\n" * 1000, encoding="utf-8")
    start = time.monotonic()
    assert len(lines(hygie("ask", "--batch", str(file), "--json"))) == 1000
    assert time.monotonic() - start < 15
