"""Against a real clamd where Debian's is installed, whose base holds one signature of ours."""

import hashlib
import io
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from hygie.airlock.engine.signatures import clamd
from hygie.airlock.engine.signatures.clamd import Clamd

KNOWN = b"un fichier que la base connait\n" * 10


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    if shutil.which("clamd") is None:
        if os.environ.get("HYGIE_TEST_STRICT"):
            pytest.fail("clamd manque (paquet clamav-daemon)")
        pytest.skip("clamd manque (paquet clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd")
    folder.chmod(0o755)
    line = f"{hashlib.md5(KNOWN).hexdigest()}:{len(KNOWN)}:Hygie.Essai-1\n"
    (folder / "own.hdb").write_text(line)
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/s\nDatabaseDirectory {folder}\nForeground yes\n"
        "StreamMaxLength 1M\nAlertEncrypted yes\nTemporaryDirectory /tmp\n"
    )
    process = subprocess.Popen(
        ["clamd", "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while clamd.found((folder / "s",)) is None:
        assert process.poll() is None, "clamd ended"
        assert time.monotonic() < deadline, "clamd does not answer"
        time.sleep(0.05)
    yield folder / "s"
    process.kill()
    process.wait()


def said(daemon, content):
    return [(one.code, one.detail) for one in Clamd(daemon).reasons(io.BytesIO(content))]


def test_it_says_its_version_and_that_its_base_is_not_the_official_one(daemon):
    _, base = clamd.found((Path("/nowhere"), daemon))
    assert base.version[0].isdigit()
    assert (base.signatures, base.made_on) == ("", "")


def test_it_names_what_it_knows_and_nothing_else(daemon):
    assert said(daemon, KNOWN) == [("sign.clamd", "Hygie.Essai-1.UNOFFICIAL")]
    assert said(daemon, b"autre chose") == []
    assert said(daemon, b"") == []


def test_a_file_longer_than_it_takes_is_told_as_a_doubt(daemon):
    [(code, _)] = said(daemon, bytes(3_000_000))
    assert code == "sign.clamd_unsure"


def test_none_that_answers_is_none():
    assert clamd.found((Path("/nowhere"),)) is None


@pytest.mark.parametrize(
    ("told", "day"),
    [("Tue Nov 24 09:12:00 2026", "2026-11-24"), ("", ""), ("hier", "")],
)
def test_the_day_of_the_base_is_read_or_unknown(told, day):
    assert clamd._day(told) == day


def test_one_that_stopped_is_a_doubt_not_an_acquittal():
    [reason] = Clamd(Path("/nowhere")).reasons(io.BytesIO(b"x"))
    assert reason.code == "sign.clamd_unsure"
