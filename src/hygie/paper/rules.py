"""What fits on one page of A4, and how the rest is told."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hygie.core import clock
from hygie.core.findings import Finding

MOST_EVIDENCE_LINES = 4
MOST_LETTERS_OF_EVIDENCE = 160
MOST_LETTERS_OF_TEXT = 400
# Lines of the smallest letters that the technician's page holds beside its title and signatures,
# and how many letters a line takes: measured on the template, with a margin.
LINES_A_PAGE = 52.0
LETTERS_A_LINE = 100
LETTERS_A_TITLE_LINE = 80
FRAME_LINES = 3.7


def shortened(lines: Sequence[str], *, most: int) -> list[str]:
    """At most that number of lines, the last one counting those that are not printed."""
    if len(lines) <= most:
        return list(lines)
    left = len(lines) - (most - 1)
    return [*lines[: most - 1], f"… et {left} autres"]


def cut(text: str, *, most: int) -> str:
    """The text on one line, ending with "…" when it had more letters than that."""
    line = " ".join(part for part in text.splitlines() if part)
    return line if len(line) <= most else line[: most - 1] + "…"


def findings_for_one_page(findings: Sequence[Finding]) -> dict[str, object]:
    """The keys `findings` and `left_out` of `home/paper/technician.typ`, for one A4 page."""
    kept: list[dict[str, object]] = []
    room = LINES_A_PAGE
    for finding in findings:
        room -= lines_taken(finding)
        if room < 0 and kept:
            break
        kept.append(_on_paper(finding))
    return {"findings": kept, "left_out": len(findings) - len(kept)}


def lines_taken(finding: Finding) -> float:
    """How many lines a finding takes once its texts are cut, in the smallest letters."""
    evidence = shortened(_evidence(finding), most=MOST_EVIDENCE_LINES)
    return (
        FRAME_LINES
        + 1.3 * _lines(finding.title, letters=LETTERS_A_TITLE_LINE)
        + sum(_lines(line, letters=LETTERS_A_LINE) for line in evidence)
        + _lines(finding.advice, letters=LETTERS_A_LINE)
        + _lines(finding.why, letters=LETTERS_A_LINE)
    )


def _lines(text: str, *, letters: int) -> int:
    return math.ceil(min(len(text), MOST_LETTERS_OF_TEXT) / letters)


def _evidence(finding: Finding) -> list[str]:
    return [cut(line, most=MOST_LETTERS_OF_EVIDENCE) for line in finding.evidence]


def _on_paper(finding: Finding) -> dict[str, object]:
    return {
        "title": cut(finding.title, most=MOST_LETTERS_OF_TEXT),
        "computer": cut(finding.computer, most=LETTERS_A_TITLE_LINE),
        "seen_on": clock.french_instant(finding.seen_at) if finding.seen_at else "",
        "evidence": shortened(_evidence(finding), most=MOST_EVIDENCE_LINES),
        "why": cut(finding.why, most=MOST_LETTERS_OF_TEXT),
        "advice": cut(finding.advice, most=MOST_LETTERS_OF_TEXT),
        "minutes": finding.minutes,
    }
