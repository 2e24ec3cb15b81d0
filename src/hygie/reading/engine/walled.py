"""Pages read in the sandbox, where it stands: one pool for the life of this process."""

from __future__ import annotations

import atexit
import sys
import threading
from typing import TYPE_CHECKING

from hygie.core.errors import HygieError
from hygie.sandbox.channel import Kind
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.job import MIB, Answer, Job, Limits

if TYPE_CHECKING:
    from hygie.sandbox.pool import Pool

PAGE = Job(
    place="hygie.reading.engine.page:read",
    answers={
        "read": {"pages": Kind.INTEGER, "codes": Kind.TEXTS, "text": Kind.TEXT},
        "encrypted": {},
        "broken": {},
        "too_large": {},
    },
)
# Addresses, of which the libraries take some two hundred.
MEMORY_BYTES = 900 * MIB
MAX_CPU_S = 60
MAX_OUTPUT_BYTES = 4 * MIB


class _Walls:
    """The pool, started by the first page; nothing, for good, where it cannot be."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._is_absent = sys.platform != "linux"

    def pool(self) -> Pool | None:
        with self._lock:
            if self._pool is None and not self._is_absent:
                from hygie.sandbox.pool import Pool  # not for other systems

                try:
                    self._pool = Pool([PAGE])
                except SandboxAbsentError:
                    self._is_absent = True
                else:
                    atexit.register(self._pool.close)
            return self._pool


_walls = _Walls()


def ask(
    content: bytes, *, pages_of_codes: int, pages_of_text: int, timeout_s: float
) -> Answer | None:
    """What the reader says from within its walls; None where they cannot be built.

    Walls that stood once are never done without: if they no longer do, the page is refused.

    Raises:
        HygieError: `sandbox.broken` (twice in a row), `sandbox.absent`.
    """
    pool = _walls.pool()
    if pool is None:
        return None
    limits = Limits(
        memory_bytes=MEMORY_BYTES,
        cpu_s=MAX_CPU_S,
        wall_s=timeout_s,
        output_bytes=MAX_OUTPUT_BYTES,
    )
    arguments = {"pages_of_codes": pages_of_codes, "pages_of_text": pages_of_text}
    try:
        return pool.run(PAGE, content, arguments=arguments, limits=limits)
    except HygieError as error:
        if not error.retry:
            raise
        return pool.run(PAGE, content, arguments=arguments, limits=limits)
