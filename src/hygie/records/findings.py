"""What the records say to the check-up; no name, for the technician sees this page too."""

from __future__ import annotations

from hygie.core.findings import Finding
from hygie.records.findings_closing import closing_finding
from hygie.records.findings_requests import requests_finding
from hygie.records.findings_review import review_findings


def findings() -> list[Finding]:
    """The findings of each part."""
    return [*review_findings(), requests_finding(), closing_finding()]
