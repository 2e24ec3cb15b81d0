"""The one door to other programs: a time limit, an output limit, no shell, no secret in arguments.

Secrets go by standard input: arguments are readable by every program of the machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

import psutil

from hygie.core.errors import HygieError

MAX_OUTPUT_BYTES = 4 * 1024 * 1024
MAX_ERRORS_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a program answered.

    Attributes:
        code: its exit code.
        stdout: its output, in bytes, at most the limit asked.
        stderr: its error output, same limit.
    """

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def text(self) -> str:
        """The output as text; bytes that are not UTF-8 are replaced."""
        return self.stdout.decode("utf-8", "replace")


def find(program: str) -> str | None:
    """Full path of a program, or None when this computer has none of that name."""
    return shutil.which(program)


def run(
    arguments: Sequence[str],
    *,
    timeout_s: float,
    stdin: bytes = b"",
    max_output_bytes: int = MAX_OUTPUT_BYTES,
    env: Mapping[str, str] | None = None,
) -> Result:
    """Run a program to its end, and never wait for more than `timeout_s` seconds.

    What the program itself started may outlive it (a browser opened for the person); what such a
    child writes after the limit is not in the result.

    Raises:
        HygieError: `process.absent`, `process.timeout` (the program was ended, with what it had
            started) or `process.too_much_output` (idem).
    """
    process = _start(arguments, env=env)
    try:
        return _collect(
            process,
            stdin,
            name=arguments[0],
            timeout_s=timeout_s,
            max_output_bytes=max_output_bytes,
        )
    except BaseException:
        _end(process)
        raise


def _start(arguments: Sequence[str], *, env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    """Start a program, its three pipes in our hands."""
    try:
        return subprocess.Popen(  # noqa: S603 - the one door: a list of arguments, never a shell
            list(arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=dict(env) if env is not None else {**os.environ, "LC_ALL": "C"},
            start_new_session=True,  # one group on POSIX, so that its children end with it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise HygieError(
            "process.absent", f"Le programme « {arguments[0]} » n’a pas pu être lancé."
        ) from error


@dataclass
class _Drain:
    """One output being read by a thread that owns the pipe.

    The thread closes the pipe itself: closing it from elsewhere would wait for the read, and a
    grandchild that keeps the pipe open can make that read last for ever.
    """

    process: subprocess.Popen[bytes]
    pipe: IO[bytes]
    max_bytes: int
    content: bytearray = field(default_factory=bytearray)
    overflowed: bool = False

    def read(self) -> None:
        """Keep what comes, to the end of the pipe or to the limit."""
        with self.pipe:
            while block := self.pipe.read(65536):
                if len(self.content) + len(block) > self.max_bytes:
                    self.overflowed = True
                    _end(self.process)
                    return
                self.content += block


def start(arguments: Sequence[str], *, env: Mapping[str, str]) -> None:
    """Start a program that lives on by itself: nothing is read from it, nothing waits for it.

    Raises:
        HygieError: `process.absent`.
    """
    try:
        subprocess.Popen(  # noqa: S603 - the one door
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise HygieError(
            "process.absent", f"Le programme « {arguments[0]} » n’a pas pu être lancé."
        ) from error


class Held:
    """A program that serves its caller through inherited descriptors, until it is ended."""

    def __init__(self, arguments: Sequence[str], *, env: Mapping[str, str], fds: Sequence[int]):
        self._arguments = list(arguments)
        self._env = dict(env)
        self._fds = tuple(fds)
        self._started = threading.Event()
        self._drain: _Drain | None = None
        self._why: OSError | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    @property
    def said(self) -> str:
        """What it wrote on its error output so far."""
        content = self._drain.content if self._drain else b""
        return bytes(content).decode("utf-8", "replace").strip()

    def end(self) -> None:
        """End it with what it started; its descriptors are the caller's to close."""
        # Once it has ended its number may be another program's.
        if self._drain and self._drain.process.poll() is None:
            _end(self._drain.process)
        self._keeper.join(timeout=2)

    def _start(self) -> None:
        self._keeper.start()
        self._started.wait()
        if self._why:
            raise HygieError(
                "process.absent", f"Le programme « {self._arguments[0]} » n’a pas pu être lancé."
            ) from self._why

    def _keep(self) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - the one door
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=self._env,
                pass_fds=self._fds,
                start_new_session=True,
            )
        except OSError as error:
            self._why = error
            self._started.set()
            return
        assert process.stderr  # noqa: S101 - asked with PIPE
        self._drain = _Drain(process, process.stderr, MAX_ERRORS_BYTES)
        self._started.set()
        self._drain.read()
        process.wait()


def hold(arguments: Sequence[str], *, env: Mapping[str, str], fds: Sequence[int]) -> Held:
    """Start a program that inherits the descriptors `fds`, and keep it until `Held.end`.

    A thread of its own starts it and waits for it: on Linux, "die with the parent" means with the
    *thread* that started it, and the caller's thread may end long before the program is done with.

    Raises:
        HygieError: `process.absent`.
    """
    held = Held(arguments, env=env, fds=fds)
    held._start()
    return held


def _collect(
    process: subprocess.Popen[bytes],
    stdin: bytes,
    *,
    name: str,
    timeout_s: float,
    max_output_bytes: int,
) -> Result:
    """Read both outputs at once, ending the program as soon as it passes a limit."""
    deadline = time.monotonic() + timeout_s
    # All three were asked with PIPE.
    assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018
    drains = [_Drain(process, pipe, max_output_bytes) for pipe in (process.stdout, process.stderr)]
    readers = [threading.Thread(target=drain.read, daemon=True) for drain in drains]
    for reader in readers:
        reader.start()
    threading.Thread(target=_feed, args=(process.stdin, stdin), daemon=True).start()
    try:
        code = process.wait(timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        seconds = f"{timeout_s:g}".replace(".", ",")
        raise HygieError(
            "process.timeout",
            f"Le programme « {name} » n’a pas répondu en {seconds} secondes.",
            retry=True,
        ) from error
    for reader in readers:
        # Even at the last moment, what the program wrote before it ended is there to be read.
        reader.join(timeout=max(0.2, deadline - time.monotonic()))
    if any(drain.overflowed for drain in drains):
        raise HygieError(
            "process.too_much_output", f"Le programme « {name} » a répondu trop longuement."
        )
    return Result(code=code, stdout=bytes(drains[0].content), stderr=bytes(drains[1].content))


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Give the program its input; it may end without reading it: that is its right."""
    rest = memoryview(content)
    with suppress(OSError), pipe:
        while rest:
            rest = rest[pipe.write(rest) :]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    if os.name == "posix":
        # macOS answers EPERM for a group of which only zombies are left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        with suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
    process.kill()
    # A program stuck on a dead disk does not even die: it must not keep Hygie waiting.
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
