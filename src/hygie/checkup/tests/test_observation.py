import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hygie.checkup.observation import Look, Observation, Status, Trouble
from hygie.checkup.tests import planted
from hygie.core.errors import HygieError

WHOLE = planted.look(
    planted.seen("system", label="Debian GNU/Linux 13"),
    Observation(probe="disks", status=Status.TIMEOUT, note="Trop long."),
)


def test_a_look_is_kept_as_json_and_read_again_unchanged():
    assert Look.from_json(json.loads(json.dumps(WHOLE.as_json()))) == WHOLE


def test_its_instant_is_kept_whatever_the_time_zone():
    paris = timezone(timedelta(hours=1))
    look = planted.look(seen_at=datetime(2026, 11, 24, 10, 30, tzinfo=paris))
    assert Look.from_json(look.as_json()).seen_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_look_names_its_system_as_people_do():
    assert WHOLE.system_label == "Debian GNU/Linux 13"
    assert planted.look(system="darwin").system_label == "macOS"


def test_only_a_look_to_the_end_is_believed():
    known = {status for status in Status if Observation(probe="x", status=status).is_known}
    assert known == {Status.SEEN, Status.ABSENT}
    assert not WHOLE.of("firewall").is_known
    assert WHOLE.of("firewall").note


@pytest.mark.parametrize(
    "change",
    [
        {"seen_at": "hier"},
        {"seen_at": "2026-11-24T09:30:00"},
        {"seen_at": 3},
        {"observations": 3},
        {"observations": [3]},
        {"observations": [{"probe": "x"}]},
        {"observations": [{"probe": "x", "status": "vert", "facts": {}, "note": ""}]},
        {"observations": [{"probe": "x", "status": "seen", "facts": [], "note": ""}]},
    ],
)
def test_a_record_that_is_not_a_look_is_one_clear_sentence(change):
    with pytest.raises(HygieError, match="incomplet ou abîmé") as raised:
        Look.from_json({**WHOLE.as_json(), **change})
    assert raised.value.code == "checkup.bad_look"
    assert raised.value.advice


@pytest.mark.parametrize("record", [None, [], "x", {}, 3])
def test_what_is_no_record_at_all_is_told_the_same_way(record):
    with pytest.raises(HygieError):
        Look.from_json(record)


def test_every_trouble_is_said_in_french():
    assert all(trouble.label for trouble in Trouble)
