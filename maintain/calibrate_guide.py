"""Set the guide's search from questions, and measure it: calibrate_guide.py [--fit] [--test].

`--fit` finds the weights and limits from `guide_questions/tune.tsv` and `tune2.tsv`, and from the
entries' own wordings, each searched in a guide that has not seen it, and writes
`data/search.toml`. Without it, the file is left alone. `--test` measures on
`guide_questions/test.tsv` too: totals alone, so that nobody learns from its failures;
docs/guide-search.md says each time it was run.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guide_asked import (
    QUESTIONS,
    TUNING,
    ask_file,
    ask_unseen,
    ask_wordings,
    read_questions,
    shuffled,
)
from guide_figures import Asked, measure, tell

from hygie.answers.rules import search
from hygie.answers.rules.index import WAYS
from hygie.answers.rules.scores import judge, likely, weighed
from hygie.answers.rules.search import Settings

TARGET = search.DATA / "search.toml"
FOLDS = 5
# Keeps the weights of signals that say the same from growing against each other.
RIDGE = 1.0
# Below the goals (10 and 5 %), which hold for questions never seen, by other authors; wordings held
# out are the harder ones, often cut short.
MOST_REFUSED, MOST_WRONG, MOST_WRONG_WORDINGS = 0.055, 0.015, 0.06
# A clear margin is one that few of the questions whose first entry is wrong have.
WRONG_WITH_A_MARGIN = 0.10
SIGNALS = ("one", "top", "margin", "third", "share", "elsewhere", "unknown", "else_covered",
           "domain", "strangest", "agreed", "evidence", "against",
           *(f"best_{name}" for name in WAYS))  # fmt: skip
# Whoever writes questions out of scope may write them shorter: the length tells how sure to be of
# an answer ("SMS code" may ask for several), never whether the question is one for the guide.
SURE_SIGNALS = (*SIGNALS, "words", "few")


@dataclass(frozen=True, kw_only=True)
class Held:
    """What was found for a question that was held out: two chances, and the truth."""

    known: float
    sure: float
    margin: float
    is_for_us: bool
    is_right: bool


def fit_weights(asked: Sequence[Asked]) -> dict[str, float]:
    """Weights of the ways of comparing: the expected entry must come before the others."""
    rows = []
    for one in asked:
        compared = one.index.compare(one.reading)
        order = sorted(range(len(compared)), key=lambda i: -sum(compared[i]))[:30]
        right = {i for i in order if one.index.subjects[i].name in one.expected}
        if right:
            rows.append(([(compared[i], i in right) for i in order], one.weight))
    weights = [2.0] * len(WAYS)
    for turn in range(15):
        for candidates, weight in shuffled(rows, seed=turn):
            _step(weights, candidates, rate=0.3 * weight / (1 + turn))
    return {name: round(value, 3) for name, value in zip(WAYS, weights, strict=True)}


def _step(
    weights: list[float], candidates: list[tuple[tuple[float, ...], bool]], *, rate: float
) -> None:
    """One step towards the right candidates (softmax over them all)."""
    scores = [sum(w * v for w, v in zip(weights, row, strict=True)) for row, _ in candidates]
    powers = [math.exp(score - max(scores)) for score in scores]
    right = sum(power for power, (_, is_right) in zip(powers, candidates, strict=True) if is_right)
    for power, (row, is_right) in zip(powers, candidates, strict=True):
        wanted = power / right if is_right else 0.0
        push = power / sum(powers) - wanted
        for place, value in enumerate(row):
            weights[place] -= rate * push * value


def fit_chance(
    rows: Sequence[tuple[Mapping[str, float], bool, float]], names: Sequence[str]
) -> dict[str, float]:
    """Weights of the signals that tell true from false: logistic regression, by Newton's method."""
    points = [([signals[name] for name in names], is_true, w) for signals, is_true, w in rows]
    weights = [0.0] * len(names)
    for _ in range(12):
        slopes = [RIDGE * weight for weight in weights]
        curves = [[RIDGE * (i == j) for j in range(len(names))] for i in range(len(names))]
        for values, is_true, weight in points:
            chance = likely(sum(w * v for w, v in zip(weights, values, strict=True)))
            bend = weight * chance * (1 - chance)
            for i, one in enumerate(values):
                slopes[i] += weight * (chance - is_true) * one
                for j, other in enumerate(values):
                    curves[i][j] += bend * one * other
        steps = solved(curves, slopes)
        weights = [weight - step for weight, step in zip(weights, steps, strict=True)]
    return {name: round(value, 3) for name, value in zip(names, weights, strict=True)}


