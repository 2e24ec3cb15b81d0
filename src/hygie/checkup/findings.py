"""What the looks say to the check-up."""

from __future__ import annotations

from hygie.checkup import queries, rules
from hygie.core import clock
from hygie.core.findings import Finding
from hygie.practice.queries import computers


def findings() -> list[Finding]:
    """The findings of the last look at each computer."""
    found: list[Finding] = []
    for computer in computers():
        looks = queries.looks_at(computer)
        if looks:
            found += rules.findings_from(
                looks[0], today=clock.today(), tables=rules.tables(), history=looks[1:]
            )
    return found
