"""What the records say to the check-up; no name, for the technician sees this page too."""

from __future__ import annotations

from hygie.core.findings import Finding
from hygie.records.findings_closing import closing_finding
from hygie.records.findings_requests import requests_finding


def findings() -> list[Finding]:
    """One finding a part."""
    return [requests_finding(), closing_finding()]
