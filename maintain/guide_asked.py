"""The questions whose answer is known, each searched in a guide that has not seen it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from guide_figures import Asked

from hygie.answers.entries import entries
from hygie.answers.rules import search
from hygie.answers.rules.index import Index, Subject
from hygie.answers.rules.vocabulary import thesaurus

Thing = TypeVar("Thing")
QUESTIONS = Path(__file__).parent / "guide_questions"
# Those that may be read; the third, test.tsv, never is.
TUNING = ("tune.tsv", "tune2.tsv")
FOLDS = 5
QUESTION_FOLDS = 8
# A question of a file counts for as many wordings; a wording is not a question.
QUESTION_COUNTS_FOR = 3.0
# From how many words in common, and what share of the shorter one, a wording is like a question.
LIKE_WORDS, LIKE_SHARE = 2, 0.5


def shuffled(things: Sequence[Thing], *, seed: int) -> list[Thing]:
    """The same things in another order, the same at each run."""
    mixed = list(things)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - no secret is drawn
    return mixed


def read_questions(path: Path) -> list[tuple[str, frozenset[str]]]:
    """Question and expected ids of each line; "-" is none.

    Raises:
        SystemExit: a line names an entry that does not exist.
    """
    known = {entry.id for entry in entries()}
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#") or line.split("\t")[0] == "question":
            continue
        question, _, ids = line.partition("\t")
        expected = frozenset(one for one in ids.split("\t")[0].split() if one != "-")
        if not expected <= known:
            raise SystemExit(f"{path.name}, line {number}: an entry does not exist")
        found.append((question, expected))
    return found


def ask_file(path: Path) -> list[Asked]:
    """The questions of a file, searched in the whole guide."""
    return [_asked(search.index(), *one) for one in read_questions(path)]


def ask_unseen(questions: Sequence[tuple[str, frozenset[str]]]) -> Iterator[Asked]:
    """Each question, searched in a guide without the wordings that are like it.

    Wordings were written after these questions were read: in the whole guide they would be found
    far better than a question that nobody has read, and the limits would be set for them.
    """
    whole, subjects = search.index(), search.subjects()
    worded = [
        ((subject.name, wording), set(whole.vocabulary.read(wording).content))
        for subject in subjects
        for wording in subject.wordings
    ]
    mixed = shuffled(questions, seed=3)
    for fold in range(QUESTION_FOLDS):
        some = mixed[fold::QUESTION_FOLDS]
        contents = [set(whole.vocabulary.read(question).content) for question, _ in some]
        held = {name for name, said in worded if any(_is_like(said, one) for one in contents)}
        index = Index([_without(subject, held) for subject in subjects], thesaurus())
        for one in some:
            yield _asked(index, *one)


def ask_wordings() -> Iterator[Asked]:
    """Each wording, searched in a guide that does not hold it."""
    subjects = search.subjects()
    every = [(s.name, wording) for s in subjects for wording in s.wordings]
    every = shuffled(every, seed=1)
    for fold in range(FOLDS):
        held = set(every[fold::FOLDS])
        index = Index([_without(subject, held) for subject in subjects], thesaurus())
        outside = {subject.name for subject in subjects if subject.is_elsewhere}
        for name, wording in sorted(held):
            yield Asked(
                index=index, reading=index.vocabulary.read(wording),
                expected=frozenset() if name in outside else frozenset((name,)),
                weight=0.3 if name in outside else 1.0, is_question=False,
            )  # fmt: skip


def _asked(index: Index, question: str, expected: frozenset[str]) -> Asked:
    return Asked(
        index=index, reading=index.vocabulary.read(question), expected=expected,
        weight=QUESTION_COUNTS_FOR, is_question=True,
    )  # fmt: skip


def _is_like(one: set[str], other: set[str]) -> bool:
    shared = len(one & other)
    return shared >= LIKE_WORDS and shared >= LIKE_SHARE * min(len(one), len(other))


def _without(subject: Subject, held: set[tuple[str, str]]) -> Subject:
    kept = tuple(one for one in subject.wordings if (subject.name, one) not in held)
    return replace(subject, wordings=kept)
