"""Tiny cleaners for the tests of the stream: what each does to a file is written in the file.

A job inside the sandbox reads it; nothing of these tests depends on a real format.
"""

import time
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest

from hygie.airlock.engine.cleaner import Cleaned, Image, Member, Output, Span, unanswered
from hygie.airlock.engine.scan import Lanes
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.sandbox.channel import Kind, Message
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.job import Job, Limits

READ = Job(
    place="hygie.airlock.tests.engine.tiny:read",
    answers={"read": {"words": Kind.TEXTS}},
)
REBUILT = (Reason(code="common.rebuilt"),)


def or_skip(make):
    """What needs walls; skipped in words where the system refuses to build them."""
    try:
        return make()
    except SandboxAbsentError as error:
        if error.reason not in {"bubblewrap", "namespaces", "system"}:
            raise
        pytest.skip(f"bwrap ne peut rien séparer ici : {error}")


def read(untrusted: BinaryIO) -> Message:
    """Inside: the words of the file; some of them do what a hostile file would."""
    words = tuple(untrusted.read(4096).decode("utf-8").split())
    if "loop" in words:
        while True:
            time.sleep(0.01)
    return Message("read", {"words": words})


@dataclass
class Words:
    """Files of text: "bad" is removed, "stubborn" stays in the output, "boom" breaks the lane."""

    code: str = "words"
    kinds: frozenset[str] = frozenset({"text"})
    jobs: tuple[Job, ...] = (READ,)
    batch: int = 8
    seen: list[str] = field(default_factory=list)

    def clean(self, files, *, asking):
        answers = asking.each(READ, files, limits=Limits(wall_s=30.0), batch=self.batch)
        for file, answer in zip(files, answers, strict=True):
            self.seen.append(file.path)
            yield self._cleaned(file, answer)

    def _cleaned(self, file, answer):
        if not answer.is_answered:
            return unanswered(answer)
        words = answer.untrusted["words"]
        if "boom" in words:
            raise RuntimeError("boom")
        removed = {"bad", "stubborn"} & set(words)
        kept = [word for word in words if word != "bad"]
        if not removed:
            pieces = (Span(offset=0, length=file.size_bytes),)
            return self._passing(Verdict.REBUILT, pieces, ())
        pieces = (" ".join(kept).encode(),)
        return self._passing(Verdict.NEUTRALISED, pieces, (Reason(code="kind.unknown"),))

    def _passing(self, verdict, pieces, removed):
        output = Output(suffix=".txt", kind="text", pieces=pieces)
        return Cleaned(verdict=verdict, reasons=REBUILT, removed=removed, output=output)


@dataclass
class Pictures:
    """DICOM files: the last words say patient, study, series and number."""

    code: str = "pictures"
    kinds: frozenset[str] = frozenset({"dicom"})
    jobs: tuple[Job, ...] = ()
    batch: int = 64

    def clean(self, files, *, asking):
        for file in files:
            told = file.stored.read_bytes()[132:].decode().split()
            image = Image(
                patient_id=told[0],
                study_uid=told[1],
                series_uid=told[2],
                instance_number=int(told[3]),
                instance_uid=".".join(told[1:]),
                class_uid="1.2",
            )
            pieces = (Span(offset=0, length=file.size_bytes),)
            output = Output(suffix=".dcm", kind="dicom", pieces=pieces, image=image)
            yield Cleaned(verdict=Verdict.REBUILT, reasons=REBUILT, output=output)


@dataclass
class Bags:
    """Archives: after four bytes and a line, each line is a name, a space and a content."""

    code: str = "bags"
    kinds: frozenset[str] = frozenset({"zip"})
    jobs: tuple[Job, ...] = ()
    batch: int = 1

    def clean(self, files, *, asking):
        for file in files:
            yield Cleaned(
                verdict=Verdict.WITHHELD,
                reasons=(Reason(code="source.members"),),
                members=lambda file=file: self._members(file),
            )

    def _members(self, file):
        for line in file.stored.read_bytes().splitlines()[1:]:
            name, _, content = line.partition(b" ")
            if content == b"refused":
                refused = Cleaned(
                    verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code="kind.encrypted"),)
                )
                yield Member(untrusted_name=name.decode(), refused=refused)
            else:
                content = content.replace(b"\\n", b"\n")
                yield Member(untrusted_name=name.decode(), pieces=(content[:3], content[3:]))


def picture(patient="P1", study="1.1", series="1.1.1", number=1):
    return bytes(128) + b"DICM" + f"{patient} {study} {series} {number}".encode()


def bag(**members):
    lines = [f"{name} {content}" for name, content in members.items()]
    return b"PK\x03\x04\n" + "\n".join(lines).encode()


def lanes(*more):
    return Lanes(
        cleaners=(Words(), Pictures(), Bags(), *more),
        index=lambda images: "\n".join(path for path, _ in images).encode(),
    )
