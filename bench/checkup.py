"""`hygie checkup`, the whole process on two cores, beside a process that only sets Django up."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import ratio

LIMIT_S = 2.0
HYGIE = [sys.executable, "-m", "hygie.cli.main"]
SET_UP_ONLY = [sys.executable, "-c", "import django; django.setup()"]


def run(command: list[str], env: dict[str, str]) -> str:
    """Run to the end; what it printed."""
    return subprocess.run(
        command, env=env, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def checkup(env: dict[str, str]) -> None:
    """The check-up as a person runs it; a short one is no check-up."""
    printed = run([*HYGIE, "checkup"], env)
    for number in range(1, 23):
        if not any(line.startswith(f"{number:2} ") for line in printed.splitlines()):
            raise SystemExit(f"answer {number} is missing from the check-up")


def main() -> int:
    """Measure without a practice, then with the practice of demonstration."""
    n = ratio.repetitions(5)
    ratio.say_machine()
    ratio.keep_two_cores()
    with tempfile.TemporaryDirectory() as scratch:
        bare = ratio.child_environment(Path(scratch), home="nobody")
        demo = ratio.child_environment(Path(scratch), home="demonstration")
        # Nothing is compiled yet, not even Django: slower than a first run after `pip install`.
        ratio.note("first run ever", [ratio.seconds(lambda: checkup(bare))], unit="s")
        run([*HYGIE, "demo", "--no-serve"], demo)
        for name, env in (("hygie checkup, no practice", bare), ("hygie checkup, practice", demo)):
            found = ratio.pairs(
                partial(ratio.seconds, partial(checkup, env)),
                partial(ratio.seconds, partial(run, SET_UP_ONLY, bare)),
                n=n,
            )
            ratio.tell(name, found, unit="s", our_limit=LIMIT_S)
    return ratio.outcome()


if __name__ == "__main__":
    sys.exit(main())
