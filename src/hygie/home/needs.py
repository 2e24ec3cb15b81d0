"""What each answer needs before Hygie may call it "en place", read from `data/needs.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hygie.core import rules
from hygie.core.errors import HygieError
from hygie.core.findings import State
from hygie.home.questions import DATA


@dataclass(frozen=True, kw_only=True)
class Need:
    """What an answer needs before it may be "en place".

    Attributes:
        codes: codes of the findings that make its state; each must be there.
        every_computer: it speaks of every computer of the practice.
        at_best: the best state it can have; None without limit.
        at_best_reason: why, in one French sentence.
        always_concerned: it is never "sans objet".
    """

    codes: tuple[str, ...]
    every_computer: bool = False
    at_best: State | None = None
    at_best_reason: str = ""
    always_concerned: bool = False


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The content of `needs.toml`: needs by answer, French names of codes, age limit of a look."""

    by_answer: Mapping[int, Need]
    code_names: Mapping[str, str]
    look_again_after_days: int


@cache
def needs() -> Needs:
    """What each answer needs.

    Raises:
        HygieError: `home.needs_damaged` or `rules.unreadable` when the shipped file is damaged.
    """
    data = rules.load(DATA / "needs.toml")
    try:
        return Needs(
            by_answer={int(number): _need_from(need) for number, need in data["answers"].items()},
            code_names=dict(data["codes"]),
            look_again_after_days=int(data["look_again_after_days"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise HygieError(
            "home.needs_damaged",
            f"Le fichier needs.toml ne convient pas ({error}).",
            advice="Réinstallez Hygie\u00a0: ce fichier en fait partie.",
        ) from error


def _need_from(table: Mapping[str, Any]) -> Need:
    return Need(
        codes=tuple(table["codes"]),
        every_computer=bool(table.get("every_computer", False)),
        at_best=State(table["at_best"]) if "at_best" in table else None,
        at_best_reason=str(table.get("at_best_reason", "")),
        always_concerned=bool(table.get("always_concerned", False)),
    )
