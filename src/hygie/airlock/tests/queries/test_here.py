from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from hygie.airlock.actions import examining, receiving
from hygie.airlock.engine import chain, kept, signing
from hygie.airlock.queries import here
from hygie.airlock.tests import outcomes
from hygie.core import clock
from hygie.core.errors import HygieError
from hygie.patients.tests.people import somebody

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def test_a_computer_that_never_examined_says_nothing_and_makes_no_key(home):
    assert here.seen_here() == []
    assert here.interrupted(since=LONG_AGO) == 0
    assert not home.exists()


def test_its_last_examination_tells_its_walls_its_network_and_its_rules(tmp_path):
    done = examining.examine(tmp_path, scan=outcomes.scan)
    [seen] = here.seen_here()
    assert (seen.network, seen.is_walled) == (done.report["network"], True)
    assert seen.engines == {"pydicom": "3.0.2"}
    assert clock.now() - seen.at < timedelta(minutes=5)


def test_what_is_not_kept_any_more_has_no_engines(tmp_path):
    done = examining.examine(tmp_path, scan=outcomes.scan)
    kept.forget(signing.folder(), done.report["id"])
    assert here.seen_here()[0].engines == {}


def test_examinations_that_did_not_end_are_counted(tmp_path):
    def scan(*_, **__):
        raise HygieError("source.absent", "Rien.")

    with pytest.raises(HygieError):
        examining.examine(tmp_path, scan=scan)
    assert here.seen_here() == []
    assert here.interrupted(since=LONG_AGO) == 1
    assert here.interrupted(since=clock.now() + timedelta(hours=1)) == 0


def test_a_damaged_line_is_left_out(tmp_path):
    examining.examine(tmp_path, scan=outcomes.scan)
    path = signing.folder() / chain.FILE
    path.write_bytes(path.read_bytes() + b'{"event":"ended","number":3,"previous":""}\nrien\n')
    assert len(here.seen_here()) == 1


def test_a_damaged_key_stops_nothing(tmp_path):
    examining.examine(tmp_path, scan=outcomes.scan)
    (signing.folder() / signing.KEY_FILE).write_bytes(b"")
    assert len(here.seen_here()) == 1
    (signing.folder() / signing.KEY_FILE).unlink()
    assert len(here.seen_here()) == 1


def test_what_receptions_tell_is_not_told_twice(alice, tmp_path):
    examining.examine(tmp_path / "cle", out=tmp_path / "sortie", scan=outcomes.scan)
    assert len(here.seen_here()) == 1
    parcel = receiving.open_parcel(tmp_path / "sortie")
    receiving.receive(parcel, somebody(), is_confirmed=True)
    assert here.seen_here() == []


def test_a_key_left_plugged_in_is_named(monkeypatch):
    known = [
        SimpleNamespace(label="SAUVEGARDE", plugged_s=90_000),
        SimpleNamespace(label="CD", plugged_s=60),
        SimpleNamespace(label="E:", plugged_s=None),
    ]
    monkeypatch.setattr(here.devices, "plugged", lambda: known)
    assert here.keys_left() == ["SAUVEGARDE"]
