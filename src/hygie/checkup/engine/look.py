"""Looking around: every probe at once, none of which can stop or spoil the others."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping

from hygie.checkup.engine.browsers import Browsers
from hygie.checkup.engine.disks import Disks
from hygie.checkup.engine.firewall import Firewall
from hygie.checkup.engine.passwords import Passwords
from hygie.checkup.engine.probe import Machine, Probe
from hygie.checkup.engine.security import Security
from hygie.checkup.engine.system import System
from hygie.checkup.engine.updates import Updates
from hygie.checkup.observation import Look, Observation, Status
from hygie.core import clock
from hygie.core.errors import HygieError

__all__ = ["PROBES", "Look", "Observation", "Status", "look_around"]

log = logging.getLogger(__name__)

# The plug-in point: name of each probe and the probe.
PROBES: dict[str, Probe] = {
    probe.name: probe
    for probe in (
        Browsers(), Passwords(), Disks(), Updates(), System(), Firewall(), Security(),
    )
}  # fmt: skip

# PowerShell alone takes a second to start; a Linux computer answers all in half of one.
TIMEOUT_S = {"linux": 3.0, "darwin": 6.0, "windows": 12.0}
TIMED_OUT = "Ce contrôle n’a pas répondu à temps."
FAILED = "Ce contrôle n’a pas pu aller au bout. Le détail est dans le journal technique."

Progress = Callable[[int, int, str], None]


def look_around(
    machine: Machine,
    *,
    probes: Mapping[str, Probe] | None = None,
    timeout_s: float | None = None,
    progress: Progress | None = None,
) -> Look:
    """Look at a computer with every probe, in `timeout_s` seconds at most.

    `progress` gets how many probes have answered, how many there are, and the name of the last.
    A probe that hangs or fails becomes an observation that says so: this raises nothing.
    """
    probes = PROBES if probes is None else probes
    timeout_s = TIMEOUT_S[machine.system] if timeout_s is None else timeout_s
    seen_at = clock.now()
    answers = _started(probes, machine)
    deadline = time.monotonic() + timeout_s
    found: dict[str, Observation] = {}
    while len(found) < len(probes):
        try:
            name, observation = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        found[name] = observation
        if progress:
            progress(len(found), len(probes), name)
    return Look(
        computer=machine.name,
        system=machine.system,
        seen_at=seen_at,
        observations=tuple(found.get(name) or _timed_out(name) for name in probes),
    )


def _started(
    probes: Mapping[str, Probe], machine: Machine
) -> queue.SimpleQueue[tuple[str, Observation]]:
    """Each probe in a thread that dies with the process: one that hangs is simply left behind."""
    answers: queue.SimpleQueue[tuple[str, Observation]] = queue.SimpleQueue()

    def ask(name: str, probe: Probe) -> None:
        answers.put((name, _asked(name, probe, machine)))

    for name, probe in probes.items():
        threading.Thread(target=ask, args=(name, probe), name=f"probe-{name}", daemon=True).start()
    return answers


def _asked(name: str, probe: Probe, machine: Machine) -> Observation:
    try:
        observation = probe.look(machine)
        json.dumps(observation.as_json())  # it will be kept in the base
    except HygieError as error:
        log.warning("probe %s: %s", name, error.code)
    except Exception as error:  # noqa: BLE001 - the boundary: a probe never spoils the others
        # The message of an error may hold a path, hence a person's name: only its kind is kept.
        log.warning("probe %s: %s at %s", name, type(error).__name__, _place(error))
    else:
        return observation
    return Observation(probe=name, status=Status.UNREADABLE, note=FAILED)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"


def _timed_out(name: str) -> Observation:
    log.warning("probe %s: timed out", name)
    return Observation(probe=name, status=Status.TIMEOUT, note=TIMED_OUT)
