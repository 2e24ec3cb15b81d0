"""An age file: whole or absent, readable by the stock tool, and refused when it was touched."""

import errno
import hashlib
import io
import re
import subprocess
import sys

import pytest

from hygie.core.errors import HygieError
from hygie.documents.engine import agefile

CLEAR = "Ordonnance de Madame Œillet : amoxicilline 1 g, matin et soir.\n".encode() * 5000
KEY = b"\x07" * 32


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "documents"
    place.mkdir()
    return place


@pytest.fixture
def identity():
    return agefile.new_identity()


def write(folder, identity, content=CLEAR, document_id="0123", **others):
    return agefile.write(
        io.BytesIO(content), folder=folder, document_id=document_id, identity=identity,
        naming_key=KEY, **others,
    )  # fmt: skip


def read(folder, written, identity, **changes):
    target = io.BytesIO()
    expected = {"sha256": written.sha256, "size_bytes": written.size_bytes, **changes}
    agefile.read(folder / written.stored_name, target, identity=identity, **expected)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 3 * 1024 * 1024 + 1])
def test_what_was_written_is_read_back(folder, identity, size):
    content = (CLEAR * (size // len(CLEAR) + 1))[:size]
    written = write(folder, identity, content)
    assert written.size_bytes == size
    assert written.sha256 == hashlib.sha256(content).hexdigest()
    assert read(folder, written, identity) == content


def test_nothing_clear_is_in_the_folder_and_nothing_else_is_there(folder, identity):
    written = write(folder, identity)
    [file] = folder.iterdir()
    assert file.name == written.stored_name
    assert b"Ordonnance" not in file.read_bytes()
    assert identity.encode() not in file.read_bytes()


def test_each_identity_is_new():
    assert agefile.new_identity() != agefile.new_identity()
    assert agefile.new_identity().startswith("AGE-SECRET-KEY-1")


def test_the_name_tells_nothing_without_the_key(folder, identity):
    first = write(folder, identity, document_id="a").stored_name
    assert re.fullmatch(r"[0-9a-f]{64}\.age", first)
    sha256 = hashlib.sha256(CLEAR).hexdigest()
    assert sha256 not in first
    others = {
        first,
        write(folder, identity, document_id="b").stored_name,
        write(folder, identity, CLEAR + b".", document_id="a").stored_name,
        agefile.stored_name("a", sha256, naming_key=b"\x08" * 32),
    }
    assert len(others) == 4
    assert agefile.stored_name("a", sha256, naming_key=KEY) == first


def test_only_its_owner_can_read_the_file(folder, identity):
    written = write(folder, identity)
    if sys.platform != "win32":
        assert (folder / written.stored_name).stat().st_mode & 0o077 == 0


def test_progress_is_told_in_clear_bytes(folder, identity):
    told = []
    write(folder, identity, b"x" * (3 * 1024 * 1024), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 3 * 1024 * 1024


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGE = {
    "first byte": lambda c: flipped(c, 0),
    "in the header": lambda c: flipped(c, 40),
    "in the middle": lambda c: flipped(c, len(c) // 2),
    "last byte": lambda c: flipped(c, -1 % len(c)),
    "one byte short": lambda c: c[:-1],
    "cut between two chunks": lambda c: c[: len(c) - len(c) % 65552],
    "half": lambda c: c[: len(c) // 2],
    "header alone": lambda c: c[:200],
    "empty": lambda c: b"",
    "longer": lambda c: c + b"x",
    "not age": lambda c: b"%PDF-1.7 " * 1000,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused_in_french_and_left_as_it_is(folder, identity, damage):
    written = write(folder, identity)
    path = folder / written.stored_name
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(HygieError) as caught:
        read(folder, written, identity)
    assert caught.value.code == "documents.damaged"
    assert "abîmé" in caught.value.message
    assert "n’a rien changé" in caught.value.message
    assert "sauvegarde" in caught.value.advice
    assert path.read_bytes() == before


def test_a_file_put_in_the_place_of_another_is_refused(folder, identity):
    """Even encrypted for the same identity, by somebody who has the whole base."""
    mine = write(folder, identity)
    for other_identity in (identity, agefile.new_identity()):
        other = write(folder, other_identity, CLEAR[::-1], document_id="b")
        (folder / other.stored_name).replace(folder / mine.stored_name)
        with pytest.raises(HygieError) as caught:
            read(folder, mine, identity)
        assert caught.value.code == "documents.damaged"


def test_a_size_that_is_not_the_one_kept_is_refused(folder, identity):
    written = write(folder, identity)
    with pytest.raises(HygieError) as caught:
        read(folder, written, identity, size_bytes=written.size_bytes - 1)
    assert caught.value.code == "documents.damaged"


def test_a_file_that_disappeared_is_told(folder, identity):
    written = write(folder, identity)
    (folder / written.stored_name).unlink()
    with pytest.raises(HygieError) as caught:
        read(folder, written, identity)
    assert caught.value.code == "documents.absent"


class Unplugged(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > 100_000:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(min(size, 60_000))


def test_a_source_that_is_unplugged_leaves_nothing(folder, identity):
    with pytest.raises(HygieError) as caught:
        agefile.write(
            Unplugged(CLEAR), folder=folder, document_id="a", identity=identity, naming_key=KEY
        )
    assert caught.value.code == "documents.source_unreadable"
    assert caught.value.retry
    assert list(folder.iterdir()) == []


def test_stopping_in_the_middle_leaves_nothing(folder, identity):
    def stop(done_bytes):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(folder, identity, progress=stop)
    assert list(folder.iterdir()) == []


def test_what_the_writer_raises_goes_through(folder, identity):
    class Closed(io.BytesIO):
        def write(self, data):
            raise BrokenPipeError(errno.EPIPE, "closed")

    written = write(folder, identity)
    with pytest.raises(BrokenPipeError):
        agefile.read(
            folder / written.stored_name, Closed(), identity=identity, sha256=written.sha256,
            size_bytes=written.size_bytes,
        )  # fmt: skip


def test_a_folder_that_is_not_there_is_told(tmp_path, identity):
    with pytest.raises(HygieError) as caught:
        write(tmp_path / "absent", identity)
    assert caught.value.code == "files.unreadable"


FULL_DISK = """
import io, resource, signal, sys
from pathlib import Path
from hygie.core.errors import HygieError
from hygie.documents.engine import agefile

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    agefile.write(io.BytesIO(b"x" * 5_000_000), folder=Path(sys.argv[1]), document_id="a",
                  identity=agefile.new_identity(), naming_key=b"k" * 32)
except HygieError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="impossible ici : limite de taille POSIX")
@pytest.mark.parametrize("room_bytes", [0, 100, 1_000_000, 5_000_000])
def test_a_full_disk_is_told_and_leaves_nothing(folder, room_bytes):
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, folder, str(room_bytes)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert child.stdout.strip() == "files.disk_full"
    assert list(folder.iterdir()) == []


TWO_GIGABYTES = """
import resource, sys
from pathlib import Path
from hygie.documents.engine import agefile

class Zeros:
    left = 2 * 1024**3
    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

class Nowhere:
    def write(self, data):
        return len(data)

folder, identity = Path(sys.argv[1]), agefile.new_identity()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
written = agefile.write(Zeros(), folder=folder, document_id="a", identity=identity,
                        naming_key=b"k" * 32)
assert written.size_bytes == 2 * 1024**3
agefile.read(folder / written.stored_name, Nowhere(), identity=identity, sha256=written.sha256,
             size_bytes=written.size_bytes)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="impossible ici : mémoire comptée en KiB")
def test_two_gigabytes_do_not_enter_memory(folder):
    child = subprocess.run(
        [sys.executable, "-c", TWO_GIGABYTES, folder], capture_output=True, text=True, check=False
    )
    for path in folder.iterdir():
        path.unlink()
    assert child.returncode == 0, child.stderr
    assert int(child.stdout) < 32 * 1024, "KiB more than before the first byte"


@pytest.mark.needs("age")
def test_the_stock_tool_reads_what_hygie_writes(folder, identity, tmp_path):
    written = write(folder, identity)
    keys = tmp_path / "keys.txt"
    keys.write_text(f"# une clé\n{identity}\n", encoding="utf-8")
    opened = subprocess.run(
        ["age", "-d", "-i", keys, folder / written.stored_name], capture_output=True, check=True
    )
    assert opened.stdout == CLEAR


@pytest.mark.needs("age")
def test_hygie_reads_what_the_stock_tool_writes(folder, identity, tmp_path):
    keys, clear, target = tmp_path / "keys.txt", tmp_path / "clear", folder / "stock.age"
    keys.write_text(f"{identity}\n", encoding="utf-8")
    clear.write_bytes(CLEAR)
    subprocess.run(["age", "-e", "-i", keys, "-o", target, clear], check=True)
    read_back = io.BytesIO()
    agefile.read(
        target, read_back, identity=identity, sha256=hashlib.sha256(CLEAR).hexdigest(),
        size_bytes=len(CLEAR),
    )  # fmt: skip
    assert read_back.getvalue() == CLEAR
