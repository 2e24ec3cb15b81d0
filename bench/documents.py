"""Encrypting a document, beside Debian's `age` tool on the same file.

Ours does what keeping a document does: encrypt, hash, name, and have it on the disk before saying
so. `age` leaves its file to the system, which is the harder floor; the fairer one, `age` and then
the same wait for the disk, is measured too. Memory is that of a process that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pyrage
import ratio

from hygie.documents.engine import agefile

# No less than half the rate of age: at most twice its time.
LIMIT = 2.0
MEMORY_LIMIT_MB = 64
MIB = 1024 * 1024

ENCRYPT_ALONE = """
import resource, sys
from pathlib import Path
from hygie.documents.engine import agefile

with open(sys.argv[1], "rb") as clear:
    agefile.write(clear, folder=Path(sys.argv[2]), document_id="alone",
                  identity=agefile.new_identity(), naming_key=b"k" * 32)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


class Comparison:
    """One clear file, and the two ways to encrypt it."""

    def __init__(self, folder: Path, *, size_mib: int) -> None:
        self.clear = folder / "clear"
        self.ours = folder / "ours"
        self.theirs = folder / "theirs.age"
        self.ours.mkdir()
        self.identity = agefile.new_identity()
        self.recipient = str(pyrage.x25519.Identity.from_str(self.identity).to_public())
        with self.clear.open("wb") as file:
            for _ in range(size_mib):
                file.write(os.urandom(MIB))

    def hygie(self) -> float:
        """Seconds taken by Hygie; the file is removed after."""
        self._begin()
        with self.clear.open("rb") as clear:
            took = ratio.seconds(
                lambda: agefile.write(
                    clear,
                    folder=self.ours,
                    document_id="measured",
                    identity=self.identity,
                    naming_key=b"k" * 32,
                )
            )
        for path in self.ours.iterdir():
            path.unlink()
        return took

    def age(self) -> float:
        """Seconds taken by `age`."""
        self._begin()
        return ratio.seconds(self._run_age)

    def age_on_the_disk(self) -> float:
        """Seconds taken by `age`, then by the disk."""
        self._begin()

        def both() -> None:
            self._run_age()
            with self.theirs.open("rb") as file:
                os.fsync(file.fileno())

        return ratio.seconds(both)

    def _run_age(self) -> None:
        command = ["age", "-r", self.recipient, "-o", str(self.theirs), str(self.clear)]
        subprocess.run(command, check=True)

    def _begin(self) -> None:
        """Neither pays for what the other left to write."""
        self.theirs.unlink(missing_ok=True)
        os.sync()

    def memory_mb(self) -> float:
        """Peak memory of a process that encrypts the file, Python and libraries included."""
        command = [sys.executable, "-c", ENCRYPT_ALONE, str(self.clear), str(self.ours)]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(told.stdout)


def size_mib() -> int:
    """The size asked by `--mib`; arguments meant for other scripts are let pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mib", type=int, default=1024, help="size of the document, in MiB")
    return max(1, int(parser.parse_known_args()[0].mib))


def main() -> int:
    """Measure in a scratch folder."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    if shutil.which("age") is None:
        raise SystemExit("documents: the program `age` is absent (sudo apt install age)")
    with tempfile.TemporaryDirectory() as scratch:
        size = size_mib()
        both = Comparison(Path(scratch), size_mib=size)
        found = ratio.pairs(both.hygie, both.age, n=n)
        ratio.tell(f"documents.encrypt {size} MiB", found, unit="s", limit=LIMIT)
        found = ratio.pairs(both.hygie, both.age_on_the_disk, n=n)
        ratio.tell("  beside age and the disk", found, unit="s", limit=LIMIT)
        memory = [ratio.Pair(ours=both.memory_mb(), floor=MEMORY_LIMIT_MB)]
        ratio.tell("  peak memory", memory, unit="MB", our_limit=MEMORY_LIMIT_MB)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
