"""The clock of the house, and French dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hygie.core import clock


def test_now_is_an_instant_in_universal_time():
    before = datetime.now(UTC)
    assert before <= clock.now() <= before + timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # In winter France is one hour ahead, in summer two.
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 7, 13, 21, 59, tzinfo=UTC), date(2026, 7, 13)),
        (datetime(2026, 7, 13, 22, 0, tzinfo=UTC), date(2026, 7, 14)),
    ],
)
def test_today_is_the_day_in_france(monkeypatch, instant, day):
    monkeypatch.setattr(clock, "now", lambda: instant)
    assert clock.today() == day


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29/03/2026 à 01\u00a0h\u00a059"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29/03/2026 à 03\u00a0h\u00a000"),
        # The hour that comes twice: 02 h 30 in summer time, then 02 h 30 in winter time.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25/10/2026 à 02\u00a0h\u00a030"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25/10/2026 à 02\u00a0h\u00a030"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "25/10/2026 à 03\u00a0h\u00a030"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "01/01/2027 à 00\u00a0h\u00a030"),
    ],
)
def test_an_instant_is_written_in_french_time_when_the_hour_changes(instant, written):
    assert clock.french_instant(instant) == written


def test_a_day_is_written_day_first_with_two_figures():
    assert clock.french_date(date(2023, 2, 6)) == "06/02/2023"


def test_an_instant_never_breaks_at_the_end_of_a_line_within_its_hour():
    written = clock.french_instant(datetime(2023, 2, 6, 13, 5, tzinfo=UTC))
    assert written == "06/02/2023 à 14\u00a0h\u00a005"
    assert " h" not in written
