"""What holds the files of a bag."""

import io
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest

from hygie.records.engine.containers import Folder, Tar, Zip, files_of_tar

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def put(container, path, content):
    with container.open(path, len(content)) as file:
        file.write(content)


def test_a_tar_is_padded_and_read_by_the_stock_module():
    stream = io.BytesIO()
    tar = Tar(stream, name="archive", at=AT)
    put(tar, "data/a.txt", b"un")
    put(tar, "data/v.txt", b"")
    tar.end()
    assert len(stream.getvalue()) % 512 == 0
    stream.seek(0)
    with tarfile.open(fileobj=stream, mode="r|") as opened:
        assert [(path, file.read()) for path, file in files_of_tar(opened)] == [
            ("data/a.txt", b"un"), ("data/v.txt", b""),
        ]  # fmt: skip


def test_a_tar_asks_for_sizes_first():
    tar = Tar(io.BytesIO(), name="archive", at=AT)
    assert tar.asks_sizes
    with pytest.raises(ValueError, match="asks for the size"), tar.open("a.txt", None):
        pass


def test_a_zip_tells_nothing_of_when_its_files_were_made_and_ends_once():
    stream = io.BytesIO()
    container = Zip(stream)
    put(container, "a.txt", b"un")
    container.end()
    container.end()
    with zipfile.ZipFile(stream) as opened:
        assert opened.testzip() is None
        assert opened.infolist()[0].date_time[0] == 1980


def test_a_folder_never_writes_over(tmp_path):
    put(Folder(tmp_path), "data/a.txt", b"un")
    with pytest.raises(FileExistsError):
        put(Folder(tmp_path), "data/a.txt", b"deux")
    assert (tmp_path / "data/a.txt").read_bytes() == b"un"
