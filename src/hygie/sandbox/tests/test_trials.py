"""The trials do try: where no wall stands they get through, and do no harm."""

import sys

import pytest

from hygie.core import process
from hygie.sandbox import strength, walls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux seulement")

OUTSIDE = """
import io, sys
sys.path[:] = {path!r}
from hygie.sandbox import trials
print(dict(trials.attempt(io.BytesIO()).fields))
"""


def test_without_walls_what_is_tried_succeeds():
    code = OUTSIDE.format(path=walls.module_path())
    ran = process.run([sys.executable, "-I", "-S", "-c", code], timeout_s=30)
    tried = eval(ran.text)
    assert {name: tried[name] for name in ("socket", "open", "fork", "thread", "code")} == (
        dict.fromkeys(("socket", "open", "fork", "thread", "code"), 0)
    )
    assert tried["landlock"] == 0


def test_the_jobs_announced_are_those_of_the_trials():
    code = f"import sys; sys.path[:] = {walls.module_path()!r}; from hygie.sandbox import trials; "
    names = [job.place.partition(":")[2] for job in strength.TRIALS]
    code += f"print(all(callable(getattr(trials, name)) for name in {names!r}))"
    ran = process.run([sys.executable, "-I", "-S", "-c", code], timeout_s=30)
    assert ran.text.strip() == "True"
