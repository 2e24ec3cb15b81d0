"""Time: one clock for the whole house, and dates as the French write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in France."""
    return now().astimezone(PARIS).date()


def french_date(day: date) -> str:
    """06/02/2023."""
    return day.strftime("%d/%m/%Y")


def french_instant(instant: datetime) -> str:
    """06/02/2023 à 14 h 05, French time, with non-breaking spaces."""
    local = instant.astimezone(PARIS)
    return f"{french_date(local.date())} à {local:%H}\u00a0h\u00a0{local:%M}"
