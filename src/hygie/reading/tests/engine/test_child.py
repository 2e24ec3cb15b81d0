import json
import os
import sys

import pytest

from hygie.core import process
from hygie.reading.engine import child, pages
from hygie.reading.tests.sheets import DOMINIQUE, sheet

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX limits")


def asked(*lines, stdin=b""):
    """What a process held as the reader is prints when it runs these lines."""
    body = "; ".join(
        ["from hygie.reading.engine import child, page", "page.rehearse()", "child._hold()", *lines]
    )
    return process.run(
        [sys.executable, "-P", "-c", body], timeout_s=20, stdin=stdin, env=pages._environment()
    )


def test_one_line_of_json_goes_out(tmp_path):
    command = [sys.executable, "-P", "-m", child.__name__, "1", "1"]
    page = sheet(tmp_path, "Bonjour", payload=DOMINIQUE)
    ran = process.run(command, timeout_s=20, stdin=page, env=pages._environment())
    assert ran.code == 0
    assert json.loads(ran.text) == {"pages": 1, "codes": [DOMINIQUE], "text": "Bonjour"}


@POSIX
def test_it_can_no_longer_open_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("patient")
    ran = asked(f"print(open({str(secret)!r}).read())")
    assert ran.code != 0
    assert b"patient" not in ran.stdout
    assert b"Too many open files" in ran.stderr


@POSIX
def test_it_can_not_write_a_file(tmp_path):
    """Even into a file that is already open when the limits come."""
    target = tmp_path / "leak"
    lines = [
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
        "import os; os.write(HELD, b'patient')",
    ]
    body = (
        f"import os; HELD = os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY); "
        "from hygie.reading.engine import child, page; page.rehearse(); child._hold(); "
    )
    ran = process.run(
        [sys.executable, "-P", "-c", body + "; ".join(lines)],
        timeout_s=20, env=pages._environment(),
    )  # fmt: skip
    assert ran.code != 0
    assert target.read_bytes() == b""


def test_it_ends_when_it_takes_too_much_memory():
    ran = asked("held = [bytearray(50_000_000) for _ in range(30)]", "import time; time.sleep(5)")
    assert ran.code in {child.NO_MEMORY, 1}
    assert ran.code == child.NO_MEMORY or b"MemoryError" in ran.stderr


@POSIX
def test_it_leaves_no_core_dump_and_knows_what_it_may_use():
    ran = asked("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))")
    assert ran.text.strip() == "(0, 0)"
