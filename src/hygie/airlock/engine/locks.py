"""One program at a time on a file of the airlock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from hygie.core import files
from hygie.core.errors import HygieError

WAIT_S = 20.0


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold that lock file for the block.

    Raises:
        HygieError: `sign.busy`, or the disk's errors.
    """
    lock = FileLock(path, timeout=WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:  # an OSError too: told before those of the disk
        raise _busy() from error
    except OSError as error:
        raise files.disk_error(error, path.parent) from error
    try:
        yield
    finally:
        lock.release()


def _busy() -> HygieError:
    return HygieError(
        "sign.busy",
        "Un autre examen tient les fichiers du sas. Rien n’a été changé.",
        advice="Attendez qu’il se termine, puis recommencez.",
        retry=True,
    )
