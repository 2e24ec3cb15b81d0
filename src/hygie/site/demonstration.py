"""Opening the practice of demonstration beside the real one, from its page of the first day."""

from __future__ import annotations

import os
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from hygie.core import files, process
from hygie.core.errors import HygieError
from hygie.storage.unattended import DEMONSTRATION_FILE

WAIT_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Where the demonstration is, and how to enter it."""

    address: str
    login: str
    passphrase: str


def home_beside(real: Path) -> Path:
    """The demonstration's folder: beside the real one, never inside."""
    return real.with_name(f"{real.name}-demonstration")


def open_beside() -> Opened:
    """Start `hygie demo` on a free port and wait until it answers.

    Raises:
        HygieError: `site.no_demonstration`.
    """
    folder, port = home_beside(files.home()), _free_port()
    process.start(
        [sys.executable, "-m", "hygie.cli.main", "demo", "--port", str(port), "--no-browser"],
        env={**os.environ, "HYGIE_HOME": str(folder)},
    )
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                phrase = (folder / DEMONSTRATION_FILE).read_text(encoding="utf-8").strip()
                address = f"http://127.0.0.1:{port}/"
                return Opened(address=address, login="alice.martin", passphrase=phrase)
        time.sleep(0.2)
    raise HygieError(
        "site.no_demonstration",
        "La démonstration ne s’est pas ouverte. Rien n’a été changé.",
        advice="Lancez « hygie demo » dans un terminal.",
        retry=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
