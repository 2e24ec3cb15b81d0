"""Hygie's folder, and files that are old or new, never a mix."""

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from hygie.core import files, process
from hygie.core.errors import HygieError

SOURCES = Path(files.__file__).parents[2]

posix_only = pytest.mark.skipif(os.name != "posix", reason="droits POSIX")


@pytest.fixture
def hygie_home(tmp_path, monkeypatch):
    folder = tmp_path / "chez" / "hygie"
    monkeypatch.setenv("HYGIE_HOME", str(folder))
    return folder


@pytest.fixture
def partitions(monkeypatch):
    """Tell the machine's mounts: (mount point, file system, options)."""

    def tell(*mounts):
        parts = [SimpleNamespace(mountpoint=str(at), fstype=kind, opts=o) for at, kind, o in mounts]
        monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)

    return tell


@pytest.fixture
def on_a_disk(tmp_path):
    """Run Python on a small disk of its own, mounted with the given options."""
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        pytest.skip("impossible ici : pas de montage privé sur ce système")
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "-r"]
    if process.run([*unshare, "true"], timeout_s=20).code != 0:
        pytest.skip("impossible ici : ce système refuse les montages privés")
    disk = tmp_path / "disque"
    disk.mkdir()

    def run(code, *, size="256k", then=""):
        mount = f'mount -t tmpfs -o size={size} tmpfs "$1"; {then}'
        shell = ["sh", "-euc", f'{mount} exec "$2" -c "$3" "$1"', "sh"]
        return process.run(
            [*unshare, *shell, str(disk), sys.executable, code],
            timeout_s=30,
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
        )

    return run


def test_hygie_lives_where_hygie_home_says(hygie_home):
    assert files.home() == hygie_home


@pytest.mark.parametrize("chosen", [None, ""])
def test_without_hygie_home_hygie_lives_in_the_place_of_the_platform(monkeypatch, chosen):
    monkeypatch.delenv("HYGIE_HOME", raising=False)
    if chosen is not None:
        monkeypatch.setenv("HYGIE_HOME", chosen)
    assert files.home().is_absolute()
    assert files.home().name == "hygie"


@posix_only
def test_the_folder_is_made_for_its_owner_only(hygie_home):
    assert files.ensure_home() == hygie_home
    assert stat.S_IMODE(hygie_home.stat().st_mode) == 0o700
    assert list(hygie_home.iterdir()) == []


@posix_only
def test_a_folder_open_to_others_is_closed_again(hygie_home):
    hygie_home.mkdir(parents=True, mode=0o755)
    files.ensure_home()
    assert stat.S_IMODE(hygie_home.stat().st_mode) == 0o700


def test_a_file_in_place_of_the_folder_is_told_in_french(hygie_home):
    hygie_home.parent.mkdir()
    hygie_home.write_text("lettre au confrère")
    with pytest.raises(HygieError, match="n’a pas pu être lu ou écrit"):
        files.ensure_home()
    assert hygie_home.read_text() == "lettre au confrère"


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smbfs", "fuse.sshfs", "9p"])
def test_a_folder_on_a_network_share_is_refused_before_anything_is_written(
    hygie_home, partitions, tmp_path, kind
):
    partitions(("/", "ext4", "rw"), (tmp_path, kind, "rw"))
    with pytest.raises(HygieError, match=r"partage réseau.*rien n’a été écrit") as caught:
        files.ensure_home()
    assert caught.value.code == "files.network_share"
    assert "HYGIE_HOME" in caught.value.advice
    assert not hygie_home.parent.exists()


def test_a_windows_drive_letter_that_points_to_a_server_is_refused(partitions, tmp_path):
    partitions((tmp_path, "NTFS", "rw,remote"))
    with pytest.raises(HygieError) as caught:
        files.refuse_network_share(tmp_path / "Hygie")
    assert caught.value.code == "files.network_share"


def test_a_disk_of_this_computer_under_a_share_is_accepted(partitions, tmp_path):
    local = tmp_path / "partage" / "local"
    partitions(("/", "ext4", "rw"), (local.parent, "nfs", "rw"), (local, "ext4", "rw"))
    assert files.filesystem_of(local / "hygie") == "ext4"
    files.refuse_network_share(local / "hygie")


def test_of_two_mounts_on_one_place_the_last_one_counts(partitions, tmp_path):
    partitions((tmp_path, "ext4", "rw"), (tmp_path, "nfs", "rw"))
    assert files.filesystem_of(tmp_path) == "nfs"


def test_a_neighbour_whose_name_begins_alike_is_another_place(partitions, tmp_path):
    partitions(("/", "ext4", "rw"), (tmp_path / "cabinet", "cifs", "rw"))
    assert files.filesystem_of(tmp_path / "cabinet-martin") == "ext4"


def test_a_place_that_no_mount_explains_is_not_called_a_share(partitions, tmp_path):
    partitions()
    assert files.filesystem_of(tmp_path) == ""
    files.refuse_network_share(tmp_path)


def test_the_disk_of_this_computer_is_recognised(tmp_path):
    assert files.filesystem_of(tmp_path) not in {"", "remote"}


