"""The one door to other programs keeps its limits, whatever the program does."""

import os
import socket
import sys
import threading
import time

import psutil
import pytest

from hygie.core import process
from hygie.core.errors import HygieError

# Isolated and without site packages: a Python that starts in a few milliseconds.
PYTHON = (sys.executable, "-I", "-S", "-c")

# Starts a child that lives for a minute, holding both outputs, and says its number.
HOLD_THE_PIPES = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
"""


def has_ended(pid):
    """A killed orphan may stay a zombie until its adopter reads its code: it runs no more."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition, *, timeout_s=5.0):
    deadline = time.monotonic() + timeout_s
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_program_gives_its_code_and_both_outputs():
    result = process.run(
        [*PYTHON, "import sys; print('vu'); print('pas vu', file=sys.stderr); sys.exit(3)"],
        timeout_s=20,
    )
    assert (result.code, result.stdout, result.stderr) == (3, b"vu\n", b"pas vu\n")


def test_output_that_is_not_text_is_shown_without_failing():
    result = process.run([*PYTHON, r"import os; os.write(1, b'caf\xe9')"], timeout_s=20)
    assert result.text == "caf\ufffd"


def test_a_program_that_nobody_installed_is_named():
    with pytest.raises(HygieError, match="« programme-absent » n’a pas pu être lancé") as caught:
        process.run(["programme-absent"], timeout_s=20)
    assert caught.value.code == "process.absent"
    assert process.find("programme-absent") is None


def test_an_argument_is_never_read_by_a_shell(tmp_path):
    hostile = f"; touch {tmp_path}/touched; $(touch {tmp_path}/touched)"
    result = process.run([*PYTHON, "import sys; print(sys.argv[1])", hostile], timeout_s=20)
    assert result.text.strip() == hostile
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_never_answers_is_ended_on_time():
    started = time.monotonic()
    with pytest.raises(HygieError, match="n’a pas répondu en 0,5 secondes") as caught:
        process.run([*PYTHON, "import time; time.sleep(60)"], timeout_s=0.5)
    assert caught.value.code == "process.timeout"
    assert caught.value.retry is True
    assert time.monotonic() - started < 5


def test_a_late_program_is_ended_with_its_children(tmp_path):
    noted = tmp_path / "pid"
    code = HOLD_THE_PIPES + "import time, pathlib\n"
    code += f"pathlib.Path({str(noted)!r}).write_text(str(child.pid))\ntime.sleep(60)"
    with pytest.raises(HygieError):
        process.run([*PYTHON, code], timeout_s=2)
    assert wait_until(lambda: has_ended(int(noted.read_text())))


def test_a_child_that_holds_the_pipes_does_not_keep_the_answer_waiting():
    started = time.monotonic()
    result = process.run([*PYTHON, HOLD_THE_PIPES], timeout_s=2)
    assert time.monotonic() - started < 5
    assert result.code == 0
    child = psutil.Process(int(result.text))
    assert child.is_running(), "what a program opened for the person outlives it"
    child.kill()


def test_a_child_in_a_session_of_its_own_does_not_keep_a_late_call_waiting(tmp_path):
    noted = tmp_path / "pid"
    code = HOLD_THE_PIPES.replace('60)"]', '60)"], start_new_session=True')
    code += f"import time, pathlib\npathlib.Path({str(noted)!r}).write_text(str(child.pid))\n"
    started = time.monotonic()
    with pytest.raises(HygieError):
        process.run([*PYTHON, code + "time.sleep(60)"], timeout_s=2)
    assert time.monotonic() - started < 6
    psutil.Process(int(noted.read_text())).kill()


@pytest.mark.parametrize("output", ["stdout", "stderr"])
def test_a_program_that_talks_too_much_is_ended(output):
    endless = f"import sys\nwhile True: sys.{output}.write('x' * 1000)"
    with pytest.raises(HygieError, match="a répondu trop longuement") as caught:
        process.run([*PYTHON, endless], timeout_s=20, max_output_bytes=100_000)
    assert caught.value.code == "process.too_much_output"


