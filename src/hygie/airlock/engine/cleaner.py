"""A cleaner: what turns files of one kind into files that hold nothing active. An extension point.

The dangerous half of a cleaner is one or more jobs, run inside `hygie.sandbox`; its trusted half
asks them, checks every number that comes back, and decides. Built-ins stand in `cleaners.CLEANERS`;
`tests/engine/test_cleaners.py` holds the contract that each of them passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Value
from hygie.sandbox.job import Answer, Ending, Job, Limits


@dataclass(frozen=True, kw_only=True)
class Staged:
    """One file of the source, copied once into the staging area. Nobody reads the source again.

    Attributes:
        path: where it was, relative to the source, with "/"; unique. Inside an archive:
            "archive.zip/member". As found but for what cannot be shown or written to JSON.
        name: its last part made safe to write anywhere (`rules.names`).
        size_bytes: of the copy.
        sha256: hex, of the bytes as read, while they were copied.
        stored: the copy, readable by us only.
        kind: what it is by its content (`engine.kinds`), as "dicom", "pdf", "zip".
        notes: what was noticed before any lane: its name, its extension, other formats in it.
        depth: how many archives it was in.
    """

    path: str
    name: str
    size_bytes: int
    sha256: str
    stored: Path
    kind: str
    notes: tuple[Reason, ...] = ()
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Span:
    """Bytes of the staged copy that go to the output unchanged."""

    offset: int
    length: int


@dataclass(frozen=True, kw_only=True)
class Image:
    """What a DICOM file says of itself, checked and shortened; for the screen, never for care.

    Attributes:
        identifiers are as in the file (UIDs are digits and dots), texts at most 64 characters.
    """

    study_uid: str
    series_uid: str
    instance_uid: str
    class_uid: str
    modality: str = ""
    patient_name: str = ""
    patient_id: str = ""
    birth_date: str = ""
    sex: str = ""
    study_date: str = ""
    study_description: str = ""
    series_number: int = 0
    series_description: str = ""
    instance_number: int = 0
    rows: int = 0
    columns: int = 0
    frames: int = 0
    body_part: str = ""
    origin_lossy: bool = False


@dataclass(frozen=True, kw_only=True)
class Output:
    """A file to hand over, in pieces: bytes of ours, or spans of the staged copy.

    Attributes:
        suffix: of the file to write, with its dot (".dcm"); DICOM files may be written without.
        kind: as `Staged.kind`; the second pass must find the same.
        pieces: written one after another.
        image: for a DICOM file.
    """

    suffix: str
    kind: str
    pieces: tuple[bytes | Span, ...]
    image: Image | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file found inside another: it passes through the airlock in its turn.

    Attributes:
        untrusted_name: as written in the archive, whatever it holds ("../x", a control character).
        pieces: its content, read when asked for, a few dozen megabytes at most at a time; to be
            read before the next member is asked for. `HygieError` when it cannot be read to its
            end.
        refused: what was decided of it already when its content cannot be had (encrypted, broken,
            a link); it comes without pieces.
    """

    untrusted_name: str
    pieces: Iterable[bytes] = ()
    refused: Cleaned | None = None


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What a cleaner decided of one file.

    Attributes:
        verdict: only REBUILT and NEUTRALISED may come with an output.
        reasons: why, at least one.
        removed: what is not in the output any more; none for REBUILT.
        output: what to hand over.
        members: for what holds other files: opens it again, member by member, each exactly
            once; may raise `HygieError`.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    removed: tuple[Reason, ...] = ()
    output: Output | None = None
    members: Callable[[], Iterator[Member]] | None = None


class Asking(Protocol):
    """The way to the sandbox that a cleaner is given; it knows who cancels or skips."""

    def each(
        self,
        job: Job,
        files: Sequence[Staged | bytes],
        *,
        arguments: Mapping[str, Value] | None = None,
        limits: Limits | None = None,
        batch: int = 1,
    ) -> Iterator[Answer]:
        """What the job says of each, in their order; never raises for what a file does."""
        ...


class Cleaner(Protocol):
    """The trusted half.

    Attributes:
        code: stable ("dicom").
        kinds: the kinds of `engine.kinds` that it takes.
        jobs: all that it asks of the sandbox: loaded once, for the whole key.
        batch: how many files it likes to be given at once.
    """

    @property
    def code(self) -> str: ...

    @property
    def kinds(self) -> frozenset[str]: ...

    @property
    def jobs(self) -> tuple[Job, ...]: ...

    @property
    def batch(self) -> int: ...

    def clean(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[Cleaned]:
        """One answer for each file, in their order."""
        ...


_ENDINGS = {
    Ending.FAILED: (Verdict.UNVERIFIABLE, "common.reader_failed"),
    Ending.CRASHED: (Verdict.UNVERIFIABLE, "common.reader_failed"),
    Ending.SILENT: (Verdict.UNVERIFIABLE, "common.reader_failed"),
    Ending.MEMORY: (Verdict.UNVERIFIABLE, "common.too_much"),
    Ending.TIME: (Verdict.UNVERIFIABLE, "common.too_much"),
    Ending.TOO_MUCH: (Verdict.UNVERIFIABLE, "common.too_much"),
    Ending.FORBIDDEN: (Verdict.DANGEROUS, "common.reader_forbidden"),
    Ending.GARBLED: (Verdict.ERROR, "common.garbled"),
    Ending.CANCELLED: (Verdict.UNVERIFIABLE, "common.skipped"),
}


def refused(code: str, verdict: Verdict = Verdict.UNVERIFIABLE) -> Cleaned:
    """A file of which nothing is handed over, for one reason."""
    return Cleaned(verdict=verdict, reasons=(Reason(code=code),))


def unanswered(answer: Answer) -> Cleaned:
    """What is decided of a file whose reader did not answer."""
    verdict, code = _ENDINGS[answer.ending]
    return refused(code, verdict)


def write(output: Output, *, source: BinaryIO, target: BinaryIO, chunk_bytes: int = 1 << 20) -> int:
    """Write an output from its pieces; bytes written.

    Raises:
        EOFError: a span goes past the end of the staged copy.
        OSError: the disk.
    """
    written = 0
    for piece in output.pieces:
        if isinstance(piece, bytes):
            written += target.write(piece)
            continue
        source.seek(piece.offset)
        left = piece.length
        while left:
            content = source.read(min(left, chunk_bytes))
            if not content:
                raise EOFError("a span goes past the end")
            written += target.write(content)
            left -= len(content)
    return written
