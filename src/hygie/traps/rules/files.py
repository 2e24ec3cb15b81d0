"""Signs about what is attached: by its true type, not by what its name says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules as dated
from hygie.traps.rules.letters import Attachment, Letter
from hygie.traps.rules.signs import Sign, sign

DATA = Path(__file__).parents[1] / "data" / "files.toml"
# Kinds that start something, whatever the name says.
_STARTS = {"exe", "elf", "lnk", "script"}
_RIGHT_TO_LEFT = "\u202e"


def seen(letter: Letter) -> Iterator[Sign]:
    """Everything strange about the attached files."""
    for file in letter.attachments:
        code = _nature(file)
        if code:
            yield sign(code, file.name)
        if file.is_encrypted:
            yield sign("file_locked", file.name)
        if any(_ending(name) in {*_told("runs"), *_told("discs")} for name in file.holds):
            yield sign("file_holds_program", file.name)


def _nature(file: Attachment) -> str:
    """The code of what is wrong with the file itself; "" for nothing."""
    name = file.name.rstrip(". ")
    last = _ending(name)
    if _RIGHT_TO_LEFT in file.name or (file.kind in _STARTS and last not in _told("runs")):
        return "file_disguised"
    if last in _told("runs"):
        before = _ending(name[: -len(last) - 1])
        return "file_disguised" if before.strip() in _told("read") else "file_runs"
    for group, code in (
        ("pages", "file_page"),
        ("discs", "file_image_disc"),
        ("macros", "file_macro"),
    ):
        if last in _told(group):
            return code
    return _of_kind(file.kind, last)


def _of_kind(kind: str, last: str) -> str:
    if kind == "html":
        return "file_page"
    if kind == "macro":
        return "file_macro"
    named = _file()["named"].get(kind)
    is_other = named is not None and last in _told("read") and last not in named
    return "file_disguised" if is_other else ""


def _ending(name: str) -> str:
    """The last ending in lower case, without the dots and spaces that Windows drops."""
    return name.lower().rstrip(". ").rpartition(".")[2] if "." in name.rstrip(". ") else ""


def _told(group: str) -> list[str]:
    return list(_file()[group])


@cache
def _file() -> dict[str, Any]:
    return dated.load(DATA)
