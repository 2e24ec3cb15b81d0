from datetime import UTC, datetime, timedelta

import pytest

from hygie.core.errors import HygieError
from hygie.storage import attempts

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def seconds(count):
    return timedelta(seconds=count)


def test_the_delay_grows_then_stays():
    assert [attempts.delay_s(n) for n in range(12)] == [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]


def test_the_delay_is_kept_across_restarts_and_ends_with_the_right_passphrase(tmp_path):
    for _ in range(5):
        attempts.failed(tmp_path, NOON)
    with pytest.raises(HygieError) as wait:
        attempts.check(tmp_path, NOON + seconds(1))
    assert wait.value.code == "storage.wait"
    assert "3\u00a0secondes" in wait.value.message
    attempts.check(tmp_path, NOON + seconds(4))
    attempts.succeeded(tmp_path)
    attempts.check(tmp_path, NOON)


def test_a_clock_set_back_locks_nobody_out(tmp_path):
    for _ in range(20):
        attempts.failed(tmp_path, NOON)
    with pytest.raises(HygieError) as wait:
        attempts.check(tmp_path, NOON - timedelta(days=365))
    assert "30\u00a0secondes" in wait.value.message


def test_an_altered_file_locks_nobody_out(tmp_path):
    (tmp_path / attempts.FILE_NAME).write_text("{]")
    attempts.check(tmp_path, NOON)
    attempts.failed(tmp_path, NOON)
    assert '"failures": 1' in (tmp_path / attempts.FILE_NAME).read_text()
