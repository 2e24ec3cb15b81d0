"""The reports that this station keeps, their page and their receipt. No base is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hygie.airlock.engine import chain, kept, report_page, signing
from hygie.airlock.rules import showing
from hygie.airlock.rules.showing import Shown
from hygie.airlock.rules.verdicts import Colour


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One line of the history."""

    report_id: str
    began_at: datetime
    colour: Colour
    label: str
    files: int
    ending: str


def summaries(*, most: int = 50) -> list[Summary]:
    """The latest examinations of this station, the last one first."""
    place = signing.folder()
    found = [kept.find(place, report_id) for report_id in kept.ids(place)[:most]]
    return [_summary(one) for one in found if one is not None]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the history, as shown."""

    summary: Summary
    shown: Shown

    @property
    def is_whole(self) -> bool:
        """Whether it went to its end."""
        return self.summary.ending == "ended"


def listed() -> list[Line]:
    """The latest examinations of this station, with their word."""
    return [
        Line(summary=one, shown=showing.word_for_all(one.colour, passed=one.files))
        for one in summaries()
    ]


def _summary(report: Mapping[str, Any]) -> Summary:
    return Summary(
        report_id=report["id"],
        began_at=datetime.fromisoformat(report["began_at"]),
        colour=Colour(report["verdict"]),
        label=report["source"]["label"],
        files=len(report["files"]),
        ending=report["ending"],
    )


def report(report_id: str) -> dict[str, Any] | None:
    """A kept report; None when it is not here any more."""
    return kept.find(signing.folder(), report_id)


def page(report_id: str, *, is_annexed: bool = False) -> bytes | None:
    """Its page, as a PDF/A; None when the report is not here any more.

    Raises:
        HygieError: `paper.failed`.
    """
    found = report(report_id)
    return report_page.page(found, is_annexed=is_annexed) if found else None


def receipt(report_id: str) -> bytes | None:
    """The patient's receipt, as a PDF/A; None when the report is not here any more.

    Raises:
        HygieError: `paper.failed`.
    """
    found = report(report_id)
    return report_page.receipt(found) if found else None


def receipt_of(report: Mapping[str, Any]) -> bytes:
    """The patient's receipt, as a PDF/A, from a report that another station signed.

    Raises:
        HygieError: `paper.failed`.
    """
    return report_page.receipt(report)


def fingerprint() -> str:
    """The fingerprint of this station, made at first need.

    Raises:
        HygieError: `sign.key_damaged`, or the disk's errors.
    """
    return signing.station_key(signing.folder()).fingerprint


def chain_verdict() -> chain.Verdict:
    """Whether the chain of this station is whole."""
    return chain.verify(signing.folder())
