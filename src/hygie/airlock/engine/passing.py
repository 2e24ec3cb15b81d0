"""Files through the airlock: signatures, the lane of their kind, the output, the second control.

Called by several threads, a group of files of one lane at a time. Whatever goes wrong with a file,
it gets its entry, and the others theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from hygie.airlock.engine.asking import Stops
from hygie.airlock.engine.cleaner import Asking, Cleaned, Cleaner, Output, Staged
from hygie.airlock.engine.copying import UnreadError, read_again
from hygie.airlock.engine.deliver import Delivery
from hygie.airlock.engine.naming import Accepted
from hygie.airlock.engine.results import Results, entry_of, entry_of_cleaned, lightened
from hygie.airlock.engine.staging import Staging, staged
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.names import parts
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError
from hygie.sandbox.job import Job

# Enough to share the cost of a child, few enough for two groups to be at work on a small key.
LEAST_TOGETHER, MOST_TOGETHER = 8, 64

log = logging.getLogger(__name__)


class Signatures(Protocol):
    """What recognises known carriers. It adds reasons, it never absolves.

    Attributes:
        jobs: what it asks of the sandbox.
        given: a folder lent to the sandbox (imported packs), or None.
        engines: name to version and date, for the report.
    """

    jobs: tuple[Job, ...]
    given: Path | None
    engines: Mapping[str, str]

    def each(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[tuple[Reason, ...]]:
        """The reasons of each file, in their order. Asked by several threads at once."""
        ...


@dataclass(frozen=True, kw_only=True)
class Passing:
    """What every group of files needs.

    Attributes:
        sandbox: gives the way to the sandbox, once it has started; None: nothing is decoded.
        cleaner_of: who takes a kind.
        signatures: what recognises carriers, if anything.
        delivery: where outputs are written; None: nothing is handed over.
        recipient: age recipient of dangerous files; "": they are not kept.
        withholding: why what no lane takes is withheld.
    """

    sandbox: Callable[[], Asking | None]
    cleaner_of: Callable[[str], Cleaner | None]
    signatures: Signatures | None
    delivery: Delivery | None
    recipient: str
    staging: Staging
    stops: Stops
    results: Results
    withholding: Withholding

    def lane(self, kind: str) -> str:
        """Files of one lane may pass together."""
        cleaner = self.cleaner_of(kind)
        return cleaner.code if cleaner else ""

    def batch(self, kind: str) -> int:
        """How many of them: a child reads them all for signatures, the lane has its own ways."""
        cleaner = self.cleaner_of(kind)
        return max(LEAST_TOGETHER, cleaner.batch) if cleaner and cleaner.jobs else MOST_TOGETHER

    def run(self, files: Sequence[Staged]) -> Iterator[tuple[Staged, Cleaned]]:
        """Decide of files of one lane; gives back the archives, whose members come next."""
        rest = []
        for file, matched in zip(files, self._matched(files), strict=True):
            if any(reason.words.dangerous for reason in (*file.notes, *matched)):
                self._set_aside(file, *matched)
            else:
                rest.append((file, matched))
        outputs = []
        for (file, matched), cleaned in zip(rest, self._cleaned([f for f, _ in rest]), strict=True):
            if cleaned.verdict is Verdict.DANGEROUS:
                self._set_aside(file, *matched, *cleaned.reasons)
            elif cleaned.members is not None:
                yield file, replace(cleaned, reasons=(*matched, *cleaned.reasons))
            elif cleaned.output is not None and cleaned.verdict.passes and self.delivery:
                outputs.append((file, matched, cleaned, self._written(file, cleaned.output)))
            else:
                self.results.decide(entry_of_cleaned(file, cleaned, *matched))
        self._control(outputs)

    def _matched(self, files: Sequence[Staged]) -> list[tuple[Reason, ...]]:
        """What signatures say; a fault of theirs is told on each file, and blocks none."""
        asking = self.sandbox() if self.signatures else None
        if self.signatures is None or asking is None:
            return [()] * len(files)
        try:
            found = list(self.signatures.each(files, asking=asking))
        except Exception:  # an imported pack may do anything
            log.exception("signatures")
            found = []
        fault = (Reason(code="source.signatures_fault"),)
        return [*found, *[fault] * (len(files) - len(found))][: len(files)]

    def _cleaned(self, files: Sequence[Staged]) -> list[Cleaned]:
        """What the lane decides of each; a lane that fails on one goes on with the next."""
        decided: list[Cleaned] = []
        while len(decided) < len(files):
            rest = files[len(decided) :]
            try:
                for file, cleaned in zip(rest, self._asked(rest), strict=True):
                    decided.append(self._honest(file, cleaned))
            except Exception:  # a fault of ours must cost one file, not the key
                log.exception("cleaner of %s", rest[0].kind)
                fault = Reason(code="source.tool_fault")
                if len(decided) < len(files):
                    decided.append(Cleaned(verdict=Verdict.ERROR, reasons=(fault,)))
        return decided

    def _asked(self, files: Sequence[Staged]) -> Iterator[Cleaned]:
        cleaner = self.cleaner_of(files[0].kind)
        if cleaner is None:
            return (self.withholding.of(file) for file in files)
        asking = self.sandbox()
        if asking is None:
            absent = Reason(code="common.sandbox_absent")
            return iter([Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(absent,))] * len(files))
        return iter(cleaner.clean(files, asking=asking))

    def _honest(self, file: Staged, cleaned: Cleaned) -> Cleaned:
        """A reading that the person interrupted is told as such."""
        if cleaned.verdict.passes or not self.stops.cancelled() or self.stops.skipped(file.path):
            return cleaned
        if any(reason.code == "common.skipped" for reason in cleaned.reasons):
            return replace(cleaned, reasons=(Reason(code="common.cancelled"),))
        return cleaned

    def _set_aside(self, file: Staged, *reasons: Reason) -> None:
        """A dangerous file: kept only encrypted, for who has the key."""
        kept = Reason(code="source.not_kept")
        if self.delivery is not None and self.recipient:
            name = self.delivery.keep(file, recipient=self.recipient)
            kept = Reason(code="source.quarantined", detail=name)
        self.results.decide(entry_of(file, Verdict.DANGEROUS, *reasons, kept))

    def _written(self, file: Staged, output: Output) -> Path | None:
        """The output on its disk; None when its pieces do not hold together."""
        assert self.delivery is not None  # noqa: S101 - asked before
        try:
            return self.delivery.write(output, file)
        except EOFError:
            return None

    def _control(
        self, outputs: Sequence[tuple[Staged, tuple[Reason, ...], Cleaned, Path | None]]
    ) -> None:
        """The second pass: what was written is read again as if it were a stranger's."""
        again = [self._read_again(file, cleaned, stored) for file, _, cleaned, stored in outputs]
        sound = self._sound([one for one in again if one is not None])
        for (file, matched, cleaned, stored), found in zip(outputs, again, strict=True):
            if found is None or stored is None or found.stored not in sound or not cleaned.output:
                if stored is not None:
                    stored.unlink(missing_ok=True)
                self._refuse(file, matched)
                continue
            entry = replace(
                entry_of_cleaned(file, cleaned, *matched),
                output_sha256=found.sha256,
                output_bytes=found.size_bytes,
            )
            accepted = Accepted(
                path=file.path, stored=stored, name=file.name, output=lightened(cleaned.output)
            )
            self.results.decide(entry, accepted=accepted)

    def _refuse(self, file: Staged, matched: Sequence[Reason]) -> None:
        code = "common.residue"
        if self.stops.cancelled():
            code = "common.cancelled"
        elif self.stops.skipped(file.path):
            code = "common.skipped"
        self.results.decide(entry_of(file, Verdict.UNVERIFIABLE, *matched, Reason(code=code)))

    def _read_again(self, file: Staged, cleaned: Cleaned, stored: Path | None) -> Staged | None:
        if stored is None or cleaned.output is None:
            return None
        name = parts(file.name)[0] + cleaned.output.suffix
        with suppress(OSError, UnreadError):
            copied = read_again(stored, wanted=lambda: not self.stops.is_stopped(file.path))
            found = staged(copied, stored, path=file.path, untrusted_name=name)
            if found.kind == cleaned.output.kind:
                return found
        return None

    def _sound(self, files: Sequence[Staged]) -> set[Path]:
        """Those in which nothing was found any more."""
        sound = set()
        by_lane: dict[str, list[Staged]] = {}
        for file in files:
            by_lane.setdefault(self.lane(file.kind), []).append(file)
        for lane in by_lane.values():
            for file, matched, cleaned in zip(
                lane, self._matched(lane), self._cleaned(lane), strict=True
            ):
                is_clean = cleaned.verdict is Verdict.REBUILT and not cleaned.removed
                if is_clean and not any(r.words.dangerous for r in (*file.notes, *matched)):
                    sound.add(file.stored)
        return sound


def member_error(error: Exception) -> tuple[Verdict, str]:
    """What is said of a member of an archive that could not be had whole."""
    if isinstance(error, UnreadError):
        return Verdict.UNVERIFIABLE, error.code
    if isinstance(error, HygieError):
        return Verdict.UNVERIFIABLE, "common.reader_failed"
    return Verdict.ERROR, "source.tool_fault"
