"""The process that waits inside the walls, parsers loaded, and forks for each file.

It never reads an untrusted byte: it hands descriptors on. It ends when the trusted side closes the
channel, by will or by death, and everything inside its namespace of processes ends with it.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hygie.sandbox import child
from hygie.sandbox.channel import (
    BROKEN,
    MAX_BATCH,
    MAX_REQUEST_BYTES,
    STATUS,
    GarbledError,
    Message,
    decode,
    encode,
)

NOT_STARTED = -1


@dataclass(frozen=True)
class Running:
    """A child at work, and the link on which who asked is told of its end."""

    pid: int
    pidfd: int
    link: socket.socket


def main(control_fd: int) -> None:
    """Look at the walls, load the modules asked, say so, then serve until the channel closes."""
    control = socket.socket(fileno=control_fd)
    asked = decode(control.recv(MAX_REQUEST_BYTES)).fields
    seen = _what_is_seen(*_texts(asked["outside"]))
    try:
        functions = _load(_texts(asked["places"]))
    except Exception as error:  # noqa: BLE001 - whatever a module does, who asked must be told
        said = f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace").decode()
        control.send(encode(Message("not_loaded", {"why": said})))
        os._exit(1)
    if os.getuid() == 0:
        _become_nobody(int(str(asked["nobody"])))
    _be_silent()
    control.send(encode(Message("ready", {**seen, "uid": os.getuid()})))
    filter_program = asked["filter"]
    if not isinstance(filter_program, bytes):
        os._exit(1)
    gc.collect()
    gc.freeze()  # the collector of a child must not write on pages shared with us
    Zygote(control, functions=functions, filter_program=filter_program).serve()


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, tuple) else []


def _what_is_seen(*outside: str) -> dict[str, int]:
    """What the walls of bubblewrap leave to see, tried before any other wall stands."""
    return {
        "pid": os.getpid(),
        "interfaces": sum(name != "lo" for _, name in socket.if_nameindex()),
        "outside": sum(_can(os.stat, path) for path in outside),
        "written": int(_can(_write_nameless, "/")),
        "proc": int(_can(os.stat, "/proc/self")),
    }


def _write_nameless(folder: str) -> None:
    """Where it can be done, nothing stays behind."""
    os.close(os.open(folder, os.O_WRONLY | os.O_TMPFILE, 0o600))


def _can(act: Callable[[str], object], path: str) -> bool:
    try:
        act(path)
    except OSError:
        return False
    return True


def _load(places: list[str]) -> dict[str, Callable[..., Message]]:
    """The functions of the jobs, once their modules have rehearsed."""
    functions = {}
    rehearsed = set()
    for place in places:
        module_name, _, name = place.partition(":")
        module = importlib.import_module(module_name)
        functions[place] = getattr(module, name)
        if module_name not in rehearsed and hasattr(module, "rehearse"):
            module.rehearse()
        rehearsed.add(module_name)
    return functions


def _become_nobody(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _be_silent() -> None:
    """The error output served to tell why a start failed; a child may not speak through it."""
    os.dup2(0, 1)
    os.dup2(0, 2)
    # The terminal's or the service's signals are for the trusted side, which closes the channel.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Zygote:
    """Takes requests, forks, tells how each child ended."""

    def __init__(
        self,
        control: socket.socket,
        *,
        functions: dict[str, Callable[..., Message]],
        filter_program: bytes,
    ) -> None:
        self.control = control
        self.functions = functions
        self.filter_program = filter_program
        self.running: list[Running] = []
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def serve(self) -> None:
        """Until the trusted side closes the channel; then this very process ends at once."""
        while True:
            ready = {fd for fd, _ in self.poll.poll()}
            if self.control.fileno() in ready and not self._answer_request():
                os._exit(0)
            for running in list(self.running):
                if running.pidfd in ready:
                    self._bury(running)
                elif running.link.fileno() in ready:
                    # Nothing is ever said on the link: it was closed, the file is given up.
                    self.poll.unregister(running.link)
                    os.kill(running.pid, signal.SIGKILL)

    def _answer_request(self) -> bool:
        """Start what is asked; False when the trusted side is gone or makes no sense."""
        content, fds, flags, _ = socket.recv_fds(self.control, MAX_REQUEST_BYTES, MAX_BATCH + 2)
        if not content or flags & (socket.MSG_CTRUNC | socket.MSG_TRUNC) or len(fds) < 3:
            return False
        try:
            request = decode(content)
        except GarbledError:
            return False
        link = socket.socket(fileno=fds[1])
        try:
            pid = os.fork()
        except OSError:
            pid = NOT_STARTED
        if pid == 0:
            self._become_child(request, answer_fd=fds[0], input_fds=fds[2:])
        for fd in (fds[0], *fds[2:]):
            os.close(fd)
        if pid == NOT_STARTED:
            link.close()  # without a word: who asked knows that nothing was started
            return True
        running = Running(pid, os.pidfd_open(pid), link)
        self.running.append(running)
        self.poll.register(running.pidfd, select.POLLIN)
        self.poll.register(link, select.POLLIN)
        return True

    def _become_child(self, request: Message, *, answer_fd: int, input_fds: list[int]) -> None:
        try:
            child.work(
                self.functions[str(request.fields["place"])],
                request,
                filter_program=self.filter_program,
                answer_fd=answer_fd,
                input_fds=input_fds,
            )
        finally:
            os._exit(BROKEN)

    def _bury(self, running: Running) -> None:
        """Read how a child ended, and tell it."""
        _, status = os.waitpid(running.pid, 0)
        self.running.remove(running)
        self.poll.unregister(running.pidfd)
        os.close(running.pidfd)
        with suppress(KeyError):  # given up before
            self.poll.unregister(running.link)
        with suppress(OSError):  # nobody waits any more
            running.link.send(STATUS.pack(os.waitstatus_to_exitcode(status)))
        running.link.close()
