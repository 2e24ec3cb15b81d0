"""A report from its first line to its last: begun before anything is read, closed whatever comes.

`Desk.begin` marks it on the disk and in the chain; `Desk.close` signs it, keeps it and ends it;
`close_abandoned` does so at the next start for those that a power cut or a kill left open.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hygie.airlock.engine import chain, kept, opened, report, usb
from hygie.airlock.engine.outcome import Outcome, Source
from hygie.airlock.engine.signing import StationKey
from hygie.core import clock


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A report being made.

    Attributes:
        place: the airlock's folder.
        key: the station's.
        report_id: of this report.
        who: who examines.
        began_at: when.
        previous: hash of the line of the chain with which it began.
        torn_bytes: of a line that a power cut had torn, mended now.
    """

    place: Path
    key: StationKey
    report_id: str
    who: str
    began_at: datetime
    previous: str
    torn_bytes: int
    _opened: opened.Opened

    @classmethod
    def begin(cls, place: Path, *, key: StationKey, who: str, label: str) -> Desk:
        """Mark a report as begun.

        Args:
            place: the airlock's folder.
            key: the station's.
            who: who examines, as they call themselves.
            label: of the source, for whoever finds the report interrupted.

        Raises:
            HygieError: the disk's errors, `sign.busy`; nothing is open then.
        """
        report_id, at, who = report.new_id(), clock.now(), usb.printable(who)
        said = {"began_at": at.isoformat(), "who": who, "label": usb.printable(label)}
        mark = opened.open_report(place, report_id, said)
        try:
            previous, torn = chain.append(place, "begun", at=at, report_id=report_id)
        except BaseException:
            mark.close()
            raise
        return cls(
            place=place, key=key, report_id=report_id, who=who, began_at=at, previous=previous,
            torn_bytes=torn, _opened=mark,
        )  # fmt: skip

    def draft(
        self,
        outcome: Outcome,
        *,
        ending: str = "ended",
        error: str = "",
        added: Sequence[Mapping[str, object]] = (),
    ) -> dict[str, Any]:
        """The report, not yet signed: what a page of it is made from."""
        frame = report.Frame(
            report_id=self.report_id, who=self.who, previous=self.previous, ending=ending,
            error=error, added=tuple(added), station=usb.printable(socket.gethostname()),
        )  # fmt: skip
        return report.made(outcome, frame=frame, key=self.key)

    def signed(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """The report with its signature.

        Raises:
            ValueError: it holds what has no canonical form.
        """
        return report.signed(draft, key=self.key)

    def close(self, whole: Mapping[str, Any]) -> Path:
        """Keep the signed report and end its line of the chain; where it is kept.

        Raises:
            HygieError: the disk's errors, `sign.busy`: the next start closes it as interrupted.
        """
        try:
            path = kept.keep(self.place, whole)
            _end(self.place, whole)
        except BaseException:
            self._opened.let_go()
            raise
        self._opened.close()
        return path

    def close_empty(self, *, ending: str, error: str, label: str) -> dict[str, Any]:
        """Close a report that has nothing to say but why; the report.

        Raises:
            HygieError: as `close`.
        """
        outcome = _nothing(label, began_at=self.began_at)
        whole = self.signed(self.draft(outcome, ending=ending, error=error))
        self.close(whole)
        return whole


def _nothing(label: str, *, began_at: datetime) -> Outcome:
    return Outcome(
        files=(), source=Source(form="", label=label), began_at=began_at, ended_at=clock.now(),
        sandbox={}, is_whole=False,
    )  # fmt: skip


def _end(place: Path, whole: Mapping[str, Any]) -> None:
    chain.append(
        place, whole["ending"], at=clock.now(), report_id=whole["id"],
        verdict=whole["verdict"], sha256=report.sha256_of(whole), network=whole["network"],
        sandbox="held" if whole["sandbox"].get("enough") is True else "absent",
    )  # fmt: skip


def close_abandoned(place: Path, *, key: StationKey) -> list[dict[str, Any]]:
    """Close the reports that were begun and whose program is gone; those it closed.

    One that was signed and kept just before the end is ended as it is.

    Raises:
        HygieError: the disk's errors, `sign.busy`.
    """
    closed = []
    for mark, said in opened.abandoned(place):
        report_id = mark.mark.stem
        whole = kept.find(place, report_id)
        lines = chain.lines_of(place, report_id)
        if not any(line["event"] != "begun" for line in lines):
            if whole is None:
                whole = _interrupted(report_id, said, lines, key=key)
                kept.keep(place, whole)
                closed.append(whole)
            _end(place, whole)
        mark.close()
    return closed


def _interrupted(
    report_id: str,
    said: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    *,
    key: StationKey,
) -> dict[str, Any]:
    """The report of an examination of which only the mark is left."""
    try:
        began_at = datetime.fromisoformat(str(said.get("began_at")))
    except ValueError:
        began_at = clock.now()
    previous = chain.hash_of(lines[0]) if lines else chain.FIRST_PREVIOUS
    frame = report.Frame(
        report_id=report_id, who=str(said.get("who", "")), previous=previous,
        ending="interrupted", station=usb.printable(socket.gethostname()),
    )  # fmt: skip
    outcome = _nothing(str(said.get("label", "")), began_at=began_at)
    return report.signed(report.made(outcome, frame=frame, key=key), key=key)
