"""A zygote starts inside its walls, tells what it sees, and dies with who started it."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from hygie.core import process
from hygie.sandbox import launch, walls
from hygie.sandbox.errors import SandboxAbsentError
from hygie.sandbox.tests import jobs
from hygie.sandbox.tests.conftest import or_skip

SOURCE = str(walls._package().parent)

READ_FOR_EVER = """
import threading
from hygie.sandbox.job import Limits
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests import jobs

pool = Pool(jobs.ALL)
limits = Limits(wall_s=120.0, cpu_s=120)
for how in ("spins", "sleeps"):
    read = lambda how=how: pool.run(jobs.HOSTILE, b"", arguments={"how": how}, limits=limits)
    threading.Thread(target=read, daemon=True).start()
print("reading", flush=True)
threading.Event().wait()
"""


def readers_at_work(trusted):
    """Bubblewrap twice, the zygote and its two readers, waited for: a busy machine forks late."""
    for _ in range(200):
        inside = trusted.children(recursive=True)
        if len(inside) >= 5:
            return inside
        time.sleep(0.05)
    raise AssertionError(f"only {inside} are running")


def test_it_sees_nothing_of_this_computer(zygote):
    seen = dict(zygote.seen)
    assert seen.pop("pid") in {1, 2}
    assert seen == {
        "uid": walls.NOBODY, "interfaces": 0, "outside": 0, "written": 0, "proc": 0
    }  # fmt: skip


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_trusted_side_is_killed_nothing_is_left_running(kill):
    or_skip(lambda: launch.start([]).close())
    trusted = subprocess.Popen(
        [sys.executable, "-c", READ_FOR_EVER],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": SOURCE},
    )  # fmt: skip
    with trusted:
        try:
            assert trusted.stdout.readline() == "reading\n"
            inside = readers_at_work(psutil.Process(trusted.pid))
            trusted.send_signal(kill)
            trusted.wait(timeout=10)
        finally:
            trusted.kill()  # leaving the block waits for its end, for ever if need be
    _, alive = psutil.wait_procs(inside, timeout=10)
    alive = [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    assert alive == []


def test_an_error_of_python_inside_is_not_taken_for_a_system_s_refusal(monkeypatch):
    or_skip(lambda: launch.start([jobs.DIGEST]).close())
    monkeypatch.setattr(walls, "module_path", lambda: ["/nowhere"])
    with pytest.raises(SandboxAbsentError) as caught:
        launch.start([jobs.DIGEST])
    assert caught.value.reason == "modules"


def test_elsewhere_than_on_linux_nothing_is_opened(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SandboxAbsentError) as caught:
        launch.start([])
    assert caught.value.reason == "system"
    assert "Linux" in caught.value.advice


ELSEWHERE = """
import psutil  # on Linux it asks for `resource` itself
import sys
for name in ("fcntl", "resource", "pwd", "grp", "pyseccomp"):
    sys.modules[name] = None
from hygie.sandbox import pool, strength
sys.platform = "win32"
told = strength.strength()
print(told.reason, told.is_enough)
"""


def test_a_system_without_the_modules_of_posix_can_load_the_door_and_is_told_why_it_is_shut():
    env = {**os.environ, "PYTHONPATH": SOURCE}
    ran = process.run([sys.executable, "-c", ELSEWHERE], timeout_s=30, env=env)
    assert ran.text.split() == ["system", "False"], ran.stderr
