import os
from datetime import timedelta

import pytest

from hygie.airlock.engine import kept, signing
from hygie.core import clock

AA, BB = "a" * 16, "b" * 16


@pytest.fixture
def place():
    place = signing.folder()
    kept.keep(place, {"id": AA, "who": "Dr Alice Martin"})
    return place


def test_a_report_is_kept_for_its_owner_and_found_again(place):
    assert kept.find(place, AA) == {"id": AA, "who": "Dr Alice Martin"}
    path = place / kept.FOLDER / f"{AA}.json"
    assert path.stat().st_mode & 0o777 == 0o600
    kept.forget(place, AA)
    assert kept.find(place, AA) is None


@pytest.mark.parametrize("report_id", [BB, "../../keys", "", "A" * 16])
def test_what_is_no_report_is_not_found(place, report_id):
    assert kept.find(place, report_id) is None


def test_a_damaged_report_is_not_found(place):
    (place / kept.FOLDER / f"{AA}.json").write_bytes(b"{")
    assert kept.find(place, AA) is None


def test_old_reports_go_and_the_latest_comes_first(place):
    path = kept.keep(place, {"id": BB})
    now = clock.now()
    old = (now - kept.KEPT_FOR - timedelta(days=1)).timestamp()
    os.utime(path, (old, old))
    assert kept.ids(place) == [AA, BB]
    assert kept.forget_old(place, now=now) == 1
    assert kept.ids(place) == [AA]
