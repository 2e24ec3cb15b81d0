"""Wrong passphrases slow the next try, even after a restart.

This slows guessing on the spot. It does nothing against someone who took the file away: there only
the length of the passphrase and Argon2id stand.
"""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from pathlib import Path

from hygie.core import files
from hygie.core.errors import HygieError

FILE_NAME = "attempts.json"
FREE_TRIES = 2
MAX_DELAY_S = 30


def delay_s(failures: int) -> int:
    """Seconds to wait after that many wrong passphrases in a row: 0, 0, 1, 2, 4, 8, 16, 30."""
    if failures <= FREE_TRIES:
        return 0
    return int(min(2 ** (failures - FREE_TRIES - 1), MAX_DELAY_S))


def check(folder: Path, now: datetime) -> None:
    """Refuse to try yet.

    Raises:
        HygieError: `storage.wait`, with the seconds left.
    """
    failures, last_at = _read(folder)
    if last_at is None:
        return
    wait = timedelta(seconds=delay_s(failures))
    # A clock set back must not lock the practice out: never more than the delay itself.
    left = min(last_at + wait - now, wait)
    if left > timedelta(0):
        seconds = math.ceil(left.total_seconds())
        raise HygieError(
            "storage.wait",
            f"Trop d’essais faux. Attendez {seconds}\u00a0seconde{'s' if seconds > 1 else ''}.",
            advice="Puis tapez de nouveau la phrase de passe.",
            retry=True,
        )


def failed(folder: Path, now: datetime) -> None:
    """Count one wrong passphrase."""
    failures, _ = _read(folder)
    content = {"failures": failures + 1, "last_at": now.isoformat()}
    files.write_atomically(folder / FILE_NAME, json.dumps(content).encode())


def succeeded(folder: Path) -> None:
    """Forget the wrong ones."""
    with files.telling_disk_errors(folder):
        (folder / FILE_NAME).unlink(missing_ok=True)


def _read(folder: Path) -> tuple[int, datetime | None]:
    try:
        content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return int(content["failures"]), datetime.fromisoformat(content["last_at"])
    except FileNotFoundError:
        return 0, None
    except (OSError, ValueError, KeyError, TypeError):
        # An altered file must neither lock the practice out nor give free tries for ever:
        # the next wrong passphrase writes it anew.
        return 0, None
