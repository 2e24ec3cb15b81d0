"""What is thought of a file, a text or a link. Nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

from hygie.core.errors import HygieError
from hygie.core.files import said
from hygie.traps.engine import reading
from hygie.traps.engine.mails import MAX_BYTES as MAX_BYTES
from hygie.traps.rules.judging import Judgement, judge


def judgement_of_file(path: Path) -> Judgement:
    """What is thought of a saved message.

    Raises:
        HygieError: `traps.unreadable`, `traps.empty`, or that of `reading`.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise HygieError(
            "traps.unreadable",
            f"Le fichier {path.name} n’a pas pu être lu ({said(error)}).",
            advice="Vérifiez son nom et son emplacement, puis recommencez.",
        ) from error
    return judgement_of(content, name=path.name)


def judgement_of(untrusted: bytes, *, name: str = "") -> Judgement:
    """What is thought of a file's content.

    Raises:
        HygieError: `traps.empty`, or that of `reading`.
    """
    return judge(reading.letter_of(untrusted, name=name))


def judgement_of_text(text: str) -> Judgement:
    """What is thought of a pasted text or link.

    Raises:
        HygieError: `traps.empty`.
    """
    return judge(reading.letter_of_text(text))
