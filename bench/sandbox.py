"""What a file costs in the sandbox, beside a bare start of Python and beside a call in process.

The work is the same everywhere: read a file of 525 kB, the size of a CT slice, and hash it. A
bare start of Python (no site packages, one module) is what a process for each file would cost
without any wall nor any parser to import; the call in process is the work alone.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import ratio

from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests import jobs

FILES = 100
FILE_BYTES = 525_000
# With every wall a file must stay cheaper than starting Python bare.
LIMIT = 1.0
READ_ALONE = "import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"


class Files:
    """Files of random bytes, and what each way of reading them finds."""

    def __init__(self, folder: Path) -> None:
        self.paths = [folder / str(rank) for rank in range(FILES)]
        for path in self.paths:
            path.write_bytes(os.urandom(FILE_BYTES))
        self.expected = self.in_process()

    def in_process(self) -> list[str]:
        """The work alone."""
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in self.paths]

    def in_sandbox(self, pool: Pool, *, batch: int) -> list[str]:
        """Ours; `batch` files to a child."""
        streams = [path.open("rb") for path in self.paths]
        try:
            inputs = [stream.fileno() for stream in streams]
            answers = list(pool.run_each(jobs.DIGEST, inputs, batch=batch))
        finally:
            for stream in streams:
                stream.close()
        return [str(answer.untrusted["sha256"]) for answer in answers]

    def in_bare_python(self) -> list[str]:
        """A Python started for each file."""
        found = []
        for path in self.paths:
            with path.open("rb") as stream:
                command = [sys.executable, "-I", "-S", "-c", READ_ALONE]
                told = subprocess.run(command, stdin=stream, capture_output=True, check=True)
            found.append(told.stdout.decode().strip())
        return found

    def ms_a_file(self, read: Callable[[], list[str]]) -> float:
        """Milliseconds for each file; both sides must find the same."""

        def read_and_compare() -> None:
            if read() != self.expected:
                raise SystemExit("sandbox: two ways of reading a file disagree")

        return ratio.seconds(read_and_compare) * 1000 / FILES


def measure(pool: Pool, files: Files, *, n: int) -> None:
    """Each comparison in turn."""
    for name, batch in (("sandbox, a child for each file", 1), ("sandbox, a child for 64", 64)):
        found = ratio.pairs(
            lambda batch=batch: files.ms_a_file(lambda: files.in_sandbox(pool, batch=batch)),
            lambda: files.ms_a_file(files.in_bare_python),
            n=n,
        )
        ratio.tell(f"{name} / bare Python", found, unit="ms", limit=LIMIT)
        found = ratio.pairs(
            lambda batch=batch: files.ms_a_file(lambda: files.in_sandbox(pool, batch=batch)),
            lambda: files.ms_a_file(files.in_process),
            n=n,
        )
        ratio.tell("  beside a call in process", found, unit="ms")


def main() -> int:
    """Measure in a scratch folder."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    try:
        starts = [ratio.seconds(lambda: Pool(jobs.ALL).close()) for _ in range(n)]
    except HygieError as error:
        raise SystemExit(f"sandbox: {error}") from error
    ratio.note("start, walls tried, and end", starts, unit="s")
    with tempfile.TemporaryDirectory() as scratch, Pool(jobs.ALL) as pool:
        measure(pool, Files(Path(scratch)), n=n)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
