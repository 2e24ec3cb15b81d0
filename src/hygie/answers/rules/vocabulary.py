"""The words of the field: what is short for what, what says the same, what a typo meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from hygie.answers.entries import DATA
from hygie.answers.rules.words import key, without_one, words
from hygie.core import rules
from hygie.core.errors import HygieError

# A word shorter than this is not corrected: too many others are one letter away.
_MIN_CORRECTED = 5
_MIN_KEY = 4
# A letter changed makes another word more often than a letter lost or doubled.
_MIN_CHANGED = 6
_MAX_PHRASE = 6
# Articles and pronouns stuck to their word when the apostrophe is missing: "lordinateur".
_STUCK = re.compile(r"(?:qu|[ldjnsmtc])(?=[aeiouyh])")


@dataclass(frozen=True, kw_only=True)
class Thesaurus:
    """The content of `data/thesaurus.toml`, as words sound.

    Attributes:
        style: words that carry no subject.
        abbreviations: what a word is short for, as folded words.
        groups: names of the groups to which each phrase belongs.
    """

    style: frozenset[str]
    abbreviations: Mapping[str, tuple[str, ...]]
    groups: Mapping[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A question, or a wording, once read.

    Attributes:
        keys: its words as they sound, style included, abbreviations opened, typos corrected.
        content: those that carry a subject.
        groups: the groups of the thesaurus that it speaks of.
        meanings: for each word of the content, the groups it takes part in.
        unknown: content that no text of the guide holds.
        corrected: what was read in place of what was typed.
    """

    keys: tuple[str, ...]
    content: tuple[str, ...]
    groups: tuple[str, ...]
    meanings: tuple[tuple[str, ...], ...]
    unknown: tuple[str, ...]
    corrected: Mapping[str, str] = field(default_factory=dict)


@cache
def thesaurus() -> Thesaurus:
    """The words people use.

    Raises:
        HygieError: `answers.thesaurus` or `rules.unreadable` when the shipped file is damaged.
    """
    data = rules.load(DATA / "thesaurus.toml")
    try:
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, phrases in data["groups"].items():
            for phrase in phrases:
                found = groups[tuple(key(word) for word in words(phrase))]
                found += [name] if name not in found else []
        return Thesaurus(
            style=frozenset(key(word) for word in words_of_style(data["style"])),
            abbreviations={s: tuple(words(full)) for s, full in data["abbreviations"].items()},
            groups={phrase: tuple(names) for phrase, names in groups.items() if phrase},
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise HygieError(
            "answers.thesaurus",
            f"Le fichier thesaurus.toml ne convient pas ({error}).",
            advice="Réinstallez Hygie\u00a0: ce fichier en fait partie.",
        ) from error


def words_of_style(text: str) -> list[str]:
    """The words of a long list: unlike a question, it is not cut."""
    return [word for line in text.splitlines() for word in words(line)]


class Vocabulary:
    """Every word of the guide, to read a question with.

    Args:
        texts: all that the guide says and is asked.
        known: the thesaurus.
    """

    def __init__(self, texts: Iterable[str], known: Thesaurus) -> None:
        self.thesaurus = known
        self.counts: Counter[str] = Counter()
        for text in texts:
            for line in text.splitlines():
                self.counts.update(key(word) for word in words(line))
        for phrase in known.groups:
            self.counts.update(phrase)
        self._near: dict[str, list[str]] = defaultdict(list)
        for known_key in self.counts:
            if len(known_key) >= _MIN_KEY:
                for piece in without_one(known_key):
                    self._near[piece].append(known_key)

    def read(self, text: str) -> Reading:
        """Read a question or a wording."""
        read: list[str] = []
        corrected: dict[str, str] = {}
        for word in words(text):
            meant = self._meant(word)
            if meant != [key(word)]:
                corrected[word] = " ".join(meant)
            read += meant
        places = [i for i, one in enumerate(read) if one not in self.thesaurus.style]
        content = tuple(read[place] for place in places)
        by_place = self._groups_by_place(read)
        return Reading(
            keys=tuple(read),
            content=content,
            groups=tuple(dict.fromkeys(name for names in by_place for name in names)),
            meanings=tuple(tuple(by_place[place]) for place in places),
            unknown=tuple(one for one in content if one not in self.counts),
            corrected=corrected,
        )

    def _is_known(self, sound: str) -> bool:
        return sound in self.counts or sound in self.thesaurus.style

    def _meant(self, word: str) -> list[str]:
        """The words that one word stands for, as they sound."""
        short = self.thesaurus.abbreviations.get(word)
        if short:
            return [key(part) for part in short]
        sound = key(word)
        if self._is_known(sound):
            return [sound]
        stuck = _STUCK.match(word)
        if stuck and len(word) >= _MIN_CORRECTED:
            rest = word[stuck.end() :]
            if rest in self.thesaurus.abbreviations or (
                len(rest) > 1 and self._is_known(key(rest))
            ):
                return self._meant(rest)
        return [self._nearest(word, sound) or sound]

    def _nearest(self, word: str, sound: str) -> str:
        """The known word one slip away from an unknown one; empty when there is none."""
        if len(word) < _MIN_CORRECTED or any(sign.isdigit() for sign in word):
            return ""
        near = {known for piece in without_one(sound) for known in self._near.get(piece, ())}
        farthest = 2 if len(word) >= _MIN_CHANGED else 1
        near = {k for k in near if k[0] == sound[0] and _distance(k, sound) <= farthest}
        return max(near, key=lambda known: (-_distance(known, sound), self.counts[known], known),
                   default="")  # fmt: skip

    def _groups_by_place(self, read: list[str]) -> list[dict[str, None]]:
        """The groups in which each word takes part, alone or in a phrase."""
        found: list[dict[str, None]] = [{} for _ in read]
        for start in range(len(read)):
            for size in range(1, min(_MAX_PHRASE, len(read) - start) + 1):
                for name in self.thesaurus.groups.get(tuple(read[start : start + size]), ()):
                    for place in range(start, start + size):
                        found[place][name] = None
        return found


def _distance(one: str, other: str) -> int:
    """1 for a letter added or lost, 2 for a letter changed or moved."""
    return 1 if abs(len(one) - len(other)) == 1 else 2
