"""Where each word of the field is asked: weights by entry, made once when Hygie starts.

A subject is an entry of the guide, or a subject of `data/elsewhere.toml` that the guide does not
know. It is what its title and its wordings say together (their centroid), not its likest wording:
people's style ("est-ce que je peux…") would decide.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hygie.answers.rules.vocabulary import Reading, Thesaurus, Vocabulary
from hygie.answers.rules.words import grams

_TITLE_COUNTS_FOR = 2
# BM25's own constants: how soon a repeated word stops counting, and how much length matters.
_SATURATION, _LENGTH = 1.2, 0.6


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something a question may be about.

    Attributes:
        name: id of the entry, or of the subject that the guide does not know.
        title: the question as shown; may be empty.
        wordings: how people ask for it.
        text: what the guide says of it.
        is_elsewhere: the guide does not know it.
    """

    name: str
    title: str
    wordings: tuple[str, ...]
    text: str = ""
    is_elsewhere: bool = False


class Space:
    """One way to compare: terms weighed by rarity, a centroid of unit length for each subject."""

    def __init__(self, bags: Sequence[Sequence[Mapping[str, float]]]) -> None:
        seen_in = Counter(t for bags_of in bags for t in {t for bag in bags_of for t in bag})
        self.rarity = {t: math.log((len(bags) + 1) / (n + 0.5)) for t, n in seen_in.items()}
        self._unseen = math.log((len(bags) + 1) / 0.5)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for rank, bags_of in enumerate(bags):
            for term, weight in self._centroid(bags_of).items():
                self.postings[term].append((rank, weight))

    def _centroid(self, bags: Iterable[Mapping[str, float]]) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for bag in bags:
            for term, weight in self.unit(bag).items():
                total[term] += weight
        return _of_unit_length(total)

    def unit(self, bag: Mapping[str, float]) -> dict[str, float]:
        """A bag weighed by rarity, of unit length."""
        rarity = self.rarity
        return _of_unit_length({t: n * rarity.get(t, self._unseen) for t, n in bag.items()})

    def likeness(self, bag: Mapping[str, float], size: int) -> list[float]:
        """The cosine of a bag with each subject."""
        found = [0.0] * size
        for term, weight in self.unit(bag).items():
            for rank, other in self.postings.get(term, ()):
                found[rank] += weight * other
        return found


class Frequency:
    """The classic one: BM25, as a share of what a perfect answer would get."""

    def __init__(self, bags: Sequence[Counter[str]]) -> None:
        seen_in = Counter(term for bag in bags for term in bag)
        self.rarity = {
            t: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for t, n in seen_in.items()
        }
        self.unseen = math.log(1 + (len(bags) + 0.5) / 0.5)
        mean = sum(sum(bag.values()) for bag in bags) / (len(bags) or 1) or 1
        self.size = len(bags)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for rank, bag in enumerate(bags):
            room = _SATURATION * (1 - _LENGTH + _LENGTH * sum(bag.values()) / mean)
            for term, count in bag.items():
                share = count / (count + room)
                self.postings[term].append((rank, share * self.rarity[term]))

    def weigh(self, terms: Sequence[str]) -> list[float]:
        """The share of the question that each subject covers."""
        found = [0.0] * self.size
        most = 0.0
        for term in set(terms):
            most += self.rarity.get(term, self.unseen)
            for rank, weight in self.postings.get(term, ()):
                found[rank] += weight
        return [value / most if most else 0.0 for value in found]


def _domain(subjects: Sequence[Subject], read: Sequence[Sequence[Reading]]) -> dict[str, float]:
    """How much more often each word is asked to the guide than elsewhere (a logarithm)."""
    asked: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for subject, readings in zip(subjects, read, strict=True):
        for reading in readings:
            asked[subject.is_elsewhere].update(set(evidence(reading)))
    inside, outside = sum(asked[False].values()), sum(asked[True].values())
    return {
        term: math.log((asked[False][term] + 0.5) / (inside + 1))
        - math.log((asked[True][term] + 0.5) / (outside + 1))
        for term in asked[True] | asked[False]
    }


