"""Starting a zygote inside its walls, and handing it files; the trusted side, on Linux only."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hygie.core import process
from hygie.core.errors import HygieError
from hygie.sandbox import syscalls, walls
from hygie.sandbox.channel import GarbledError, Message, Value, decode, encode
from hygie.sandbox.errors import SandboxAbsentError, broken
from hygie.sandbox.job import Job, Limits

# A slow disk and large libraries; an old computer takes a few seconds.
START_TIMEOUT_S = 60.0
MAX_PACKET_BYTES = 64 * 1024


@dataclass(frozen=True)
class Line:
    """What a started child is heard through: its answers, and the word of its end."""

    answers: int
    link: socket.socket

    def close(self) -> None:
        """Give the child up, if it still runs: the zygote ends it."""
        with suppress(OSError):
            os.close(self.answers)
        self.link.close()


class Zygote:
    """A zygote inside its walls, as seen from outside.

    Attributes:
        flavour: how it became nobody (`walls.flavours`).
        seen: what it could see of this computer before any other wall stood.
    """

    def __init__(self, jobs: Sequence[Job], *, flavour: str, given: Path | None = None) -> None:
        self.flavour = flavour
        self._lock = threading.Lock()
        self._control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._held = process.hold(
                walls.command(flavour=flavour, control=inside.fileno(), given=given),
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                fds=[inside.fileno()],
            )
        except HygieError as error:
            self._control.close()
            raise SandboxAbsentError("bubblewrap") from error
        finally:
            inside.close()
        try:
            self.seen = self._greet(jobs)
        except BaseException:
            self.close()
            raise

    def _greet(self, jobs: Sequence[Job]) -> Mapping[str, Value]:
        """Tell what to load, and hear what the walls leave to see."""
        with tempfile.NamedTemporaryFile(prefix="hygie-outside-") as outside:
            setup: dict[str, Value] = {
                "places": tuple(job.place for job in jobs),
                "outside": (outside.name, "/etc/passwd", "/proc/self", "/dev/null"),
                "filter": syscalls.compiled(),
                "nobody": walls.NOBODY,
            }
            self._control.settimeout(START_TIMEOUT_S)
            try:
                self._control.send(encode(Message("setup", setup)))
                said = self._control.recv(MAX_PACKET_BYTES)
                self._control.settimeout(None)
                told = decode(said)
            except (OSError, GarbledError) as error:
                self.close()
                raise self._refusal() from error
        if told.code != "ready":
            raise SandboxAbsentError("modules", str(told.fields.get("why", ""))[:300])
        return told.fields

    def _refusal(self) -> SandboxAbsentError:
        """Why nothing came: bubblewrap signs what it says, else Python did not start."""
        lines = self._held.said.splitlines() or ["bwrap"]
        reason = "namespaces" if lines[-1].startswith(walls.PROGRAM) else "modules"
        return SandboxAbsentError(reason, lines[-1][:300])

    def start(
        self, job: Job, *, inputs: Sequence[int], arguments: Mapping[str, Value], limits: Limits
    ) -> Line:
        """Have a child forked for these open files.

        Raises:
            HygieError: `sandbox.broken`.
        """
        request = Message("run", {
            "place": job.place,
            "arguments": encode(Message("arguments", arguments)),
            "memory_bytes": limits.memory_bytes,
            "cpu_s": limits.cpu_s,
            "output_bytes": limits.output_bytes,
        })  # fmt: skip
        answers, theirs = os.pipe()
        link, their_link = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line = Line(answers, link)
        try:
            with self._lock:
                fds = [theirs, their_link.fileno(), *inputs]
                socket.send_fds(self._control, [encode(request)], fds)
        except OSError as error:
            line.close()
            raise broken() from error
        finally:
            os.close(theirs)
            their_link.close()
        return line

    def close(self) -> None:
        """End the zygote and every child: its namespace of processes ends with it."""
        self._control.close()
        self._held.end()


def start(jobs: Sequence[Job], *, given: Path | None = None) -> Zygote:
    """A zygote that has loaded the modules of these jobs.

    Args:
        jobs: what it will be asked.
        given: a folder that `rehearse()` may read at `walls.GIVEN`.

    Raises:
        SandboxAbsentError: `sandbox.absent`.
    """
    if sys.platform != "linux":
        raise SandboxAbsentError("system")
    if process.find(walls.PROGRAM) is None:
        raise SandboxAbsentError("bubblewrap")
    refusals = []
    for flavour in walls.flavours():
        try:
            return Zygote(jobs, flavour=flavour, given=given)
        except SandboxAbsentError as error:
            if error.reason != "namespaces":
                raise
            refusals.append(error)
        except syscalls.NoFilterError as error:
            raise SandboxAbsentError("libseccomp", str(error)[:300]) from error
    raise refusals[-1]
