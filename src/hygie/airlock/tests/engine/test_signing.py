import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from hygie.airlock.engine import signing
from hygie.core.errors import HygieError


def test_the_key_is_made_once_for_its_owner_only(home):
    place = signing.folder()
    key = signing.station_key(place)
    assert signing.station_key(place).public == key.public
    assert (place / signing.KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert place == home / "airlock"
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_could_read_is_closed_again():
    place = signing.folder()
    signing.station_key(place)
    (place / signing.KEY_FILE).chmod(0o644)
    signing.station_key(place)
    assert (place / signing.KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_two_at_once_get_the_same_key():
    place = signing.folder()
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: signing.station_key(place).public, range(8)))
    assert len(keys) == 1


def test_a_signature_holds_for_its_content_and_key_alone():
    key = signing.station_key(signing.folder())
    signature = key.sign(b"rapport")
    assert signing.is_signed(key.public, b"rapport", signature)
    assert not signing.is_signed(key.public, b"autre", signature)
    assert not signing.is_signed(os.urandom(32), b"rapport", signature)
    assert not signing.is_signed(b"short", b"rapport", signature)
    assert not signing.is_signed(key.public, b"rapport", b"")


def test_a_fingerprint_is_read_however_it_is_typed():
    printed = signing.fingerprint(bytes(32))
    assert printed == "CSM7-NBFR-CAYQ-EV4F-R65R-X7WE"
    assert signing.as_printed(printed.lower().replace("-", " ")) == printed
    assert signing.as_printed("csm7nbfrcayqev4fr65rx7we") == printed
    assert signing.as_printed(printed[:-1]) is None
    assert signing.as_printed(printed[:-1] + "é") is None


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_key_is_told_and_kept(content):
    place = signing.folder()
    (place / signing.KEY_FILE).write_bytes(content)
    with pytest.raises(HygieError) as told:
        signing.station_key(place)
    assert told.value.code == "sign.key_damaged"
    assert (place / signing.KEY_FILE).read_bytes() == content
