"""What is handed to the sandbox can be read there, and never written."""

import os
import sys
from contextlib import ExitStack

import pytest

from hygie.sandbox import inputs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux seulement")


def test_content_becomes_a_file_in_memory_that_nobody_can_change():
    with ExitStack() as opened:
        fd = inputs.descriptor(b"contenu", opened)
        assert os.pread(fd, 100, 0) == b"contenu"
        with pytest.raises(PermissionError):
            os.pwrite(fd, b"x", 0)
        with pytest.raises(PermissionError):
            os.ftruncate(fd, 0)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)


def test_a_file_opened_for_reading_is_handed_as_it_is(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"contenu")
    with file.open("rb") as stream, ExitStack() as opened:
        assert inputs.descriptor(stream.fileno(), opened) == stream.fileno()


def test_what_could_write_or_lead_elsewhere_is_refused(tmp_path):
    file = tmp_path / "a"
    opened = ExitStack()
    with file.open("wb") as writable, pytest.raises(ValueError, match="reading only"):
        inputs.descriptor(writable.fileno(), opened)
    folder = os.open(tmp_path, os.O_RDONLY)
    read, write = os.pipe()
    for fd in (folder, read):
        with pytest.raises(ValueError, match="regular file"):
            inputs.descriptor(fd, opened)
    for fd in (folder, read, write):
        os.close(fd)
