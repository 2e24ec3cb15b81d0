"""Why a file that no lane takes is withheld, in calm words: a viewer is on nearly every disc."""

from __future__ import annotations

from dataclasses import dataclass

from hygie.airlock.engine.cleaner import Cleaned, Staged
from hygie.airlock.engine.kinds import viewer
from hygie.airlock.engine.marks import table
from hygie.airlock.rules import names
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict

# What runs in a page of the disc, or starts its viewer on each system; other scripts do not belong
# on a patient's disc.
_OF_DISCS = {"js", "mjs", "sh", "command", "bat", "cmd"}


@dataclass(frozen=True, kw_only=True)
class Withholding:
    """`is_disc`: the source has the index of a disc of images: programs are expected on it."""

    is_disc: bool

    def of(self, file: Staged) -> Cleaned:
        """The verdict of a file whose kind has no lane."""
        if file.kind == "encrypted":
            return Cleaned(verdict=Verdict.UNVERIFIABLE, reasons=(Reason(code="kind.encrypted"),))
        return Cleaned(verdict=Verdict.WITHHELD, reasons=(self._reason(file),))

    def _reason(self, file: Staged) -> Reason:
        if file.kind in {"executable", "script"}:
            known = viewer(file.path)
            if known:
                return Reason(code="kind.viewer", detail=known)
            if self.is_disc and file.kind == "executable":
                return Reason(code="kind.disc_program")
            if self.is_disc and _OF_DISCS.intersection(names.extensions(file.name)[:1]):
                return Reason(code="kind.disc_script")
        return Reason(code=table()[file.kind].withheld)
