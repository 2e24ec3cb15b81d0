"""What archives hold: each member is kept, counted, and passes through the airlock in its turn.

Called by the threads that pass files on. What all archives unfold to is bounded, and what one
unfolds to is bounded by its own size, the archives inside it included: those multiply.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hygie.airlock.engine.cleaner import Cleaned, Member, Staged
from hygie.airlock.engine.copying import UnreadError
from hygie.airlock.engine.grouping import Groups
from hygie.airlock.engine.outcome import Entry
from hygie.airlock.engine.passing import Passing, member_error
from hygie.airlock.engine.results import entry_of, entry_of_cleaned
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError

TOO_MUCH = "source.too_much"


@dataclass
class _Whole:
    """What an archive of the source has unfolded to so far."""

    most_bytes: int
    size_bytes: int = 0

    @property
    def left_bytes(self) -> int:
        return self.most_bytes - self.size_bytes

    def exhaust(self) -> None:
        """What did not fit shows what the rest would be: no other archive of it is opened."""
        self.size_bytes = self.most_bytes


@dataclass(kw_only=True)
class Unfolding:
    """For any thread.

    Attributes:
        passing: where members go.
        caps: how much they may cost.
        is_source_unfolded: the source is an archive itself: its members stand at the top.
        pass_on: decides of kept members, of archives among them too, and forgets their copies.
    """

    passing: Passing
    caps: Caps
    is_source_unfolded: bool
    pass_on: Callable[[Sequence[Staged]], None]
    _count: int = 0
    _size_bytes: int = 0
    _wholes: dict[str, _Whole] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def unfold(self, archive: Staged, cleaned: Cleaned) -> None:
        """Decide of the members of an archive, then of the archive itself."""
        fault = self._fault(archive)
        if not fault:
            fault = self._pass_members(archive, cleaned)
        if fault:
            reasons = (*cleaned.reasons, Reason(code=fault))
            cleaned = replace(cleaned, verdict=Verdict.UNVERIFIABLE, reasons=reasons)
        if self._is_source(archive):
            self.passing.results.forget(archive.path)
            self.passing.results.note(*archive.notes, *cleaned.reasons)
            if fault:
                self.passing.results.cut_short()
        else:
            self.passing.results.decide(entry_of_cleaned(archive, cleaned))

    def _fault(self, archive: Staged) -> str:
        """Why an archive is not even opened."""
        if archive.depth >= self.caps.nesting:
            return "source.too_nested"
        return TOO_MUCH if self._whole(archive).left_bytes <= 0 else ""

    def _is_source(self, archive: Staged) -> bool:
        return self.is_source_unfolded and archive.depth == 0

    def _whole(self, archive: Staged) -> _Whole:
        """The archive of the source that this one is in, or is."""
        most = max(self.caps.ratio_from_bytes, self.caps.ratio * archive.size_bytes)
        with self._lock:
            return self._wholes.setdefault(archive.path, _Whole(most_bytes=most))

    def _pass_members(self, archive: Staged, cleaned: Cleaned) -> str:
        """Why not all of them were had; "" when they were."""
        assert cleaned.members is not None  # noqa: S101 - asked by `Passing.run`
        groups = Groups(self.passing)
        members, number = cleaned.members(), 0
        while True:
            try:
                member = next(members, None)
            except HygieError:
                fault = "source.members_cut"
                break
            if member is None:
                fault = ""
                break
            number += 1
            for full in self._kept(archive, member, groups, number=number):
                self.pass_on(full)
        for group in groups.rest():
            self.pass_on(group)
        return fault

    def _kept(
        self, archive: Staged, member: Member, groups: Groups, *, number: int
    ) -> Iterator[Sequence[Staged]]:
        """Keep a member with those of its lane; the group that it fills, if it does."""
        file = self._member(archive, member, number=number)
        if file is None or self._is_too_nested(file):
            return
        full = groups.add(file)
        if full:
            yield full

    def _is_too_nested(self, file: Staged) -> bool:
        """An archive that will not be opened is not looked at either: there may be thousands."""
        if file.kind != "zip" or file.depth < self.caps.nesting:
            return False
        reason = Reason(code="source.too_nested")
        self.passing.results.decide(entry_of(file, Verdict.UNVERIFIABLE, reason))
        file.stored.unlink(missing_ok=True)
        return True

    def _member(self, archive: Staged, member: Member, *, number: int) -> Staged | None:
        results = self.passing.results
        above = "" if self._is_source(archive) else archive.path
        path = results.see_member(above, member.untrusted_name, number=number)
        refused = member.refused
        if refused is not None:
            results.decide(Entry(path=path, verdict=refused.verdict, reasons=refused.reasons))
            return None
        try:
            return self._copied(archive, member, path=path)
        except (UnreadError, HygieError) as error:
            verdict, code = member_error(error)
            results.decide(Entry(path=path, verdict=verdict, reasons=(Reason(code=code),)))
            return None

    def _copied(self, archive: Staged, member: Member, *, path: str) -> Staged:
        whole = self._whole(archive)
        with self._lock:
            self._count += 1
            left = min(self.caps.member_bytes - self._size_bytes, whole.left_bytes)
            if self._count > self.caps.members or left <= 0:
                raise UnreadError(TOO_MUCH)
        if self.passing.stops.cancelled():
            raise UnreadError("common.cancelled")
        try:
            file = self.passing.staging.keep_pieces(
                member.pieces,
                path=path,
                untrusted_name=member.untrusted_name.replace("\\", "/").rpartition("/")[2],
                depth=archive.depth + 1,
                wanted=lambda: not self.passing.stops.is_stopped(path),
                most_bytes=min(self.caps.file_bytes, left),
            )
        except UnreadError as error:
            if error.code == TOO_MUCH and left == whole.left_bytes:
                whole.exhaust()
            raise
        with self._lock:
            self._size_bytes += file.size_bytes
            whole.size_bytes += file.size_bytes
            self._wholes[path] = whole
        return file
