"""From where one reads, to where one hands over."""

import os
import time
from pathlib import Path

import pytest

from hygie.airlock.engine import devices
from hygie.airlock.engine.devices import Device, Volume
from hygie.airlock.engine.report import JSON_NAME
from hygie.airlock.queries import places

SAFE = devices.SAFE_OPTIONS


@pytest.fixture
def key(tmp_path):
    folder = tmp_path / "CLE"
    folder.mkdir()
    return folder


@pytest.fixture
def plugged(monkeypatch):
    """What the kernel shows: the outside world."""
    shown = []
    monkeypatch.setattr(devices, "plugged", lambda: list(shown))
    return shown


def usb(*volumes, **changed):
    told = {"node": "sdb", "form": "usb", "vendor": "Kingston", "product": "DT", "size_bytes": 8e9}
    return Device(**{**told, "volumes": volumes, **changed})


def test_a_key_is_told_as_a_person_knows_it(plugged, key):
    plugged.append(usb(Volume(node="sdb1", label="PHOTOS", mounted_on=key, options=SAFE)))
    plugged.append(usb(Volume(node="sdc"), form="disc", node="sr0", size_bytes=0))
    first, disc = places.plugged()
    assert (first.label, first.kind, first.size) == ("PHOTOS", "Clé ou disque USB", "8,0\u00a0Go")
    assert first.is_held_still
    assert not first.odd
    assert (disc.kind, disc.path, disc.label) == ("CD ou DVD", None, "Kingston DT")
    assert places.place_of("sdb1") == first
    assert places.place_of("sdc") is None, "plugged in, not opened"
    assert places.place_of("../etc") is None


def test_a_key_that_types_is_named(plugged, key):
    volume = Volume(node="sdb1", mounted_on=key, options=frozenset({"rw"}))
    plugged.append(usb(volume, extras=("keyboard",), companions=("network",)))
    (one,) = places.plugged()
    assert one.odd == "un clavier, une carte réseau"
    assert not one.is_held_still


def test_the_mark_changes_when_what_is_plugged_in_does(plugged, key):
    before = places.mark(places.plugged())
    assert places.mark(places.plugged()) == before
    plugged.append(usb(Volume(node="sdb1")))
    closed = places.mark(places.plugged())
    plugged[0] = usb(Volume(node="sdb1", mounted_on=key))
    assert len({before, closed, places.mark(places.plugged())}) == 3


def test_one_never_hands_over_to_what_is_examined(plugged, key, tmp_path):
    other = tmp_path / "CABINET"
    other.mkdir()
    plugged.append(usb(Volume(node="sdb1", mounted_on=key)))
    plugged.append(usb(Volume(node="sdc1", label="CABINET", mounted_on=other)))
    plugged.append(usb(Volume(node="sdd1")))
    assert [one.label for one in places.targets(key / "DICOM")] == ["CABINET"]
    offered = places.targets(key, folders=[other, tmp_path / "absent"])
    assert [one.kind for one in offered] == ["Clé ou disque USB", "Dossier"]


def test_what_a_station_handed_over_is_found_on_the_keys(plugged, key):
    for name in ("SAS-2026-11-23", "SAS-2026-11-24", "photos"):
        (key / name).mkdir()
    for name in ("SAS-2026-11-23", "SAS-2026-11-24"):
        (key / name / JSON_NAME).write_text("{}")
    assert places.parcels() == []
    plugged.append(usb(Volume(node="sdb1", mounted_on=key)))
    plugged.append(usb(Volume(node="sdc1", mounted_on=Path("/nulle/part"))))
    assert [one.name for one in places.parcels()] == ["SAS-2026-11-24", "SAS-2026-11-23"]


def test_zips_just_downloaded_are_offered_the_newest_first(tmp_path):
    now = time.time()
    for name, age_s in (("vieux.zip", 9e6), ("examen.zip", 3600 * 5), ("disque.ISO", 60)):
        (tmp_path / name).write_bytes(b"PK" * 700)
        os.utime(tmp_path / name, (now - age_s, now - age_s))
    (tmp_path / "lettre.pdf").write_bytes(b"%PDF")
    (tmp_path / "dossier.zip").mkdir()
    (tmp_path / "lien.zip").symlink_to(tmp_path / "examen.zip")
    found = places.recent([tmp_path, tmp_path / "absent"])
    assert [(one.name, one.age) for one in found] == [
        ("disque.ISO", "il y a 1 minute"),
        ("examen.zip", "il y a 5 heures"),
    ]
    assert found[0].size == "1,4\u00a0ko"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "à l’instant"), (7, "il y a 7 minutes"), (125, "il y a 2 heures"),
     (60 * 24 * 2, "il y a 2 jours")],
)  # fmt: skip
def test_an_age_is_told_as_one_says_it(minutes, told):
    one = places.Recent(path=Path("x"), name="x", size="1", minutes=minutes)
    assert one.age == told
