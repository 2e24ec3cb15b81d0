"""A file written little by little is whole or absent too."""

import os
import stat

import pytest

from hygie.core import files


def test_a_file_written_little_by_little_appears_when_it_is_whole(tmp_path):
    path = tmp_path / "tableau.csv"
    with files.writing_atomically(path) as stream:
        stream.write(b"une ligne\n")
        assert not path.exists()
        stream.write(b"une autre\n")
    assert path.read_bytes() == b"une ligne\nune autre\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name != "posix"


def test_a_file_written_little_by_little_and_interrupted_leaves_the_old_one(tmp_path):
    path = tmp_path / "tableau.csv"
    path.write_bytes(b"ancien")

    def interrupted():
        with files.writing_atomically(path) as stream:
            stream.write("moitié".encode())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [path]
