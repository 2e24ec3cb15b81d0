"""How a measure is taken: ours and its floor in turn, in one run, so that both meet the same noise.

A repetition measures both, one after the other, each going first every other time. The ratio is the
median of the ratios of the repetitions, not the ratio of two medians: a neighbour that slows
one repetition slows both its halves. A script ends by `sys.exit(ratio.outcome())`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Measure = Callable[[], float]

_passed_limits: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What one repetition gave, both in the unit of the measure."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor


def repetitions(default: int) -> int:
    """How many repetitions were asked by `-n`; arguments meant for other scripts are let pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=default, help="repetitions of each measure")
    return max(1, int(parser.parse_known_args()[0].n))


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work lasts, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pairs(ours: Measure, floor: Measure, *, n: int, warm_up: bool = True) -> list[Pair]:
    """Measure both `n` times; a first repetition, which pays for cold files, is thrown away."""
    found = []
    for turn in range(-1 if warm_up else 0, n):
        if turn % 2:
            floor_value, our_value = floor(), ours()
        else:
            our_value, floor_value = ours(), floor()
        if turn >= 0:
            found.append(Pair(ours=our_value, floor=floor_value))
    return found


def tell(
    name: str,
    found: list[Pair],
    *,
    unit: str,
    limit: float | None = None,
    our_limit: float | None = None,
) -> None:
    """Print the line of a measure; a limit that is passed fails the script.

    Args:
        name: what is measured.
        found: the repetitions.
        unit: of ours and of the floor.
        limit: highest ratio; None when the ratio is told for information.
        our_limit: highest value of ours, in the unit; None when only the ratio counts.
    """
    ratios = [pair.ratio for pair in found]
    ratio = statistics.median(ratios)
    ours = statistics.median(pair.ours for pair in found)
    floor = statistics.median(pair.floor for pair in found)
    is_kept = (limit is None or ratio <= limit) and (our_limit is None or ours <= our_limit)
    limits = [f"{limit:.2f}"] if limit is not None else []
    limits += [f"{our_limit:g} {unit}"] if our_limit is not None else []
    verdict = ("ok" if is_kept else "TOO SLOW") if limits else "information"
    if not is_kept:
        _passed_limits.append(name)
    print(
        f"{name:<36} ratio={ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f})  "
        f"limit={' and '.join(limits) or '-'}  ours={ours:.4g}  floor={floor:.4g} ({unit})  "
        f"n={len(found)}  {verdict}",
        flush=True,
    )


def note(name: str, values: list[float], *, unit: str) -> None:
    """Print something measured alone, for information."""
    print(
        f"{name:<36} {statistics.median(values):.4g} {unit} "
        f"({min(values):.4g}–{max(values):.4g})  n={len(values)}  information",
        flush=True,
    )


def child_environment(scratch: Path, *, home: str) -> dict[str, str]:
    """What a measured process gets: a home folder in `scratch`, and nobody's own Python settings.

    Compiled modules go to `scratch` too, whoever owns the sources; the first run pays for them.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "hygie.site.settings",
        "HYGIE_HOME": str(scratch / home),
        "PYTHONPYCACHEPREFIX": str(scratch / "compiled"),
        "PYTHONUTF8": "1",
    }


def keep_two_cores() -> None:
    """From here on, this process and its children run on two cores at most, where it can be asked.

    The limits in seconds are those of a small computer.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


def say_machine() -> None:
    """Print the number of cores and how busy they are already."""
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load before {_load()}")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def outcome() -> int:
    """The exit code: 1 when a limit was passed. Says how busy the machine was meanwhile."""
    print(f"load after {_load()}")
    return 1 if _passed_limits else 0


if __name__ == "__main__":
    say_machine()
