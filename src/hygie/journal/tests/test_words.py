"""Every action that the code writes in the journal has its words in French."""

import ast
import re
from pathlib import Path

import pytest

from hygie.journal import words

PACKAGE = Path(__file__).parents[2]
ROOMS = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
NAME = re.compile(rf"(?:{'|'.join(sorted(ROOMS))})\.[a-z_]*[a-z]")
# What a name of an action may be given to: `record` itself, or whoever calls it.
WRITERS = {"record", "told_as"}
# Made of a kind, or of a step: `practice.keep_{kind}`, `records.{verb}_request`, a copy that left.
STEPS = ("answer", "ask_proof", "change", "close", "commission", "complete", "extend", "proofs",
         "scope", "withdraw")  # fmt: skip
MADE = {
    *(f"practice.{verb}_{kind}" for verb in ("keep", "remove")
      for kind in ("computer", "disk", "supplier")),
    *(f"records.{verb}_request" for verb in STEPS),
    "records.copy_clear",
    "records.copy_sealed",
}  # fmt: skip


def actions_in(source: str) -> set[str]:
    """Names of actions given to `record`, as they are or by a variable named `action`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [*node.args[:1]] if name in WRITERS else []
            given += [keyword.value for keyword in node.keywords if keyword.arg in WRITERS]
        elif isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") == "action" for target in node.targets
        ):
            given = [node.value]
        for value in given:
            found |= {
                str(constant.value)
                for constant in ast.walk(value)
                if isinstance(constant, ast.Constant) and NAME.fullmatch(str(constant.value))
            }
    return found


@pytest.fixture(scope="module")
def written():
    sources = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    return {name for path in sources for name in actions_in(path.read_text(encoding="utf-8"))}


def test_every_action_has_its_words(written):
    assert {"accounts.sign_in", "patients.add", "patients.change", "patients.look"} <= written
    assert sorted(name for name in written | MADE if name not in words.SENTENCES) == []


def test_no_words_are_kept_for_an_action_that_is_gone(written):
    assert sorted(set(words.SENTENCES) - written - MADE) == []


def test_an_action_is_found_however_it_is_given():
    source = 'action = "home.a" if x else "home.b"\nrecord("home.c")\nkeep(told_as="home.d")'
    assert actions_in(source) == {"home.a", "home.b", "home.c", "home.d"}


def test_an_action_without_words_is_shown_as_it_is_written():
    assert words.sentence("patients.look") == "a ouvert la fiche d’un patient"
    assert words.sentence("unknown.verb") == "unknown.verb"
