"""What was decided of each path, gathered from all threads, and how far the examination is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from hygie.airlock.engine.cleaner import Cleaned, Output, Staged
from hygie.airlock.engine.listing import Paths
from hygie.airlock.engine.naming import Accepted
from hygie.airlock.engine.outcome import Entry
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

Rank = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the examination is.

    Attributes:
        files_done: paths decided, members of archives included.
        files_seen: paths known so far.
        bytes_done: read of the source.
        bytes_seen: to be read, as the source tells.
        current: the path that has been at work the longest: the one a person would pass over.
    """

    files_done: int
    files_seen: int
    bytes_done: int
    bytes_seen: int
    current: str


Telling = Callable[[Progress], None]


@dataclass(kw_only=True)
class Results:
    """For any thread."""

    paths: Paths
    telling: Telling | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    accepted: dict[str, Accepted] = field(default_factory=dict)
    ranks: dict[str, Rank] = field(default_factory=dict)
    notes: list[Reason] = field(default_factory=list)
    is_whole: bool = True
    _working: dict[str, None] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _seen: int = 0
    _bytes_done: int = 0
    _bytes_seen: int = 0
    _current: str = ""

    def see(self, path: str, rank: Rank, *, size_bytes: int = 0) -> None:
        """A path that will be decided."""
        with self._lock:
            self.ranks[path] = rank
            self._seen += 1
            self._bytes_seen += size_bytes

    def forget(self, path: str) -> None:
        """A path that is the source itself: what it holds is told in its place."""
        with self._lock:
            del self.ranks[path]
            self._seen -= 1

    def see_member(self, archive: str, untrusted_name: str, *, number: int) -> str:
        """A member of an archive that will be decided; its path. An archive "" is the source."""
        with self._lock:
            prefix = f"{archive}/" if archive else ""
            path = self.paths.once(f"{prefix}{untrusted_name or '_'}")
            self.see(path, (*self.ranks.get(archive, ()), number))
            return path

    def begins(self, path: str) -> None:
        """A path is at work."""
        with self._lock:
            self._working.setdefault(path)
            self._tell()

    def ends(self, path: str) -> None:
        """It is not any more, for now."""
        with self._lock:
            self._working.pop(path, None)

    def was_read(self, size_bytes: int) -> None:
        """Bytes of the source were read."""
        with self._lock:
            self._bytes_done += size_bytes
            self._tell()

    def decide(self, entry: Entry, *, accepted: Accepted | None = None) -> None:
        """What became of a path. Each is decided once."""
        with self._lock:
            if entry.path in self.entries:
                raise ValueError(f"decided twice: {entry.path!r}")
            self.entries[entry.path] = entry
            if accepted is not None:
                self.accepted[entry.path] = accepted
            self._tell()

    def note(self, *reasons: Reason) -> None:
        """What concerns the whole source."""
        with self._lock:
            self.notes += [reason for reason in reasons if reason not in self.notes]

    def cut_short(self) -> None:
        """Some of the source was not read."""
        with self._lock:
            self.is_whole = False

    def _tell(self) -> None:
        if self.telling is None:
            return
        self._current = next(iter(self._working), self._current)
        self.telling(
            Progress(
                files_done=len(self.entries),
                files_seen=self._seen,
                bytes_done=self._bytes_done,
                bytes_seen=self._bytes_seen,
                current=self._current,
            )
        )

    def in_order(self, named: Mapping[str, str]) -> tuple[Entry, ...]:
        """Every entry, in the order of the source, with the name of what is handed over.

        A path that nobody decided would be a fault of ours: it is told, never left out.
        """
        for path in self.ranks.keys() - self.entries.keys():
            fault = Reason(code="source.tool_fault")
            self.entries[path] = Entry(path=path, verdict=Verdict.ERROR, reasons=(fault,))
        ordered = sorted(self.entries.values(), key=lambda entry: self.ranks[entry.path])
        return tuple(self._with_output(entry, named.get(entry.path, "")) for entry in ordered)

    def _with_output(self, entry: Entry, name: str) -> Entry:
        if name:
            return replace(entry, output=name)
        return replace(entry, output_sha256="", output_bytes=0)

    def in_order_of_source(self) -> list[Accepted]:
        """What is handed over, in the order of the source."""
        return sorted(self.accepted.values(), key=lambda one: self.ranks[one.path])


def entry_of(
    staged: Staged,
    verdict: Verdict,
    *reasons: Reason,
    removed: tuple[Reason, ...] = (),
) -> Entry:
    """The entry of a file that was read, nothing of it handed over."""
    return Entry(
        path=staged.path,
        verdict=verdict,
        reasons=(*staged.notes, *reasons),
        size_bytes=staged.size_bytes,
        sha256=staged.sha256,
        kind=staged.kind,
        removed=removed,
    )


def entry_of_cleaned(staged: Staged, cleaned: Cleaned, *extra: Reason) -> Entry:
    """The same, with what a cleaner decided."""
    entry = entry_of(staged, cleaned.verdict, *extra, *cleaned.reasons, removed=cleaned.removed)
    image = cleaned.output.image if cleaned.output else None
    return replace(entry, image=image)


def lightened(output: Output) -> Output:
    """An output that was written: what it holds need not stay in memory."""
    return replace(output, pieces=())
