"""`hygie ask`: the guide at the terminal. No base is needed, and none is opened."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

from hygie.answers.rules import search
from hygie.core.errors import HygieError
from hygie.core.files import said

WIDTH = 79
# What tells UTF-16, in which Windows' Notepad may write.
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Letters read at once, so that a file of one endless line does not fill the memory.
_MOST_LETTERS = 1_000_000


def questions_in(path: Path) -> Iterator[str]:
    """The lines of a file, empty ones included; what is no text in it becomes "\ufffd".

    Raises:
        HygieError: `ask.unreadable` when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            encoding = "utf-16" if file.peek(2)[:2] in _UTF16_MARKS else "utf-8-sig"
            # Only "\n" ends a line: one line in, one line out, whatever a question holds.
            lines = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n")
            while line := lines.readline(_MOST_LETTERS):
                question = line
                while line and not line.endswith("\n"):
                    line = lines.readline(_MOST_LETTERS)
                yield question.rstrip("\r\n")
    except OSError as error:
        raise HygieError(
            "ask.unreadable",
            f"Le fichier {path} n’a pas pu être lu ({said(error)}). Rien n’a été cherché.",
            advice="Vérifiez son nom et qu’il s’agit d’un fichier de texte.",
        ) from error


def ask(question: str) -> search.Outcome:
    """What the guide says of one question."""
    return search.ask(question)


def as_line(outcome: search.Outcome) -> str:
    """An outcome on one line, for a program."""
    return json.dumps(outcome.as_json(), ensure_ascii=False)


def as_text(outcome: search.Outcome) -> str:
    """An outcome for a person."""
    return "\n".join(_lines(outcome))


def _lines(outcome: search.Outcome) -> Iterator[str]:
    if outcome.zone is search.Zone.ANSWER:
        yield from _answer(outcome.matches[0])
        others = outcome.matches[1:]
        yield from ["", "Ce n’est pas cela ?"] if others else []
    elif outcome.zone is search.Zone.CARDS:
        others = outcome.matches
        yield "Est-ce l’une de ces questions ?"
    else:
        others = ()
        yield from _wrapped(f"Je n’ai pas cette réponse. {outcome.ask}".rstrip())
    for match in others:
        yield from _wrapped(f"- {match.entry.title}", later="  ")


def _answer(match: search.Match) -> Iterator[str]:
    entry = match.entry
    yield entry.title
    yield ""
    yield from _wrapped(entry.answer)
    yield ""
    for rank, step in enumerate(entry.steps, start=1):
        yield from _wrapped(f"{rank}. {step}", later="   ")


def _wrapped(text: str, *, later: str = "") -> list[str]:
    return textwrap.wrap(text, width=WIDTH, subsequent_indent=later, break_on_hyphens=False)
