import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hygie.airlock.engine import staging
from hygie.airlock.engine.copying import UnreadError
from hygie.airlock.engine.listing import Found
from hygie.airlock.engine.staging import Staging
from hygie.core import files
from hygie.core.errors import HygieError

SOURCES = Path(files.__file__).parents[2]


@pytest.fixture(autouse=True)
def hygie_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    return tmp_path / "chez"


def kept(area, path, *, wanted=lambda: True, size=None):
    found = Found(
        path=path.name,
        inside=(path.name,),
        size_bytes=path.stat().st_size if size is None else size,
    )
    fd = os.open(path, os.O_RDONLY)
    try:
        return area.keep(found, fd, wanted=wanted)
    finally:
        os.close(fd)


def test_a_file_is_hashed_while_it_is_copied_and_nothing_stays(tmp_path):
    data = os.urandom(3_000_000)
    (tmp_path / "IM1").write_bytes(data)
    with Staging() as area:
        file = kept(area, tmp_path / "IM1")
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.stored.read_bytes() == data
        assert (file.size_bytes, file.kind, file.name) == (len(data), "unknown", "IM1")
        if os.name == "posix":
            assert area.folder.stat().st_mode & 0o777 == 0o700
            assert file.stored.stat().st_mode & 0o777 == 0o600
    assert not area.folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="trous dans les fichiers")
def test_two_gigabytes_of_holes_take_no_room(tmp_path):
    hole = tmp_path / "trou.bin"
    with hole.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with Staging() as area:
        file = kept(area, hole)
        about = file.stored.stat()
        assert about.st_size == hole.stat().st_size
        assert about.st_blocks * 512 < 2_000_000


def test_a_file_that_is_not_as_it_was_listed_is_not_kept(tmp_path):
    (tmp_path / "f").write_bytes(b"123")
    with Staging() as area:
        with pytest.raises(UnreadError) as told:
            kept(area, tmp_path / "f", size=2)
        assert told.value.code == "source.changed"
        grows = (tmp_path / "f").open("ab")
        with pytest.raises(UnreadError) as told:
            kept(area, tmp_path / "f", wanted=lambda: bool(grows.write(b"x")) and not grows.flush())
        grows.close()
        assert told.value.code == "source.changed"
        assert [path.name for path in area.folder.iterdir()] == [staging.LOCK]


def test_a_copy_is_given_up_when_it_is_not_wanted(tmp_path):
    (tmp_path / "f").write_bytes(b"123")
    with Staging() as area, pytest.raises(UnreadError) as told:
        kept(area, tmp_path / "f", wanted=lambda: False)
    assert told.value.code == "common.skipped"


def test_members_come_in_pieces_and_are_counted(tmp_path):
    with Staging() as area:
        options = {"path": "a.zip/x", "untrusted_name": "x.pdf", "depth": 1, "wanted": lambda: True}
        file = area.keep_pieces([b"%PDF-", b"1.7"], most_bytes=8, **options)
        assert (file.kind, file.depth, file.stored.read_bytes()) == ("pdf", 1, b"%PDF-1.7")
        with pytest.raises(UnreadError) as told:
            area.keep_pieces([b"%PDF-", b"1.7"], most_bytes=7, **options)
        assert told.value.code == "source.too_much"


def test_a_disk_with_no_room_at_all_is_said_before_anything(monkeypatch):
    monkeypatch.setattr(staging, "SPARE_BYTES", 1 << 62)
    with pytest.raises(HygieError) as told:
        Staging()
    assert told.value.code == "files.disk_full"
    assert not list(staging.place().glob("*/"))


KILLED = """
import sys, time
from pathlib import Path
from hygie.airlock.engine.staging import Staging
area = Staging()
(area.folder / "000001").write_bytes(b"patient")
area.is_building(Path(sys.argv[1]))
area.is_building(Path(sys.argv[2]))
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="signaux de POSIX")
def test_whatever_a_killed_examination_left_is_gone_at_the_next_start(tmp_path, hygie_home):
    built, foreign = tmp_path / f"{staging.BUILT_MARK}xyz", tmp_path / "autre"
    for folder in (built, foreign):
        folder.mkdir()
        (folder / "f").write_bytes(b"1")
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(built), str(foreign)],
        stdout=subprocess.PIPE,
        env={**os.environ, "HYGIE_HOME": str(hygie_home), "PYTHONPATH": str(SOURCES)},
    )
    assert killed.stdout.readline() == b"ready\n"
    with Staging() as alive:
        assert len(list(staging.place().glob("*/"))) == 2, "one at work is left alone"
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        killed.stdout.close()
    with Staging() as alive:
        deadline = time.monotonic() + 5
        while len(list(staging.place().glob("*/"))) != 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(staging.place().glob("*/")) == [alive.folder]
    assert not built.exists()
    assert foreign.exists(), "only what bears our mark is removed"
