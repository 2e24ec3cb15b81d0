"""What a look means: pure decisions, from facts and dated tables to findings in French.

What was not seen is UNKNOWN, never in place; a table that grew old greens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hygie.checkup.observation import Look
from hygie.checkup.rules import browsers, disks, passwords, security, system, updates
from hygie.checkup.rules.dated import Tables, tables
from hygie.checkup.rules.words import Subject, unknown
from hygie.core.findings import Finding

__all__ = ["Tables", "findings_from", "tables"]

# What a broken or hostile record makes the rules raise.
_BAD_FACTS = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)


def findings_from(
    look: Look, *, today: date, tables: Tables, history: Sequence[Look] = ()
) -> list[Finding]:
    """What one look says; `history` are earlier looks at the same computer, in any order."""
    rules: tuple[tuple[Subject, Callable[[], list[Finding]]], ...] = (
        (browsers.MAINTAINED, lambda: browsers.findings(look, today=today, tables=tables)),
        (passwords.SAVED, lambda: passwords.findings(look)),
        (disks.ATTACHED, lambda: disks.findings(look, history=history)),
        (updates.UPDATES, lambda: updates.findings(look)),
        (system.SUPPORT, lambda: system.findings(look, today=today, tables=tables)),
        (security.FIREWALL, lambda: security.firewall(look)),
        (security.ANTIVIRUS, lambda: security.antivirus(look)),
        (security.EDR, lambda: security.edr(look)),
    )
    found: list[Finding] = []
    for subject, rule in rules:
        try:
            found += rule()
        except _BAD_FACTS:
            title = f"{subject.missing} Le relevé est abîmé."
            found.append(unknown(look, subject, title))
    return found
