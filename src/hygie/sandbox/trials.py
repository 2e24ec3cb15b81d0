"""Jobs that try to get out, so that what holds is tried and not believed.

Run at each start on this very computer. None of them does harm where a wall is missing: what they
would reach is left as it was.
"""

from __future__ import annotations

import _thread
import errno
import mmap
import os
import resource
import signal
import socket
from collections.abc import Callable
from typing import BinaryIO

from hygie.sandbox import child
from hygie.sandbox.channel import Message
from hygie.sandbox.job import MIB


def attempt(untrusted: BinaryIO) -> Message:
    """Try what a parser never needs; what the kernel answered to each, 0 when it let it be done."""
    tries: dict[str, Callable[[], object]] = {
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close(),
        "open": lambda: os.close(os.open(os.__file__, os.O_RDONLY)),
        "write": lambda: os.close(os.open("/", os.O_WRONLY | os.O_TMPFILE, 0o600)),
        "fork": _fork,
        "thread": _start_thread,
        "signal": lambda: os.kill(1, 0),
        "code": _ask_for_memory_that_runs,
    }
    limits = {
        "memory": resource.RLIMIT_AS,
        "cpu": resource.RLIMIT_CPU,
        "file": resource.RLIMIT_FSIZE,
        "core": resource.RLIMIT_CORE,
        "processes": resource.RLIMIT_NPROC,
        "files": resource.RLIMIT_NOFILE,
    }
    tried = {name: _refusal(act) for name, act in tries.items()}
    read = {name: resource.getrlimit(limit)[0] for name, limit in limits.items()}
    return Message("tried", {**tried, **read, "landlock": child.held.landlock})


def _refusal(act: Callable[[], object]) -> int:
    try:
        act()
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _start_thread() -> None:
    try:
        _thread.start_new_thread(int, ())
    except RuntimeError as error:
        raise PermissionError(errno.EPERM, "thread") from error


def _ask_for_memory_that_runs() -> None:
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    mmap.mmap(-1, 4096, flags, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def start_program(untrusted: BinaryIO) -> Message:
    """Become another program, which does nothing but end."""
    os.execv("/usr/bin/true", ["true"])  # noqa: S606 - the trial itself


def take_memory(untrusted: BinaryIO) -> Message:
    """Ask for more addresses than allowed; nothing is written there, hence nothing is used."""
    bytearray(resource.getrlimit(resource.RLIMIT_AS)[0] + 64 * MIB)
    return Message("lived")


def loop(untrusted: BinaryIO) -> Message:
    """Never end, deaf to every signal that can be ignored."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass
