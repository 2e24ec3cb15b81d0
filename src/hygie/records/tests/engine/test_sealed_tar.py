"""An archive that only the paper opens, with stock tools."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, date, datetime

import pyrage
import pytest

from hygie.core.errors import HygieError
from hygie.records.engine import sealed_tar as sealed
from hygie.records.engine.bagit import Bag
from hygie.records.engine.containers import Tar
from hygie.storage.codes import new_recovery_code

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SECRET = b"Jeanne Dupont, tension 12/8 "


@pytest.fixture
def paper():
    """A passphrase as printed, and the key made for it."""
    passphrase = new_recovery_code()
    return passphrase, sealed.make_key(passphrase)


def filling(*contents):
    def fill(pipe):
        bag = Bag(Tar(pipe, name="archive", at=AT))
        for rank, content in enumerate(contents):
            bag.add_document(
                f"{rank}.txt", size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest(),
                write=lambda entry, content=content: entry.write(content),
            )  # fmt: skip
        bag.close({}, on=date(2026, 11, 24))

    return fill


def test_the_paper_opens_the_key_and_another_passphrase_does_not(paper):
    passphrase, key = paper
    identity = sealed.identity_of(key.sealed_identity, passphrase)
    assert str(pyrage.x25519.Identity.from_str(identity).to_public()) == key.recipient
    with pytest.raises(HygieError) as caught:
        sealed.identity_of(key.sealed_identity, new_recovery_code())
    assert caught.value.code == "records.wrong_passphrase"
    assert "rien n’est fermé" in str(caught.value)
    assert passphrase.encode() not in key.sealed_identity


def test_what_is_sealed_is_read_again_and_proven(paper, tmp_path):
    passphrase, key = paper
    path = tmp_path / "archive.tar.age"
    done = sealed.seal(filling(SECRET * 9, b""), path, recipient=key.recipient)
    content = path.read_bytes()
    assert (done.size_bytes, done.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert SECRET not in content
    assert sealed.check(path, identity=sealed.identity_of(key.sealed_identity, passphrase)) == 6
    assert [file.name for file in tmp_path.iterdir()] == ["archive.tar.age"]


@pytest.mark.parametrize("where", [150, 400, -100, -1])
def test_an_altered_archive_is_seen(paper, tmp_path, where):
    passphrase, key = paper
    path = tmp_path / "a.age"
    sealed.seal(filling(SECRET * 999), path, recipient=key.recipient)
    content = bytearray(path.read_bytes())
    content[where] ^= 1
    path.write_bytes(content)
    with pytest.raises(HygieError) as caught:
        sealed.check(path, identity=sealed.identity_of(key.sealed_identity, passphrase))
    assert caught.value.code == "records.archive_damaged"


def test_a_cut_archive_is_seen(paper, tmp_path):
    passphrase, key = paper
    path = tmp_path / "a.age"
    sealed.seal(filling(os.urandom(300_000)), path, recipient=key.recipient)
    for size in (0, 50, 100_000, path.stat().st_size - 20):
        path.write_bytes(path.read_bytes()[:size])
        with pytest.raises(HygieError, match="abîmée"):
            sealed.check(path, identity=sealed.identity_of(key.sealed_identity, passphrase))


def test_a_disk_that_fills_leaves_nothing_and_is_told(paper, tmp_path, monkeypatch):
    _, key = paper
    written = []

    def full(self, data):
        written.append(len(data))
        if sum(written) > 200_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    monkeypatch.setattr(sealed.Durable, "write", full)
    with pytest.raises(HygieError) as caught:
        sealed.seal(filling(os.urandom(9_000_000)), tmp_path / "a.age", recipient=key.recipient)
    assert caught.value.code == "files.disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_fails_leaves_nothing_and_tells_its_own_failure(paper, tmp_path):
    _, key = paper

    def fill(pipe):
        pipe.write(b"x" * 2_000_000)
        raise HygieError("documents.damaged", "Ce document est abîmé.")

    with pytest.raises(HygieError, match="abîmé"):
        sealed.seal(fill, tmp_path / "a.age", recipient=key.recipient)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_sealed_before_stays_until_the_new_one_is_whole(paper, tmp_path):
    _, key = paper
    path = tmp_path / "a.age"
    sealed.seal(filling(SECRET), path, recipient=key.recipient)
    before = path.read_bytes()

    def fill(pipe):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sealed.seal(fill, path, recipient=key.recipient)
    assert path.read_bytes() == before


@pytest.mark.slow
def test_memory_stays_flat(paper, tmp_path):
    passphrase, key = paper
    block = os.urandom(1_000_000)

    def fill(pipe):
        bag = Bag(Tar(pipe, name="archive", at=AT))
        digest = hashlib.sha256()
        for _ in range(100):
            digest.update(block)
        bag.add_document("g", size_bytes=100_000_000, sha256=digest.hexdigest(),
                         write=lambda entry: [entry.write(block) for _ in range(100)])  # fmt: skip
        bag.close({}, on=date(2026, 11, 24))

    tracemalloc.start()
    try:
        sealed.seal(fill, tmp_path / "a.age", recipient=key.recipient)
        sealed.check(
            tmp_path / "a.age", identity=sealed.identity_of(key.sealed_identity, passphrase)
        )
        assert tracemalloc.get_traced_memory()[1] < 24_000_000
    finally:
        tracemalloc.stop()


KILLED = """
import hashlib, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from hygie.records.engine import sealed_tar as sealed
from hygie.records.engine.bagit import Bag
from hygie.records.engine.containers import Tar
def fill(pipe):
    bag = Bag(Tar(pipe, name="archive", at=datetime(2026, 11, 24, tzinfo=UTC)))
    def write(entry):
        for _ in range(500):
            entry.write(b"Jeanne Dupont, tension 12/8 " * 40_000)
            print("encore", flush=True)
    bag.add_document("g", size_bytes=1, sha256="", write=write)
sealed.seal(fill, Path(sys.argv[1]), recipient=sys.argv[2])
"""


@pytest.mark.skipif(os.name != "posix", reason="impossible ici : signaux POSIX")
def test_killed_in_the_middle_nothing_clear_is_on_the_disk_and_the_next_one_is_whole(
    paper, tmp_path
):
    passphrase, key = paper
    path = tmp_path / "a.age"
    process = subprocess.Popen([sys.executable, "-c", KILLED, path, key.recipient],
                               stdout=subprocess.PIPE)  # fmt: skip
    for _ in range(8):
        process.stdout.readline()
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    left = list(tmp_path.iterdir())
    assert [file.name for file in left] == ["a.age.part"]
    assert b"Jeanne" not in left[0].read_bytes()
    sealed.seal(filling(SECRET), path, recipient=key.recipient)
    assert sealed.check(path, identity=sealed.identity_of(key.sealed_identity, passphrase))
    assert [file.name for file in tmp_path.iterdir()] == ["a.age"]


def test_the_key_is_written_beside_and_written_again(paper, tmp_path):
    _, key = paper
    for _ in range(2):
        sealed.write_identity(tmp_path, key.sealed_identity)
    assert (tmp_path / sealed.IDENTITY_NAME).read_bytes() == key.sealed_identity
    assert len(list(tmp_path.iterdir())) == 1
