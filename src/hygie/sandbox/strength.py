"""What holds on this computer, tried for real: each wall is pushed before a file is opened."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from hygie.sandbox import exchange, inputs, launch, walls
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.job import MIB, Answer, Ending, Job, Limits

FORBIDDEN = ("socket", "open", "write", "fork", "thread", "signal", "code")
LIMITS = ("memory", "cpu", "file", "core", "processes", "files")

_TRIALS = "hygie.sandbox.trials"
ATTEMPT = Job(
    place=f"{_TRIALS}:attempt",
    answers={"tried": dict.fromkeys((*FORBIDDEN, *LIMITS, "landlock"), Kind.INTEGER)},
)
PROGRAM = Job(place=f"{_TRIALS}:start_program", answers={"lived": {}})
MEMORY = Job(place=f"{_TRIALS}:take_memory", answers={"lived": {}})
LOOP = Job(place=f"{_TRIALS}:loop", answers={"lived": {}})
TRIALS = (ATTEMPT, PROGRAM, MEMORY, LOOP)

TRIAL_LIMITS = Limits(memory_bytes=768 * MIB, cpu_s=7, wall_s=20.0, output_bytes=4096)
LOOP_LIMITS = Limits(cpu_s=7, wall_s=0.1, output_bytes=4096)


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """One wall and what was seen of it.

    Attributes:
        code: stable name ("namespaces").
        held: whether it stood when it was pushed.
        label: what was seen, in French.
        is_needed: without it, nothing is opened.
    """

    code: str
    held: bool
    label: str
    is_needed: bool = True


@dataclass(frozen=True, kw_only=True)
class Strength:
    """What holds here.

    Attributes:
        barriers: each wall that was pushed; empty when none could be built.
        reason: why none could be built (`errors.REASONS`), or "".
        message: the same in French.
        advice: what to do about it, in French.
        flavour: how the reader became nobody.
    """

    barriers: tuple[Barrier, ...] = ()
    reason: str = ""
    message: str = ""
    advice: str = ""
    flavour: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether a file may be opened."""
        return bool(self.barriers) and not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the walls without which nothing is opened, and that did not stand."""
        return tuple(wall.code for wall in self.barriers if wall.is_needed and not wall.held)

    def as_json(self) -> dict[str, object]:
        """For a report: what held, by code."""
        held = {wall.code: wall.held for wall in self.barriers}
        return {"enough": self.is_enough, "reason": self.reason, "held": held}


def strength() -> Strength:
    """Build the walls, push each of them, and say what held. Never raises for want of a wall."""
    try:
        zygote = launch.start(TRIALS)
    except SandboxAbsentError as error:
        return Strength(reason=error.reason, message=error.message, advice=error.advice)
    try:
        return tried(zygote)
    finally:
        zygote.close()


def tried(zygote: launch.Zygote) -> Strength:
    """What holds of a zygote that has loaded the trials.

    Raises:
        HygieError: `sandbox.broken`.
    """
    attempt = _run(zygote, ATTEMPT)
    said = attempt.untrusted
    program, memory = _run(zygote, PROGRAM), _run(zygote, MEMORY)
    loop = _run(zygote, LOOP, limits=LOOP_LIMITS)
    return Strength(
        flavour=zygote.flavour,
        barriers=(
            _namespaces(zygote.seen),
            _seccomp(said, program),
            _rlimits(said, memory),
            Barrier(
                code="time",
                held=loop.ending is Ending.TIME,
                label="Une lecture sans fin est arrêtée à l’heure dite.",
            ),
            _landlock(said),
        ),
    )


def _run(zygote: launch.Zygote, job: Job, *, limits: Limits = TRIAL_LIMITS) -> Answer:
    with ExitStack() as opened:
        nothing = [inputs.descriptor(b"", opened)]
        return next(exchange.ask(zygote, job, inputs=nothing, arguments={}, limits=limits))


def _namespaces(seen: Mapping[str, Value]) -> Barrier:
    """Number 1 is bubblewrap's, 2 the zygote's: elsewhere those are the system's own."""
    is_alone = seen["pid"] in {1, 2} and seen["uid"] == walls.NOBODY
    nothing_seen = not any(seen[name] for name in ("interfaces", "outside", "written", "proc"))
    return Barrier(
        code="namespaces",
        held=is_alone and nothing_seen,
        label="Le lecteur ne voit ni le réseau, ni vos fichiers, ni les autres programmes.",
    )


def _seccomp(said: Mapping[str, Value], program: Answer) -> Barrier:
    refused = all(said.get(name) in {errno.EPERM, errno.EACCES} for name in FORBIDDEN)
    return Barrier(
        code="seccomp",
        held=refused and program.ending is Ending.FORBIDDEN,
        label="Le système refuse au lecteur toute connexion, tout fichier et tout programme.",
    )


def _landlock(said: Mapping[str, Value]) -> Barrier:
    version = said.get("landlock")
    held = isinstance(version, int) and version > 0
    return Barrier(
        code="landlock",
        held=held,
        label=f"Landlock (version {version!s})\u00a0: plus aucun fichier ne peut être ouvert."
        if held
        else "Landlock n’existe pas sur ce système\u00a0: les autres protections en tiennent lieu.",
        is_needed=False,
    )


def _rlimits(said: Mapping[str, Value], memory: Answer) -> Barrier:
    expected = {"memory": TRIAL_LIMITS.memory_bytes, "cpu": TRIAL_LIMITS.cpu_s}
    kept = all(said.get(name) == expected.get(name, 0) for name in LIMITS)
    return Barrier(
        code="rlimits",
        held=kept and memory.ending is Ending.MEMORY,
        label="La mémoire et le temps du lecteur sont comptés.",
    )
