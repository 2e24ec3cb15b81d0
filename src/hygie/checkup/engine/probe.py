"""A probe, and the computer it looks at: tests hand it a made-up one, people hand it the real one.

To add a probe: write a class with these four members, add it to `look.PROBES`, and let it pass
the contract of `tests/engine/contract.py`.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from hygie.checkup.engine import windows
from hygie.checkup.observation import Observation
from hygie.core import process
from hygie.core.errors import HygieError

MAX_SHOWN_LENGTH = 160


class Probe(Protocol):
    """Looks at one thing. It changes nothing and needs no administrator right."""

    @property
    def name(self) -> str:
        """Stable name, under which its observation is found again."""

    @property
    def reads(self) -> str:
        """What it reads, one French sentence shown to the person."""

    @property
    def never_reads(self) -> str:
        """What it never reads, one French sentence shown to the person."""

    def look(self, machine: Machine) -> Observation:
        """Look now. May raise: `look_around` turns that into an unreadable observation."""


def running_programs() -> set[str]:
    """Names of the programs that run now, in lower case; never their arguments."""
    return {str(one.info["name"] or "").lower() for one in psutil.process_iter(["name"])}


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Where to look.

    Attributes:
        system: "linux", "windows" or "darwin".
        name: name of the computer.
        home: the person's own folder.
        root: "/" or the Windows system drive.
        config_home: where Linux programs keep settings when it is not `home`/.config.
        local_app_data: Windows' %LOCALAPPDATA%.
        app_data: Windows' %APPDATA%.
        run: the door to other programs.
        registry: reads a value of Windows' registry under HKEY_LOCAL_MACHINE.
        programs: names of the running programs, in lower case.
    """

    system: str
    name: str
    home: Path
    root: Path = Path("/")
    config_home: Path | None = None
    local_app_data: Path | None = None
    app_data: Path | None = None
    run: Callable[..., process.Result] = process.run
    registry: Callable[[str, str], str | int | None] = windows.registry_value
    programs: Callable[[], Iterable[str]] = running_programs

    @classmethod
    def this(cls) -> Machine:
        """The computer we run on, for the person we run for.

        Raises:
            HygieError: `checkup.no_home` when the system does not say where their folder is.
        """
        try:
            home = Path.home()
        except RuntimeError as error:
            raise HygieError(
                "checkup.no_home",
                "Le dossier personnel de cette session est introuvable. Rien n’a été regardé.",
                advice="Ouvrez une session ordinaire sur cet ordinateur, puis recommencez.",
            ) from error
        system = {"win32": "windows", "darwin": "darwin"}.get(sys.platform, "linux")
        return cls(
            system=system,
            name=socket.gethostname().split(".")[0] or "Cet ordinateur",
            home=home,
            root=Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\" if system == "windows" else "/"),
            config_home=_folder("XDG_CONFIG_HOME"),
            local_app_data=_folder("LOCALAPPDATA"),
            app_data=_folder("APPDATA"),
        )

    def shown(self, path: Path) -> str:
        """A path as kept and shown: the person's folder is "~", odd characters are replaced."""
        try:
            text = str(Path("~") / path.relative_to(self.home))
        except ValueError:
            text = str(path)
        return printable(text)


def printable(untrusted_text: object) -> str:
    """A name found on a disk, safe to keep and show: one line, valid text, bounded length."""
    text = str(untrusted_text).encode("utf-8", "replace").decode("utf-8")
    # isprintable() refuses the two non-breaking spaces of French typography.
    kept = (letter.isprintable() or letter in "\u00a0\u202f" for letter in text)
    line = "".join(letter if is_kept else "?" for letter, is_kept in zip(text, kept, strict=True))
    return line if len(line) <= MAX_SHOWN_LENGTH else f"{line[: MAX_SHOWN_LENGTH - 1]}…"


def _folder(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None
