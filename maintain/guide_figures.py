"""What the guide's search is worth on questions whose answer is known, as counts and intervals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hygie.answers.entries import named
from hygie.answers.rules.index import Index
from hygie.answers.rules.scores import judge
from hygie.answers.rules.search import Settings, Zone, decide
from hygie.answers.rules.vocabulary import Reading


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question whose answer is known.

    Attributes:
        index: what it is searched in: without it, when it is one of the wordings.
        reading: the question, read.
        expected: ids of the entries that answer it; empty when the guide does not.
        weight: how much it counts.
        is_question: it comes from a file of questions.
    """

    index: Index
    reading: Reading
    expected: frozenset[str]
    weight: float
    is_question: bool


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    half /= 1 + z * z / total
    return max(0.0, middle - half), min(1.0, middle + half)


def answers_too(found: str, expected: frozenset[str]) -> bool:
    """Whether an entry says that it answers the webinar's question of an expected one."""
    entry = named(found)
    asked = {one.number for name in expected if (one := named(name)) and one.number}
    return bool(entry and asked & set(entry.answers))


def measure(asked: Sequence[Asked], settings: Settings) -> dict[str, tuple[int, int]]:
    """Each figure, as a count and what it is counted among."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def note(name: str, is_true: bool) -> None:
        counts[name][0] += is_true
        counts[name][1] += 1

    for one in asked:
        outcome = decide(judge(one.reading, one.index, settings.weights), settings)
        found = [match.entry.id for match in outcome.matches]
        is_refused = outcome.zone is Zone.NONE
        if one.expected:
            note("right entry first", found[:1] != [] and found[0] in one.expected)
            note("right entry among three", bool(one.expected & set(found)))
            note(
                "among three, numbers counted",
                any(name in one.expected or answers_too(name, one.expected) for name in found),
            )
            note(
                "shown among three, not refused", bool(one.expected & set(found)) and not is_refused
            )
            note("for the guide, refused", is_refused)
            note("for the guide, answered directly", outcome.zone is Zone.ANSWER)
        else:
            note("out of scope, refused", is_refused)
            note("out of scope, answered directly", outcome.zone is Zone.ANSWER)
        if outcome.zone is Zone.ANSWER:
            is_covered = found[0] in one.expected or answers_too(found[0], one.expected)
            note("direct answers wrong, numbers counted", not is_covered)
            note("direct answers that are wrong", found[0] not in one.expected)
    return {name: (count, total) for name, (count, total) in counts.items()}


def tell(name: str, figures: Mapping[str, tuple[int, int]]) -> None:
    """Print each figure with its interval."""
    print(f"\n{name}")
    for figure, (count, total) in figures.items():
        low, high = wilson(count, total)
        share = count / total if total else 0
        print(f"  {figure:<38} {share:6.1%}  ({low:.1%} to {high:.1%})  {count} of {total}")
