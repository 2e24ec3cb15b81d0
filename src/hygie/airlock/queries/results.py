"""What an examination found, counted and listed for the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hygie.airlock.engine.outcome import Entry, Outcome
from hygie.airlock.rules import showing
from hygie.airlock.rules.showing import Shown
from hygie.airlock.rules.verdicts import Verdict

A_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many files of a verdict; those of nought are not shown."""

    verdict: Verdict
    shown: Shown
    files: int

    @property
    def slug(self) -> str:
        """As in addresses."""
        return self.verdict.value.lower()


@dataclass(frozen=True, kw_only=True)
class Line:
    """A file of the list."""

    entry: Entry
    shown: Shown

    @property
    def size(self) -> str:
        """Its size in words."""
        return showing.size_in_words(self.entry.size_bytes)


@dataclass(frozen=True, kw_only=True)
class Result:
    """An examination on one page.

    Attributes:
        shown: the one word.
        counts: by verdict, what calls for a look first.
        passed: files that may be handed over.
        size: of what may be handed over, in words.
        duration: in words.
        notes: sentences on the whole key.
        images: how many of what passes are images.
        to_read: files that call for a look.
    """

    shown: Shown
    counts: tuple[Count, ...]
    files: int
    passed: int
    size: str
    duration: str
    notes: tuple[str, ...]
    images: int
    to_read: int


def result(outcome: Outcome) -> Result:
    """An examination on one page."""
    passing = [entry for entry in outcome.files if entry.output]
    return Result(
        shown=showing.word_for_all(outcome.verdict, passed=len(passing)),
        counts=counts(outcome),
        files=len(outcome.files),
        passed=len(passing),
        size=showing.size_in_words(sum(entry.output_bytes for entry in passing)),
        duration=showing.seconds_in_words((outcome.ended_at - outcome.began_at).total_seconds()),
        notes=tuple(dict.fromkeys(note.sentence for note in outcome.notes)),
        images=sum(entry.image is not None for entry in passing),
        to_read=sum(calls_for_a_look(entry) for entry in outcome.files),
    )


def counts(outcome: Outcome) -> tuple[Count, ...]:
    """How many files of each verdict, in the order in which one wants to read them."""
    found = Counter(entry.verdict for entry in outcome.files)
    return tuple(
        Count(verdict=verdict, shown=shown, files=found[verdict])
        for verdict, shown in showing.FILES.items()
        if found[verdict]
    )


TO_READ, ALL = "", "tous"


def calls_for_a_look(entry: Entry) -> bool:
    """Whether a person reads that line: of a disc of five hundred images, six or seven."""
    told = (*entry.reasons, *entry.removed)
    return not entry.verdict.passes or any(reason.words.attention for reason in told)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A part of the list of files.

    Attributes:
        slug: which part, as in addresses: `TO_READ`, `ALL`, or a verdict.
        number: of the page, from 1.
        pages: how many.
        files: in that part.
    """

    lines: tuple[Line, ...]
    slug: str
    number: int
    pages: int
    files: int

    @property
    def previous(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.pages else None


def listed(outcome: Outcome, *, untrusted_part: str = "", untrusted_page: str = "") -> Listed:
    """A part of the files, a page at a time; what calls for a look first."""
    slug = untrusted_part if untrusted_part in _PARTS else TO_READ
    wanted = _PARTS[slug]
    entries = _in_order([entry for entry in outcome.files if wanted(entry)])
    pages = max(1, -(-len(entries) // A_PAGE))
    asked = int(untrusted_page) if untrusted_page.isdecimal() and len(untrusted_page) < 7 else 1
    number = min(max(1, asked), pages)
    some = entries[(number - 1) * A_PAGE : number * A_PAGE]
    return Listed(
        lines=tuple(Line(entry=entry, shown=showing.FILES[entry.verdict]) for entry in some),
        slug=slug,
        number=number,
        pages=pages,
        files=len(entries),
    )


def _is(verdict: Verdict) -> Callable[[Entry], bool]:
    return lambda entry: entry.verdict is verdict


_PARTS: dict[str, Callable[[Entry], bool]] = {
    TO_READ: calls_for_a_look,
    ALL: lambda entry: True,
    **{verdict.value.lower(): _is(verdict) for verdict in Verdict},
}


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    ranks = {verdict: rank for rank, verdict in enumerate(showing.FILES)}
    return sorted(entries, key=lambda entry: ranks[entry.verdict])
