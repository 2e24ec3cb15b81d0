"""ZIP archives: opened in the sandbox, each member passes through the airlock in its turn.

An archive is never handed over itself. Anything that two readers could understand in two ways is
refused, whole or member by member. The same two functions, `contents` and `members`, serve an
archive that is itself the source (a portal's download).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hygie.airlock.engine.cleaner import Asking, Cleaned, Member, Staged, unanswered
from hygie.airlock.engine.papers.archive_lines import Line, listed_lines, wanted_line
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError
from hygie.sandbox.channel import Kind
from hygie.sandbox.job import MIB, Job, Limits

INSIDE = "hygie.airlock.engine.papers.archive_inside"
LIST = Job(
    place=f"{INSIDE}:contents",
    answers={
        "listed": {
            "names": Kind.TEXTS,
            "lines": Kind.BYTES,
            "nature": Kind.TEXT,
            "before": Kind.INTEGER,
            "after": Kind.INTEGER,
            "hidden": Kind.INTEGER,
        },
        "refused": {"why": Kind.TEXT},
    },
)
EXTRACT = Job(
    place=f"{INSIDE}:extract",
    answers={"extracted": {"fates": Kind.INTEGERS, "found": Kind.MANY_BYTES}},
)

# An archive in an archive is opened; one deeper is not.
MAX_DEPTH = 2
MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 2 * 1024 * MIB
MAX_ALL_BYTES = 8 * 1024 * MIB
# Deflate reaches 1032; honest archives stay far below, but for blank images, which are small.
MAX_RATIO = 100
RATIO_FROM_BYTES = 16 * MIB
ALL_RATIO_FROM_BYTES = 128 * MIB
PIECE_BYTES = 32 * MIB
MAX_TOGETHER = 256
INFLATED_BYTES_A_SECOND = 40 * MIB

REFUSALS = {
    "broken": (Verdict.UNVERIFIABLE, "zip.broken"),
    "split": (Verdict.UNVERIFIABLE, "zip.split"),
    "too_many": (Verdict.UNVERIFIABLE, "zip.too_many"),
    "overlap": (Verdict.UNVERIFIABLE, "zip.overlap"),
}
NATURES = {"office": "zip.office", "macros": "zip.macros", "program": "zip.program", "zip": ""}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A member as the directory tells it, checked against where it stands.

    Attributes:
        untrusted_name: as written; may climb out, repeat another, hold anything.
        size_bytes: once inflated, as announced: `members` proves it.
        refused: what is decided already of one whose content cannot be had.
        line: where it is in the archive.
    """

    untrusted_name: str
    size_bytes: int
    refused: Cleaned | None
    line: Line


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What an archive holds.

    Attributes:
        members: each file once, in the order of the directory; folders are left out.
        notes: what is odd about the archive itself.
    """

    members: tuple[Listed, ...]
    notes: tuple[Reason, ...] = ()


def _refused(code: str, verdict: Verdict = Verdict.UNVERIFIABLE) -> Cleaned:
    return Cleaned(verdict=verdict, reasons=(Reason(code=code),))


def contents(archive: Staged, *, asking: Asking) -> Contents | Cleaned:
    """What an archive holds, or why it is not opened."""
    arguments = {
        "most_members": MAX_MEMBERS,
        "most_ratio": MAX_RATIO,
        "ratio_from_bytes": RATIO_FROM_BYTES,
    }
    (answer,) = asking.each(LIST, [archive], arguments=arguments)
    if not answer.is_answered:
        return unanswered(answer)
    told = answer.untrusted
    if answer.code == "refused":
        verdict, code = REFUSALS.get(str(told["why"]), (Verdict.ERROR, "common.garbled"))
        return _refused(code, verdict)
    lines = listed_lines(told["lines"], names=told["names"], size_bytes=archive.size_bytes)
    if lines is None or told["nature"] not in NATURES:
        return _refused("common.garbled", Verdict.ERROR)
    if told["nature"] != "zip":
        return _refused(NATURES[str(told["nature"])], Verdict.WITHHELD)
    found = tuple(_listed(line) for line in lines if not line.is_folder)
    around = [int(str(told[name])) for name in ("before", "after", "hidden")]
    return _over_limits(found) or Contents(members=found, notes=_notes(found, around))


def _listed(line: Line) -> Listed:
    refused = line.refusal
    if refused is None and line.size_bytes > MAX_MEMBER_BYTES:
        refused = (Verdict.UNVERIFIABLE, "zip.member_too_large")
    return Listed(
        untrusted_name=line.untrusted_name,
        size_bytes=line.size_bytes,
        refused=_refused(refused[1], refused[0]) if refused else None,
        line=line,
    )


def _over_limits(found: Sequence[Listed]) -> Cleaned | None:
    """The archive is refused whole when what it would give is out of proportion."""
    wanted = [one for one in found if one.refused is None]
    size = sum(one.size_bytes for one in wanted)
    packed = sum(one.line.packed_bytes for one in wanted)
    if size > ALL_RATIO_FROM_BYTES and size > MAX_RATIO * packed:
        return _refused("zip.bomb")
    if size > MAX_ALL_BYTES:
        return _refused("zip.too_large")
    codes = {one.refused.reasons[0].code for one in found if one.refused}
    if found and not wanted and codes == {"zip.encrypted_member"}:
        return _refused("zip.encrypted")
    return None


def _notes(found: Sequence[Listed], around: Sequence[int]) -> tuple[Reason, ...]:
    names = [one.untrusted_name for one in found]
    before, after, hidden = around
    noted = [
        ("zip.before", int(before > 0)),
        ("zip.after", int(after > 0)),
        ("zip.hidden", int(hidden > 0)),
        ("zip.climbing", sum(map(climbs, names))),
        ("zip.twice", len(names) - len(set(names))),
        ("zip.empty", int(not names)),
    ]
    return tuple(Reason(code=code, count=count) for code, count in noted if count)


def climbs(untrusted_name: str) -> bool:
    """Whether a name would lead out of the folder where a careless program unpacks it."""
    name = untrusted_name.replace("\\", "/")
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name


def members(archive: Staged, listed: Sequence[Listed], *, asking: Asking) -> Iterator[Member]:
    """Each member listed, once, in their order.

    Raises:
        HygieError: `airlock.archive_lost` (from `Member.pieces` too) when the reader stops under
            a member that it had read before.
    """
    rest = iter(listed)
    while some := list(islice(rest, MAX_TOGETHER)):
        while some:
            together = _together(some)
            yield from _taken(archive, some[:together], asking=asking)
            some = some[together:]


def _together(some: Sequence[Listed]) -> int:
    """How many of the first members one child is asked for: their bytes come in one answer."""
    size = 0
    for rank, one in enumerate(some):
        size += one.size_bytes if one.refused is None else 0
        if size > PIECE_BYTES:
            return max(1, rank)
    return len(some)


def _taken(archive: Staged, some: Sequence[Listed], *, asking: Asking) -> Iterator[Member]:
    wanted = [one for one in some if one.refused is None]
    if len(wanted) == 1 and wanted[0].size_bytes > PIECE_BYTES:
        got = iter([_large(archive, wanted[0], asking=asking)])
    else:
        got = iter(_small(archive, wanted, asking=asking))
    for one in some:
        if one.refused is not None:
            yield Member(untrusted_name=one.untrusted_name, refused=one.refused)
        else:
            yield next(got)


def _small(archive: Staged, wanted: Sequence[Listed], *, asking: Asking) -> Iterator[Member]:
    lines = [wanted_line(one.line, skip=0, take=one.size_bytes) for one in wanted]
    found = _asked(archive, lines, asking=asking) if lines else []
    if isinstance(found, Cleaned) and len(wanted) > 1:
        # One of them stopped the reader: each is asked alone, so that the others are read.
        for one in wanted:
            yield from _small(archive, [one], asking=asking)
        return
    for rank, one in enumerate(wanted):
        content = found if isinstance(found, Cleaned) else found[rank]
        if isinstance(content, bytes) and len(content) == one.size_bytes:
            yield Member(untrusted_name=one.untrusted_name, pieces=(content,))
        else:
            refused = content if isinstance(content, Cleaned) else _refused("zip.broken_member")
            yield Member(untrusted_name=one.untrusted_name, refused=refused)


def _large(archive: Staged, one: Listed, *, asking: Asking) -> Member:
    """A member read to its end once, so that its verdict is known; then given piece by piece."""
    found = _asked(archive, [wanted_line(one.line, skip=0, take=0)], asking=asking, whole=one)
    if isinstance(found, Cleaned):
        return Member(untrusted_name=one.untrusted_name, refused=found)
    if found[0] is None:
        return Member(untrusted_name=one.untrusted_name, refused=_refused("zip.broken_member"))
    return Member(untrusted_name=one.untrusted_name, pieces=_pieces(archive, one, asking=asking))


def _pieces(archive: Staged, one: Listed, *, asking: Asking) -> Iterator[bytes]:
    for skip in range(0, one.size_bytes, PIECE_BYTES):
        take = min(PIECE_BYTES, one.size_bytes - skip)
        line = wanted_line(one.line, skip=skip, take=take)
        found = _asked(archive, [line], asking=asking, whole=one)
        if isinstance(found, Cleaned) or found[0] is None or len(found[0]) != take:
            raise HygieError(
                "airlock.archive_lost",
                "Un fichier de l’archive n’a pas pu être lu jusqu’au bout\u00a0: il est laissé.",
                advice="Le reste de l’archive n’est pas touché. Recommencez l’examen.",
                retry=True,
            )
        yield found[0]


def _asked(
    archive: Staged, lines: Sequence[bytes], *, asking: Asking, whole: Listed | None = None
) -> list[bytes | None] | Cleaned:
    """The content for each line, None where it is broken; or why nothing came."""
    seconds = 10 + (whole.size_bytes // INFLATED_BYTES_A_SECOND if whole else 0)
    limits = Limits(cpu_s=seconds, wall_s=2.0 * seconds, output_bytes=PIECE_BYTES + MIB)
    (answer,) = asking.each(
        EXTRACT, [archive], arguments={"wanted": b"".join(lines)}, limits=limits
    )
    if not answer.is_answered:
        return unanswered(answer)
    fates, found = answer.untrusted["fates"], answer.untrusted["found"]
    if not isinstance(fates, tuple) or not isinstance(found, tuple):
        return _refused("common.garbled", Verdict.ERROR)
    if len(fates) != len(lines) or len(found) != len(lines):
        return _refused("common.garbled", Verdict.ERROR)
    return [
        content if fate == 0 and isinstance(content, bytes) else None
        for fate, content in zip(fates, found, strict=True)
    ]


class ArchiveCleaner:
    """Opens ZIP archives, at most two one in the other."""

    code = "zip"
    kinds = frozenset({"zip"})
    jobs: tuple[Job, ...] = (LIST, EXTRACT)
    batch = 1

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each archive; its members come later, when asked for."""
        for archive in files:
            yield self._opened(archive, asking=asking)

    def _opened(self, archive: Staged, *, asking: Asking) -> Cleaned:
        if archive.depth >= MAX_DEPTH:
            return _refused("zip.too_deep")
        found = contents(archive, asking=asking)
        if isinstance(found, Cleaned):
            return found
        return Cleaned(
            verdict=Verdict.WITHHELD,
            reasons=(Reason(code="zip.opened", count=len(found.members)), *found.notes),
            members=lambda: members(archive, found.members, asking=asking),
        )
