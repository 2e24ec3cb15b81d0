"""A file that took over its reader reaches nothing: each way out is tried from inside."""

import io
import os
from pathlib import Path

import pytest

from hygie.sandbox.tests import jobs


def reached(pool, what, path="/"):
    answer = pool.run(jobs.REACH, b"contenu", arguments={"what": what, "path": str(path)})
    assert answer.is_answered, answer
    return answer.untrusted["count"]


@pytest.mark.parametrize(
    "what",
    ["socket", "local socket", "write", "its own file", "processes", "signal", "zygote", "import",
     "more memory"],
)  # fmt: skip
def test_no_way_out(pool, what):
    assert reached(pool, what, "/written") == 0


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/etc/shadow", "/proc/self/maps", Path.home(), os.__file__, "/"],
    ids=str,
)
@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_file_can_be_read_not_even_those_that_python_has(pool, what, path):
    assert reached(pool, what, path) == 0


def test_a_file_outside_stays_as_it_was(pool, tmp_path):
    secret = tmp_path / "patient"
    secret.write_bytes(b"secret")
    secret.chmod(0o666)
    for what in ("file", "stat", "write"):
        assert reached(pool, what, secret) == 0
    assert secret.read_bytes() == b"secret"


def test_the_file_being_read_cannot_be_changed(pool, tmp_path):
    file = tmp_path / "radio"
    file.write_bytes(b"radio")
    with file.open("rb") as stream:
        arguments = {"what": "its own file", "path": ""}
        answer = pool.run(jobs.REACH, stream.fileno(), arguments=arguments)
    assert answer.untrusted["count"] == 0
    assert file.read_bytes() == b"radio"


def test_these_trials_would_succeed_without_the_walls():
    """A trial that fails everywhere would prove nothing."""
    for what, path in (("socket", ""), ("file", os.__file__), ("folder", "/"), ("stat", "/")):
        message = jobs.reach(io.BytesIO(), what=what, path=path)
        assert message.fields["count"] == 1, what
