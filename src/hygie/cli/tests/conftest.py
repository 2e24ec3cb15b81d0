"""The `hygie` command in a process of its own, as a person starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hygie.storage import opening

SOURCES = Path(__file__).parents[3]
# The command itself, with derivations that take no time.
RUN = """
import sys
from hygie.storage import derive
derive.COST = derive.Cost(passes=1, memory_kib=64, lanes=1)
from hygie.cli.main import main
sys.exit(main())
"""


def started(*arguments, code=RUN, before=(), **kwargs):
    """The process, its two outputs in our hands; `before`: words that prepare the place."""
    env = {**os.environ, "PYTHONPATH": str(SOURCES), **kwargs.pop("env", {})}
    return subprocess.Popen(
        [*before, sys.executable, "-c", code, *arguments],
        env={name: value for name, value in env.items() if value is not None},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **kwargs,
    )


@pytest.fixture
def hygie(home):
    """Run a command to its end; whatever happens it shows no trace of Python."""

    def run(*arguments, **kwargs):
        process = started(*arguments, **kwargs)
        out, err = (text.decode("utf-8") for text in process.communicate(timeout=60))
        for technical in ("Traceback", 'File "', "Error:", "sqlcipher", "Exception ignored"):
            assert technical not in out + err, err
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    return run


@pytest.fixture
def start(home):
    """Start a command, to be stopped by the test or after it."""
    processes = []

    def run(*arguments, **kwargs):
        processes.append(started(*arguments, **kwargs))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.communicate(timeout=10)


@pytest.fixture
def at_rest(founded):
    """The home folder of a practice that nobody has open."""
    opening.lock()
    return founded.home


@pytest.fixture
def unattended(at_rest, founded, tmp_path, monkeypatch):
    """The same, that a file of its owner opens; gives the file."""
    file = tmp_path / "phrase"
    file.write_text(founded.passphrase, encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("HYGIE_PASSPHRASE_FILE", str(file))
    return file
