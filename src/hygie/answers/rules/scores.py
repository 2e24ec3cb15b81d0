"""How well each subject fits a question, and what that says of the question itself.

Everything is a weighed sum of a few named values: `data/search.toml` holds the weights, found by
`maintain/calibrate_guide.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hygie.answers.rules.index import WAYS, Index, evidence
from hygie.answers.rules.vocabulary import Reading

_COVERED = WAYS.index("covered")
# A long story dilutes what it says: its strongest words tell as much as their mean.
_STRONGEST = 4


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How well a subject fits a question.

    Attributes:
        name: the subject's.
        score: its weighed sum.
        share: its part among the entries, from 0 to 1; 0 for what the guide does not know.
    """

    name: str
    score: float
    share: float


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What comparing a question with every subject gave.

    Attributes:
        entries: the entries, the best first.
        elsewhere: the subjects that the guide does not know, the best first.
        signals: named values that tell whether the question is one for the guide.
    """

    entries: tuple[Fit, ...]
    elsewhere: tuple[Fit, ...]
    signals: Mapping[str, float]


def weighed(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the values, each times its weight."""
    return sum(weight * values[name] for name, weight in weights.items())


def likely(score: float) -> float:
    """From a sum to a chance, between 0 and 1."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def judge(reading: Reading, index: Index, weights: Mapping[str, float]) -> Judgement:
    """Compare a question with every subject."""
    rows = index.compare(reading)
    by_way = [weights[name] for name in WAYS]
    scores = [sum(w * v for w, v in zip(by_way, row, strict=True)) for row in rows]
    ranked = sorted(range(len(rows)), key=lambda rank: (-scores[rank], rank))
    inside = [rank for rank in ranked if not index.subjects[rank].is_elsewhere]
    outside = [rank for rank in ranked if index.subjects[rank].is_elsewhere]
    shares = _shares([scores[rank] for rank in inside])
    signals = {
        **_of_the_order(scores, inside, shares),
        **_of_the_words(reading, index),
        "elsewhere": scores[outside[0]] if outside else 0.0,
        "else_covered": rows[outside[0]][_COVERED] if outside else 0.0,
        "agreed": _agreement(rows, inside),
        **_of_the_best(rows, inside),
    }
    return Judgement(
        entries=tuple(
            Fit(name=index.subjects[rank].name, score=scores[rank], share=share)
            for rank, share in zip(inside, shares, strict=True)
        ),
        elsewhere=tuple(
            Fit(name=index.subjects[rank].name, score=scores[rank], share=0.0) for rank in outside
        ),
        signals=signals,
    )


def _of_the_order(
    scores: Sequence[float], inside: Sequence[int], shares: Sequence[float]
) -> dict[str, float]:
    """How far ahead the first entry is."""
    tops = [scores[rank] for rank in inside[:4]] + [0.0] * 4
    return {
        "one": 1.0,
        "top": tops[0],
        "margin": tops[0] - tops[1],
        "third": tops[0] - tops[3],
        "share": shares[0] if shares else 0.0,
    }


def _of_the_best(rows: Sequence[tuple[float, ...]], inside: Sequence[int]) -> dict[str, float]:
    """What each way of comparing says of the first entry."""
    best = rows[inside[0]] if inside else (0.0,) * len(WAYS)
    return {f"best_{name}": value for name, value in zip(WAYS, best, strict=True)}


def _of_the_words(reading: Reading, index: Index) -> dict[str, float]:
    """What the question's words say before anything is compared."""
    domains = sorted((index.domain.get(term, 0.0) for term in evidence(reading)), reverse=True)
    count = len(set(reading.content))
    return {
        "unknown": unknown_share(reading, index),
        "domain": _mean(domains),
        "strangest": min((index.domain.get(word, 0.0) for word in reading.content), default=0.0),
        "evidence": _mean(domains[:_STRONGEST]),
        "against": _mean(domains[-_STRONGEST:]),
        "words": math.log(1 + count),
        "few": 1 / max(1, count),
    }


def _agreement(rows: Sequence[tuple[float, ...]], inside: Sequence[int]) -> float:
    """The share of the ways of comparing that put the first entry first by themselves."""
    if not inside:
        return 0.0
    first = rows[inside[0]]
    best = [max(rows[rank][way] for rank in inside) for way in range(len(WAYS))]
    return _mean([float(0 < one == most) for one, most in zip(first, best, strict=True)])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / (len(values) or 1)


def _shares(scores: Sequence[float]) -> list[float]:
    most = max(scores, default=0.0)
    powers = [math.exp(score - most) for score in scores]
    return [power / sum(powers) for power in powers]


def unknown_share(reading: Reading, index: Index) -> float:
    """How much of what the question says is in no entry, rare words counting for more."""
    rarity = index.entry_rarity
    weights = {word: rarity.get(word, index.unseen) for word in reading.content}
    total = sum(weights.values())
    lost = sum(weight for word, weight in weights.items() if word not in rarity)
    return lost / total if total else 1.0
