"""What a passphrase opens, and the stock age tool with it; nothing else does."""

import io
import os
import pty
import shutil
import subprocess
import tracemalloc
import zipfile
from datetime import date

import pyrage
import pytest

from hygie.records.engine import pieces, sealed_zip

DAY = date(2026, 11, 24)
PASSPHRASE = "7K3M-9QXT-B2HV-0RWD-5NEJ"


def fill(content):
    piece = pieces.Piece(
        title="Radio", media_type="image/png", copy=lambda writer: writer.write(content)
    )
    return lambda sink: pieces.write(sink, [piece], about={}, on=DAY, notice="Copie.")


def written(content=b"une image"):
    target = io.BytesIO()
    sealed_zip.write(target, fill(content), passphrase=PASSPHRASE, notice="Comment ouvrir.")
    return target.getvalue()


def opened(archive, passphrase=PASSPHRASE):
    with zipfile.ZipFile(io.BytesIO(archive)) as outer:
        key = pyrage.passphrase.decrypt(outer.read(sealed_zip.KEY), passphrase).decode().split()[-1]
        identity = pyrage.x25519.Identity.from_str(key)
        inner = pyrage.decrypt(outer.read(sealed_zip.CONTENT), [identity])
    return zipfile.ZipFile(io.BytesIO(inner))


def test_the_passphrase_opens_it_and_another_does_not():
    archive = written()
    with opened(archive) as inner:
        assert inner.read("data/01 Radio.png") == b"une image"
        assert inner.testzip() is None
    with pytest.raises(pyrage.DecryptError):
        opened(archive, "7K3M-9QXT-B2HV-0RWD-5NEK")


def test_it_tells_nothing_but_how_to_open_it():
    archive = written()
    with zipfile.ZipFile(io.BytesIO(archive)) as outer:
        assert outer.namelist() == ["LISEZ-MOI.txt", "cle.age", "dossier.zip.age"]
        assert outer.read("LISEZ-MOI.txt").decode() == "Comment ouvrir."
    for clear in (b"Radio", b"une image", b"manifest"):
        assert clear not in archive


@pytest.mark.needs("age")
@pytest.mark.slow
def test_the_stock_age_tool_opens_it(tmp_path):
    """`age` reads the passphrase from a terminal alone: it gets one."""
    shutil.unpack_archive(_saved(tmp_path, written()), tmp_path)
    command = ["age", "-d", "-i", "cle.age", "-o", "dossier.zip", "dossier.zip.age"]
    person, terminal = pty.openpty()
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=terminal, stdout=terminal, stderr=terminal,
        start_new_session=True, preexec_fn=lambda: _own(terminal),
    ) as process:  # fmt: skip
        os.close(terminal)
        asked = os.read(person, 1000)
        while b"passphrase" not in asked:
            asked += os.read(person, 1000)
        os.write(person, f"{PASSPHRASE}\n".encode())
        assert process.wait(timeout=60) == 0
    os.close(person)
    with zipfile.ZipFile(tmp_path / "dossier.zip") as inner:
        assert inner.read("data/01 Radio.png") == b"une image"


def _own(terminal):
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def _saved(folder, content):
    path = folder / "copie.zip"
    path.write_bytes(content)
    return path


def test_memory_stays_flat(tmp_path):
    block = b"x" * (1024 * 1024)

    def long_copy(writer):
        for _ in range(48):
            writer.write(block)

    piece = pieces.Piece(title="Scanner", media_type="application/dicom", copy=long_copy)
    tracemalloc.start()
    with (tmp_path / "copie.zip").open("w+b") as target:
        sealed_zip.write(
            target, lambda sink: pieces.write(sink, [piece], about={}, on=DAY, notice=""),
            passphrase=PASSPHRASE, notice="",
        )  # fmt: skip
        assert target.tell() > 48 * len(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * len(block)


def test_a_document_that_fails_fails_the_whole():
    def damaged(writer):
        writer.write(b"le debut")
        raise ValueError("abîmé")

    piece = pieces.Piece(title="Radio", media_type="image/png", copy=damaged)
    with pytest.raises(ValueError, match="abîmé"):
        sealed_zip.write(
            io.BytesIO(), lambda sink: pieces.write(sink, [piece], about={}, on=DAY, notice=""),
            passphrase=PASSPHRASE, notice="",
        )  # fmt: skip


def test_a_full_disk_is_told_and_nobody_waits_for_ever():
    class Full(io.BytesIO):
        def write(self, data):
            if self.tell() > 4_000_000:
                raise OSError(28, "No space left on device")
            return super().write(data)

    with pytest.raises(OSError, match="No space"):
        sealed_zip.write(Full(), fill(b"x" * 20_000_000), passphrase=PASSPHRASE, notice="")


def test_a_passphrase_is_drawn_anew_and_read_aloud_without_doubt():
    drawn = {sealed_zip.new_passphrase() for _ in range(50)}
    assert len(drawn) == 50
    for one in drawn:
        assert [len(group) for group in one.split("-")] == [4] * 5
        assert not set(one) & set("ILOU")