def _of_unit_length(bag: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in bag.values())) or 1.0
    return {term: weight / length for term, weight in bag.items()}


def group_bag(reading: Reading) -> Counter[str]:
    """What the words speak of."""
    return Counter(reading.groups)


def pair_bag(reading: Reading) -> Counter[str]:
    """Words that follow each other, style included: "qui appeler", "combien de temps"."""
    return Counter(f"{one} {two}" for one, two in zip(reading.keys, reading.keys[1:], strict=False))


def piece_bag(reading: Reading) -> Counter[str]:
    """Pieces of the words that carry a subject: what is left of a word badly spelt."""
    return Counter(piece for word in reading.content for piece in grams(word))


BAGS = {"groups": group_bag, "pairs": pair_bag, "pieces": piece_bag}


class Index:
    """Every subject, ready to be compared with a question.

    Args:
        subjects: entries, and what the guide does not know.
        thesaurus: the words people use.
    """

    def __init__(self, subjects: Sequence[Subject], thesaurus: Thesaurus) -> None:
        self.subjects = tuple(subjects)
        said = [text for s in subjects for text in (s.title, *s.wordings, *s.text.splitlines())]
        self.vocabulary = Vocabulary(said, thesaurus)
        read = [self._readings(subject) for subject in subjects]
        self.spaces = {
            name: Space([[bag(reading) for reading in readings] for readings in read])
            for name, bag in BAGS.items()
        }
        asked = [Counter(t for one in readings for t in evidence(one)) for readings in read]
        told = [
            Counter(t for line in s.text.splitlines() for t in evidence(self.vocabulary.read(line)))
            for s in subjects
        ]
        self.told = Frequency([one + other for one, other in zip(asked, told, strict=True)])
        # A group counts where people ask with it, not where the text merely names it.
        self._said_by: dict[str, set[int]] = defaultdict(set)
        for rank, (one, other) in enumerate(zip(asked, told, strict=True)):
            for term in (*one, *(term for term in other if not term.startswith("#"))):
                self._said_by[term].add(rank)
        entries = [
            one + other
            for subject, one, other in zip(subjects, asked, told, strict=True)
            if not subject.is_elsewhere
        ]
        self.domain = _domain(subjects, read)
        of_entries = Frequency(entries)
        self.entry_rarity, self.unseen = of_entries.rarity, of_entries.unseen

    def _readings(self, subject: Subject) -> list[Reading]:
        titles = [subject.title] * _TITLE_COUNTS_FOR if subject.title else []
        return [self.vocabulary.read(text) for text in (*titles, *subject.wordings)]

    def compare(self, reading: Reading) -> list[tuple[float, ...]]:
        """For each subject, what each way of comparing says; the order is that of `WAYS`."""
        size, terms = len(self.subjects), evidence(reading)
        ways = [self.spaces[name].likeness(bag(reading), size) for name, bag in BAGS.items()]
        ways += [self.told.weigh(terms), self.covered(reading)]
        return list(zip(*ways, strict=True))

    def covered(self, reading: Reading) -> list[float]:
        """The share of the question's words that each subject says, as they are or otherwise."""
        found = [0.0] * len(self.subjects)
        most = 0.0
        for word, groups in dict(zip(reading.content, reading.meanings, strict=True)).items():
            weight = self.told.rarity.get(word, self.told.unseen)
            most += weight
            said_by = set(self._said_by.get(word, ()))
            said_by.update(rank for name in groups for rank in self._said_by.get(f"#{name}", ()))
            for rank in said_by:
                found[rank] += weight
        return [value / most if most else 0.0 for value in found]


# What is compared: groups of the thesaurus, pairs of words, pieces of words, the words of all that
# is asked and told, and how much of the question they cover.
WAYS = (*BAGS, "told", "covered")


def evidence(reading: Reading) -> list[str]:
    """Words and groups together; a group has a name no word has."""
    return [*reading.content, *(f"#{name}" for name in reading.groups)]
