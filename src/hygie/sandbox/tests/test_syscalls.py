"""The filter is made by libseccomp for this machine, and allows only what parsing needs."""

import builtins
import sys

import pytest

from hygie.sandbox import syscalls
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests import jobs
from hygie.sandbox.tests.conftest import or_skip

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux seulement")

LEADS_OUT = {
    "open", "openat", "openat2", "socket", "connect", "sendto", "sendmsg", "bind", "fork", "vfork",
    "clone", "clone3", "kill", "tgkill", "ioctl", "fcntl", "dup", "unlink", "rename", "chmod",
    "mkdir", "setuid", "prctl", "seccomp", "unshare", "setns", "io_uring_setup", "userfaultfd",
    "perf_event_open", "memfd_create", "pidfd_open", "shmget", "keyctl", "add_key", "truncate",
}  # fmt: skip


def test_a_filter_is_made_of_whole_instructions_and_short():
    program = syscalls.compiled()
    assert len(program) % 8 == 0
    assert 100 < len(program) < 8 * 4096
    assert syscalls.compiled() == program


def test_nothing_that_leads_out_is_allowed():
    assert LEADS_OUT & set(syscalls.ALLOWED) == set()
    assert set(syscalls.ALLOWED) & set(syscalls.DEADLY) == set()


@pytest.mark.needs("bwrap")
def test_without_libseccomp_nothing_is_opened(monkeypatch):
    or_skip(lambda: Pool([jobs.DIGEST]).close())
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "pyseccomp":
            raise RuntimeError("Unable to find libseccomp")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SandboxAbsentError, match="libseccomp") as caught:
        Pool([jobs.DIGEST])
    assert caught.value.reason == "libseccomp"
    assert "sudo apt install" in caught.value.advice


@pytest.mark.needs("bwrap")
def test_a_filter_that_the_kernel_refuses_closes_the_door(monkeypatch):
    or_skip(lambda: Pool([jobs.DIGEST]).close())
    monkeypatch.setattr(syscalls, "compiled", lambda: b"\xff" * 80)
    with pytest.raises(SandboxAbsentError) as caught:
        Pool([jobs.DIGEST])
    assert caught.value.reason == "barriers"


@pytest.mark.needs("bwrap")
def test_a_filter_that_lets_everything_through_closes_the_door(monkeypatch):
    """The door opens on what was tried, not on what was asked."""
    or_skip(lambda: Pool([jobs.DIGEST]).close())
    allow_all = bytes.fromhex("0600000000 00ff7f".replace(" ", ""))
    monkeypatch.setattr(syscalls, "compiled", lambda: allow_all)
    with pytest.raises(SandboxAbsentError, match="seccomp") as caught:
        Pool([jobs.DIGEST])
    assert caught.value.reason == "barriers"
