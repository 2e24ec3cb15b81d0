"""A bag: plain files, a plain list of hashes, names that every system takes."""

import hashlib
import io
import zipfile
from datetime import date

import pytest

from hygie.records.engine import pieces
from hygie.records.engine.containers import Folder, Zip


def piece(title="Compte rendu", content=b"clair", media_type="application/pdf"):
    return pieces.Piece(
        title=title, media_type=media_type, copy=lambda writer: writer.write(content)
    )


def write(container, *chosen):
    return pieces.write(
        container, chosen, about={"Source-Organization": "Cabinet"}, notice="Bonjour.\r\n",
        on=date(2026, 11, 24),
    )  # fmt: skip


def verified(read):
    """What `sha256sum -c` would do with the two lists."""
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in read(name).decode().splitlines():
            told, _, path = line.partition("  ")
            assert hashlib.sha256(read(path)).hexdigest() == told, path
    return read("manifest-sha256.txt").decode().splitlines()


def test_a_folder_holds_the_files_and_a_list_that_proves_them(tmp_path):
    size = write(Folder(tmp_path), piece(), piece("Radio", b"image", "image/png"))
    lines = verified(lambda name: (tmp_path / name).read_bytes())
    assert [line.partition("  ")[2] for line in lines] == [
        "data/01 Compte rendu.pdf", "data/02 Radio.png",
    ]  # fmt: skip
    assert size == len(b"clair") + len(b"image")
    assert (tmp_path / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    assert f"Payload-Oxum: {size}.2" in (tmp_path / "bag-info.txt").read_text()
    assert (tmp_path / "LISEZ-MOI.txt").read_text() == "Bonjour.\n"


def test_a_zip_is_written_without_going_back():
    class OneWay(io.RawIOBase):
        def __init__(self):
            self.written = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.written += bytes(data)
            return len(data)

    stream = OneWay()
    write(Zip(stream), piece())
    with zipfile.ZipFile(io.BytesIO(bytes(stream.written))) as read:
        assert read.testzip() is None
        assert len(verified(read.read)) == 1


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    (tmp_path / "bagit.txt").write_text("à quelqu’un")
    with pytest.raises(FileExistsError):
        write(Folder(tmp_path), piece())
    assert (tmp_path / "bagit.txt").read_text() == "à quelqu’un"


@pytest.mark.parametrize(
    ("title", "media_type", "name"),
    [
        ("Compte rendu", "application/pdf", "01 Compte rendu.pdf"),
        ("Radio.PDF", "application/pdf", "01 Radio.pdf"),
        ("../../etc/passwd", "text/plain", "01 etc passwd.txt"),
        ("C:\\dossier\\x", "image/png", "01 C dossier x.png"),
        ("exe.\u202egpj", "image/jpeg", "01 exe. gpj.jpg"),
        ("  .  ", "application/pdf", "01 Document.pdf"),
        ("Élodie – bilan", "application/x-inconnu", "01 Élodie – bilan"),
        ("CON", "application/pdf; charset=binary", "01 CON.pdf"),
        ("a" * 300, "text/plain", f"01 {'a' * 80}.txt"),
    ],
)
def test_a_name_is_taken_by_every_system(title, media_type, name):
    assert pieces.file_name(1, title, media_type) == name
