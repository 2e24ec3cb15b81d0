"""Why a file got its verdict and what was removed from it: codes, and their French sentences.

The sentences stand in `data/reasons/*.toml`, one file a lane, so that a person who writes well can
correct them without reading Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from hygie.core import rules as dated

FOLDER = Path(__file__).parents[1] / "data" / "reasons"
MAX_DETAIL_CHARACTERS = 80
_FIELDS = {"detail", "count"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a code says to a person.

    Attributes:
        sentence: in French; may hold `{detail}` and `{count}`.
        attention: whether a key with such a file calls for attention (orange) though nothing of
            it is dangerous; False for what is on nearly every disc.
        dangerous: whether a file with this reason is DANGEREUX, whatever its lane would say.
    """

    sentence: str
    attention: bool = False
    dangerous: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason, or one thing removed.

    Attributes:
        code: dotted, in `data/reasons` ("dicom.private").
        detail: a few characters more, that were checked (a tag, a rule's name, never free text).
        count: how many.
    """

    code: str
    detail: str = ""
    count: int = 1

    def __post_init__(self) -> None:
        if len(self.detail) > MAX_DETAIL_CHARACTERS or not _is_shown(self.detail):
            raise ValueError("a detail is short and printable")

    @property
    def words(self) -> Words:
        """What the code says."""
        return words()[self.code]

    @property
    def sentence(self) -> str:
        """The reason in French, as shown and printed."""
        return self.words.sentence.format(detail=self.detail, count=self.count)


def _is_shown(text: str) -> bool:
    """French puts no-break spaces in a detail; Python does not call them printable."""
    return text.replace("\u00a0", " ").isprintable()


@cache
def words() -> dict[str, Words]:
    """What every code says.

    Raises:
        ValueError: two files tell the same code, or a sentence asks for what no reason has.
        HygieError: `rules.unreadable`.
    """
    told: dict[str, Words] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for code, entry in dated.load(file).items():
            if code in told:
                raise ValueError(f"told twice: {code}")
            told[code] = Words(**entry)
            asked = {name for _, name, _, _ in Formatter().parse(told[code].sentence) if name}
            if asked - _FIELDS:
                raise ValueError(f"{code} asks for what no reason has: {asked - _FIELDS}")
    return told