@pytest.mark.parametrize(
    ("number", "code", "retry"),
    [
        (errno.ENOSPC, "files.disk_full", True),
        (errno.EDQUOT, "files.disk_full", True),
        (errno.EFBIG, "files.disk_full", True),
        (errno.EROFS, "files.read_only", False),
        (errno.EACCES, "files.read_only", False),
        (errno.EIO, "files.unreadable", True),
        (errno.ENODEV, "files.unreadable", True),
    ],
)
def test_what_the_disk_says_becomes_a_french_sentence(tmp_path, number, code, retry):
    with pytest.raises(HygieError) as caught, files.telling_disk_errors(tmp_path):
        raise OSError(number, os.strerror(number))
    assert (caught.value.code, caught.value.retry) == (code, retry)
    assert caught.value.advice


def test_an_error_that_is_already_french_goes_through_unchanged(tmp_path):
    told = HygieError("storage.wrong_key", "Cette phrase n’ouvre pas la base.")
    with pytest.raises(HygieError) as caught, files.telling_disk_errors(tmp_path):
        raise told
    assert caught.value is told


def test_a_file_is_written_whole_and_replaces_the_old_one(tmp_path):
    path = tmp_path / "clés.toml"
    files.write_atomically(path, b"ancien")
    files.write_atomically(path, b"nouveau")
    assert path.read_bytes() == b"nouveau"
    assert [other.name for other in tmp_path.iterdir()] == ["clés.toml"]


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_is_for_its_owner_unless_another_mode_was_asked(tmp_path, mode):
    path = tmp_path / "clés.toml"
    files.write_atomically(path, b"x", **({} if mode == 0o600 else {"mode": mode}))
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "clés.toml"
    files.write_atomically(path, b"ancien")

    def fail(_):
        raise OSError(errno.EIO, "disk pulled out")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(HygieError) as caught:
        files.write_atomically(path, b"nouveau")
    assert caught.value.code == "files.unreadable"
    assert path.read_bytes() == b"ancien"
    assert [other.name for other in tmp_path.iterdir()] == ["clés.toml"]


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from hygie.core.files import write_atomically
path = Path(sys.argv[1])
while True:
    for letter in b"AB":
        write_atomically(path, bytes([letter]) * 1_000_000)
        print("written", flush=True)
"""


@posix_only
def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "base.key"
    chance = random.Random(22)
    for _ in range(12):
        command = [sys.executable, "-c", WRITE_FOR_EVER, str(path)]
        environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"written\n"
            time.sleep(chance.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
            assert writer.wait() == -signal.SIGKILL
        content = path.read_bytes()
        assert len(content) == 1_000_000
        assert content in (b"A" * 1_000_000, b"B" * 1_000_000)


TELL = """
import sys
from pathlib import Path
from hygie.core.errors import HygieError
from hygie.core.files import write_atomically
disk = Path(sys.argv[1])
try:
    write_atomically(disk / "clés.toml", b"n" * 1_000_000)
except HygieError as error:
    kept = (disk / "clés.toml").read_bytes()
    print(error.code, kept.decode(), len(list(disk.iterdir())))
"""

PLANT = 'printf ancien > "$1/clés.toml";'


def test_a_full_disk_is_told_and_keeps_the_old_file(on_a_disk):
    result = on_a_disk(TELL, size="256k", then=PLANT)
    assert result.text.strip() == "files.disk_full ancien 1", result.stderr


def test_a_read_only_disk_is_told_and_keeps_the_old_file(on_a_disk):
    result = on_a_disk(TELL, size="8m", then=f'{PLANT} mount -o remount,bind,ro "$1";')
    assert result.text.strip() == "files.read_only ancien 1", result.stderr


def test_a_home_on_a_read_only_disk_is_told_in_french(on_a_disk):
    code = """
import os, sys
os.environ["HYGIE_HOME"] = sys.argv[1] + "/hygie"
from hygie.core import files
from hygie.core.errors import HygieError
try:
    files.ensure_home()
except HygieError as error:
    sys.stdout.buffer.write(str(error).encode())
"""
    result = on_a_disk(code, then='mount -o remount,bind,ro "$1";')
    assert "Hygie n’a pas le droit d’écrire dans" in result.text, result.stderr
    assert "lecture seule" in result.text


def test_a_file_limit_set_by_the_system_is_told_as_a_full_disk(tmp_path):
    resource = pytest.importorskip("resource", reason="impossible ici : limites POSIX")
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))
{TELL}"""
    (tmp_path / "clés.toml").write_text("ancien")
    result = process.run(
        [sys.executable, "-c", code, str(tmp_path)],
        timeout_s=30,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )
    assert result.text.strip() == "files.disk_full ancien 1", result.stderr


def test_the_system_s_words_are_told_in_french():
    assert files.said(FileNotFoundError(errno.ENOENT, "No such file")) == "il n’existe pas"
    assert files.said(OSError(errno.EMFILE, "Too many")) == f"erreur {errno.EMFILE} du système"