def solved(table: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system of linear equations (Gauss, largest pivot first)."""
    rows = [[*row, value] for row, value in zip(table, right, strict=True)]
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda rank: abs(rows[rank][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = [value / rows[column][column] for value in rows[column]]
        rows[column] = head
        for rank, row in enumerate(rows):
            if rank != column:
                rows[rank] = [one - row[column] * two for one, two in zip(row, head, strict=True)]
    return [row[-1] for row in rows]


def fit(questions: Sequence[Asked], wordings: Sequence[Asked]) -> Settings:
    """All the settings; the limits come from questions held out in turn."""
    weights = fit_weights([*questions, *wordings])
    held: list[Held] = []
    mixed = shuffled(questions, seed=3)
    for fold in range(FOLDS):
        rest = [one for place, one in enumerate(mixed) if place % FOLDS != fold]
        known, sure = _chances([*rest, *wordings], weights)
        held += [_held(one, weights, known, sure) for one in mixed[fold::FOLDS]]
    return _settings(held, questions, wordings, weights)


def _settings(
    held: Sequence[Held],
    questions: Sequence[Asked],
    wordings: Sequence[Asked],
    weights: dict[str, float],
) -> Settings:
    known, sure = _chances([*questions, *wordings], weights)
    worded = [_held(one, weights, known, sure) for one in wordings]
    refuse_below = _refuse_below(held)
    margin_above = _margin_above(held)
    clear = [one for one in held if one.margin >= margin_above]
    clear_worded = [one for one in worded if one.margin >= margin_above]
    answer_above = max(
        _answer_above(clear, refuse_below, most_wrong=MOST_WRONG),
        _answer_above(clear_worded, refuse_below, most_wrong=MOST_WRONG_WORDINGS),
    )
    return Settings(
        fitted_on=date.today(), weights=weights, known=known, sure=sure,  # noqa: DTZ011
        refuse_below=refuse_below, answer_above=answer_above, margin_above=margin_above,
    )  # fmt: skip


def _held(
    one: Asked, weights: Mapping[str, float], known: Mapping[str, float], sure: Mapping[str, float]
) -> Held:
    found = judge(one.reading, one.index, weights)
    return Held(
        known=likely(weighed(found.signals, known)),
        sure=likely(weighed(found.signals, sure)),
        margin=found.signals["margin"],
        is_for_us=bool(one.expected),
        is_right=found.entries[0].name in one.expected,
    )


def _chances(
    asked: Sequence[Asked], weights: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    judged = [(one, judge(one.reading, one.index, weights)) for one in asked]
    known = [(found.signals, bool(one.expected), one.weight) for one, found in judged]
    sure = [
        (found.signals, found.entries[0].name in one.expected, one.weight) for one, found in judged
    ]
    return fit_chance(known, SIGNALS), fit_chance(sure, SURE_SIGNALS)


def _refuse_below(held: Sequence[Held]) -> float:
    """The highest limit that refuses few of the questions for the guide."""
    good = sorted(one.known for one in held if one.is_for_us)
    return round(good[int(MOST_REFUSED * len(good))] - 0.0005, 3) if good else 0.5


def _margin_above(held: Sequence[Held]) -> float:
    """The lowest margin that few of the questions whose first entry is wrong have."""
    wrong = sorted(one.margin for one in held if not one.is_right)
    return round(wrong[int((1 - WRONG_WITH_A_MARGIN) * len(wrong))], 3) if wrong else 0.0


def _answer_above(held: Sequence[Held], refuse_below: float, *, most_wrong: float) -> float:
    """The lowest limit above which few first entries are wrong."""
    kept = sorted((one.sure, one.is_right) for one in held if one.known >= refuse_below)
    limit, wrong = 0.999, 0
    for count, (chance, is_right) in enumerate(reversed(kept), start=1):
        wrong += not is_right
        if wrong <= most_wrong * count:
            limit = chance
    return round(limit - 0.0005, 3)


def write(settings: Settings, *, questions: int, wordings: int) -> None:
    """Write `data/search.toml`."""
    lines = [
        "# Weights and limits of the guide's search, found by maintain/calibrate_guide.py --fit:",
        "# do not edit. See docs/guide-search.md.",
        f"fitted_on = {settings.fitted_on}",
        f"questions = {questions}",
        f"wordings = {wordings}",
        f"refuse_below = {settings.refuse_below}",
        f"answer_above = {settings.answer_above}",
        f"margin_above = {settings.margin_above}",
    ]
    for name in ("weights", "known", "sure"):
        lines += ["", f"[{name}]"]
        lines += [f"{key} = {value}" for key, value in getattr(settings, name).items()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Fit, if asked, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write data/search.toml")
    parser.add_argument("--test", action="store_true", help="measure on test.tsv: totals alone")
    chosen = parser.parse_args(arguments)
    wordings = list(ask_wordings())
    unseen = list(ask_unseen([one for name in TUNING for one in read_questions(QUESTIONS / name)]))
    if chosen.fit:
        write(fit(unseen, wordings), questions=len(unseen), wordings=len(wordings))
        search.settings.cache_clear()
    settings = search.settings()
    tell("wordings, each held out in turn", measure(wordings, settings))
    tell("tuning questions, wordings like them held out", measure(unseen, settings))
    for name in TUNING:
        tell(f"{name} (used to set the search)", measure(ask_file(QUESTIONS / name), settings))
    if chosen.test:
        tell("test.tsv (never used to set it)", measure(ask_file(QUESTIONS / "test.tsv"), settings))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
