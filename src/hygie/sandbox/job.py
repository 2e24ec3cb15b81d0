"""What is asked of the sandbox, within which limits, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hygie.sandbox.channel import Kind, Message, Value, kind_of

PLACE = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+:[a-z_][a-z0-9_]*")

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Job:
    """A function that reads untrusted bytes, and every answer that it may give.

    The function is `def read(untrusted: BinaryIO, **arguments: Value) -> Message`, in a module that
    knows no Django. Its module is imported inside the sandbox only; there, `rehearse()`, where the
    module has one, is called before the first untrusted byte: afterwards no file can be opened, so
    whatever a parser loads late must be loaded then.

    Attributes:
        place: module and function ("hygie.airlock.engine.decoders:thumbnail").
        answers: for each code, the exact fields that come with it. Anything else is refused.
    """

    place: str
    answers: Mapping[str, Mapping[str, Kind]] = field(hash=False)

    def __post_init__(self) -> None:
        if PLACE.fullmatch(self.place) is None:
            raise ValueError(f"not a module and a function: {self.place!r}")
        if any(code.startswith("_") for code in self.answers):
            raise ValueError("codes that begin with _ are the sandbox's own")

    @property
    def module(self) -> str:
        """Name of the module that holds the function."""
        return self.place.partition(":")[0]

    def accepts(self, untrusted: Message) -> bool:
        """Whether an answer is one of those that were announced, field by field."""
        expected = self.answers.get(untrusted.code)
        if expected is None or expected.keys() != untrusted.fields.keys():
            return False
        return all(_is(untrusted.fields[name], kind) for name, kind in expected.items())


def _is(value: Value, kind: Kind) -> bool:
    return kind_of(value) is kind or (value == () and kind.is_many)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one file may cost.

    Attributes:
        memory_bytes: addresses of the process, libraries included (more are mapped than used).
        cpu_s: whole seconds of processor, for each file of a batch.
        wall_s: seconds on the clock, for each file of a batch, counted by who asked.
        output_bytes: greatest answer.
    """

    memory_bytes: int = 1024 * MIB
    cpu_s: int = 10
    wall_s: float = 10.0
    output_bytes: int = 64 * MIB


class Ending(StrEnum):
    """How a job ended. Only ANSWERED brings fields."""

    ANSWERED = "answered"
    FAILED = "failed"
    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"
    FORBIDDEN = "forbidden"
    TOO_MUCH = "too_much"
    GARBLED = "garbled"
    SILENT = "silent"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The ending in French, as shown."""
        return _LABELS[self]


_LABELS = {
    Ending.ANSWERED: "Le fichier a été lu.",
    Ending.FAILED: "Le lecteur n’a pas su lire ce fichier.",
    Ending.MEMORY: "La lecture demandait trop de mémoire\u00a0: elle a été arrêtée.",
    Ending.TIME: "La lecture durait trop longtemps\u00a0: elle a été arrêtée.",
    Ending.CRASHED: "Le lecteur s’est effondré sur ce fichier.",
    Ending.FORBIDDEN: "Pendant la lecture, quelque chose a tenté de lancer un programme\u00a0: "
    "le lecteur a été arrêté aussitôt.",
    Ending.TOO_MUCH: "La réponse du lecteur dépassait la taille permise\u00a0: elle a été refusée.",
    Ending.GARBLED: "La réponse du lecteur n’avait pas la forme prévue\u00a0: elle a été refusée.",
    Ending.SILENT: "Le lecteur s’est arrêté sans répondre.",
    Ending.CANCELLED: "La lecture a été interrompue à votre demande.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back for one file: its shape was checked, what it says was not.

    Attributes:
        ending: how the job ended.
        code: the job's own code, when it answered.
        untrusted: the fields announced for that code. A hostile file that took over the parser
            writes what it likes there: lengths, dimensions and texts are for the caller to check.
        detail: for the log: the name of an exception or the number of a signal.
    """

    ending: Ending
    code: str = ""
    untrusted: Mapping[str, Value] = field(default_factory=dict)
    detail: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the job gave one of its answers."""
        return self.ending is Ending.ANSWERED