def test_an_output_of_exactly_the_limit_is_kept_whole():
    say = "import sys; sys.stdout.write('x' * 200_000)"
    result = process.run([*PYTHON, say], timeout_s=20, max_output_bytes=200_000)
    assert len(result.stdout) == 200_000
    with pytest.raises(HygieError):
        process.run([*PYTHON, say], timeout_s=20, max_output_bytes=199_999)


def test_a_secret_goes_by_standard_input_and_stands_neither_in_arguments_nor_environment():
    secret = "corail-vapeur-32"
    code = """
import sys, psutil
me = psutil.Process()
print(sys.stdin.read())
print(me.cmdline(), me.environ(), file=sys.stderr)
"""
    result = process.run([sys.executable, "-c", code], timeout_s=20, stdin=secret.encode())
    assert result.text.strip() == secret
    assert secret.encode() not in result.stderr
    assert b"cmdline" in result.stderr, "the program did see its own arguments"


def test_a_long_input_and_a_long_output_cross_without_blocking():
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])"
    content = bytes(range(256)) * 8192
    result = process.run([*PYTHON, echo], timeout_s=20, stdin=content)
    assert result.stdout == content[::-1]


def test_a_program_may_end_without_reading_its_input():
    result = process.run([*PYTHON, "print('fini')"], timeout_s=20, stdin=b"x" * 4_000_000)
    assert (result.code, result.text.strip()) == (0, "fini")


def test_a_program_answers_in_the_language_that_parsers_expect(monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    show = "import os; print(os.environ['LC_ALL'])"
    assert process.run([*PYTHON, show], timeout_s=20).text.strip() == "C"


def test_a_program_gets_the_environment_that_was_chosen_and_no_other(monkeypatch):
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", "/nowhere")
    show = "import os; print(sorted(set(os.environ) & {'HYGIE_PASSPHRASE_FILE', 'CHOSEN'}))"
    result = process.run([*PYTHON, show], timeout_s=20, env={"CHOSEN": "1"})
    assert result.text.strip() == "['CHOSEN']"


@pytest.mark.skipif(os.name != "posix", reason="descriptors are inherited on POSIX only")
def test_a_held_program_speaks_through_a_descriptor_and_is_ended_with_its_children():
    ours, theirs = socket.socketpair()
    code = HOLD_THE_PIPES.replace("print(child.pid, flush=True)", "") + (
        f"import socket, time; line = socket.socket(fileno={theirs.fileno()}); "
        "line.send(str(child.pid).encode()); print('seen', file=sys.stderr, flush=True); "
        "time.sleep(60)"
    )
    with ours, theirs:
        held = process.hold([*PYTHON, code], env=dict(os.environ), fds=[theirs.fileno()])
        pid = int(ours.recv(20))
        assert wait_until(lambda: held.said == "seen")
        held.end()
    assert wait_until(lambda: has_ended(pid))
    held.end()  # twice does no harm


@pytest.mark.skipif(os.name != "posix", reason="descriptors are inherited on POSIX only")
def test_a_held_program_outlives_the_thread_that_asked_for_it():
    before = set(psutil.Process().children())
    held = []
    ask = threading.Thread(
        target=lambda: held.append(
            process.hold([*PYTHON, "import time; time.sleep(60)"], env={}, fds=[])
        )
    )
    ask.start()
    ask.join(timeout=20)
    time.sleep(0.1)
    (child,) = set(psutil.Process().children()) - before
    assert not has_ended(child.pid)
    held[0].end()
    assert has_ended(child.pid)


def test_a_program_to_hold_that_nobody_installed_is_named():
    with pytest.raises(HygieError, match="« programme-absent »") as caught:
        process.hold(["programme-absent"], env={}, fds=[])
    assert caught.value.code == "process.absent"
