"""A sign: one thing seen in a message that traps do, with its weight and its French sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules as dated

DATA = Path(__file__).parents[1] / "data"
MAX_DETAIL_CHARACTERS = 80


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What was seen.

    Attributes:
        code: in `data/signs.toml` or `data/phrases.toml`.
        weight: 1 a hint, 2 a sign, 4 nearly enough alone.
        sentence: in French.
        is_decisive: enough alone.
    """

    code: str
    weight: float
    sentence: str
    is_decisive: bool = False


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words that traps use: any of `patterns`; `needs` says what else there must be."""

    code: str
    weight: float
    sentence: str
    patterns: tuple[re.Pattern[str], ...]
    needs: str


def sign(code: str, detail: str = "") -> Sign:
    """The sign of this code; the detail is a stranger's and is shortened and made visible."""
    told = _signs()[code]
    shown = "".join(one if one.isprintable() else " " for one in detail)[:MAX_DETAIL_CHARACTERS]
    return Sign(
        code=code,
        weight=float(told["weight"]),
        sentence=str(told["sentence"]).format(detail=shown.strip() or "inconnu"),
        is_decisive=bool(told.get("decisive", False)),
    )


@cache
def _signs() -> dict[str, dict[str, Any]]:
    told = dated.load(DATA / "signs.toml")
    return {code: entry for code, entry in told.items() if code != "source"}


@cache
def phrases() -> tuple[Phrase, ...]:
    """What traps ask and how they press."""
    told = dated.load(DATA / "phrases.toml")
    return tuple(
        Phrase(
            code=code,
            weight=float(entry["weight"]),
            sentence=entry["sentence"],
            patterns=tuple(re.compile(one, re.IGNORECASE) for one in entry["patterns"]),
            needs=entry.get("needs", ""),
        )
        for code, entry in told.items()
        if code != "source"
    )


@cache
def hosts_of(kind: str) -> tuple[str, ...]:
    """The hosts of a kind ("freemail", "shorteners", "free_pages", "cheap_endings")."""
    return tuple(dated.load(DATA / "hosts.toml")[kind])
