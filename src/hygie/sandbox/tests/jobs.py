"""Jobs of the tests: an honest one, and what a file could do that has taken over its parser.

Each stays harmless where a wall is missing: memory and processes are counted, signals are number 0.
"""

import ctypes
import hashlib
import os
import signal
import socket
import time
from pathlib import Path

from hygie.sandbox import walls
from hygie.sandbox.channel import LENGTH, Kind, Message, encode
from hygie.sandbox.job import Job

HERE = "hygie.sandbox.tests.jobs"
DIGEST = Job(
    place=f"{HERE}:digest",
    answers={"digest": {"size": Kind.INTEGER, "sha256": Kind.TEXT}, "empty": {}},
)
ECHO = Job(
    place=f"{HERE}:echo",
    answers={
        "echo": {
            "number": Kind.INTEGER, "real": Kind.REAL, "content": Kind.BYTES,
            "text": Kind.TEXT, "texts": Kind.TEXTS, "none": Kind.REALS,
        }
    },
)  # fmt: skip
REACH = Job(place=f"{HERE}:reach", answers={"reached": {"count": Kind.INTEGER}})
COUNT = Job(
    place=f"{HERE}:count",
    answers={"count": dict.fromkeys(("times", "fds", "rehearsals"), Kind.INTEGER)},
)
HOSTILE = Job(place=f"{HERE}:hostile", answers={"done": {}, "much": {"content": Kind.BYTES}})
GIVEN = Job(place=f"{HERE}:given", answers={"given": {"word": Kind.TEXT, "again": Kind.INTEGER}})
ALL = (DIGEST, ECHO, REACH, COUNT, HOSTILE, GIVEN)

seen: list[bytes] = []
rehearsals: list[int] = []
words: list[str] = []


def rehearse():
    rehearsals.append(len(list(Path("/").iterdir())))
    words.extend(file.read_text() for file in Path(walls.GIVEN).glob("*.txt"))


def digest(untrusted):
    content = untrusted.read()
    if not content:
        return Message("empty")
    return Message("digest", {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()})


def given(untrusted):
    """The word read in the rehearsal, and whether its folder can still be looked into."""
    try:
        list(Path(walls.GIVEN).iterdir())
    except OSError:
        return Message("given", {"word": "".join(words), "again": 0})
    return Message("given", {"word": "".join(words), "again": 1})


def echo(untrusted, **arguments):
    return Message("echo", arguments)


def reach(untrusted, *, what, path):
    """How many of these could be reached: none, when the walls stand."""
    acts = {
        "socket": lambda: socket.socket().close(),
        "local socket": lambda: [one.close() for one in socket.socketpair()],
        "file": lambda: Path(path).read_bytes(),
        "folder": lambda: list(Path(path).iterdir()),
        "stat": lambda: Path(path).stat(),
        "write": lambda: Path(path).write_bytes(b"written"),
        "its own file": lambda: os.write(untrusted.fileno(), b"written"),
        "processes": lambda: [os.fork() or os._exit(0) for _ in range(20)],
        "signal": lambda: os.kill(1, 0),
        "zygote": lambda: os.kill(2, 0),
        "import": lambda: __import__("colorsys"),
        "more memory": lambda: _raise_limit(),
    }
    try:
        acts[what]()
    except (OSError, ImportError, ValueError):
        return Message("reached", {"count": 0})
    return Message("reached", {"count": 1})


def _raise_limit():
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def count(untrusted):
    seen.append(untrusted.read())
    opened = [fd for fd in range(3, 256) if _is_open(fd)]
    return Message("count", {"times": len(seen), "fds": len(opened), "rehearsals": len(rehearsals)})


def _is_open(fd):
    try:
        os.lseek(fd, 0, os.SEEK_CUR)
    except OSError as error:
        return error.errno != 9
    return True


def hostile(untrusted, *, how):
    globals()[f"_{how}"](untrusted)
    return Message("done")


def _say(content):
    """Write where the answers go, as whoever took over the process would."""
    for fd in range(3, 64):
        try:
            while content:
                content = content[os.write(fd, content) :]
        except OSError:
            continue
        return


def _garbage(untrusted):
    _say(LENGTH.pack(4096) + os.urandom(4096))
    os._exit(0)


def _half(untrusted):
    _say(LENGTH.pack(100) + b"\x01\x04done")
    os._exit(0)


def _half_a_length(untrusted):
    _say(b"\x04\x00")
    os._exit(0)


def _nothing(untrusted):
    os._exit(0)


def _walls_are_down(untrusted):
    os._exit(70)


def _twice(untrusted):
    body = encode(Message("done"))
    _say(LENGTH.pack(len(body)) + body)


def _announces_too_much(untrusted):
    _say(LENGTH.pack(2**32 - 1) + b"\x00" * 1000)


def _floods(untrusted):
    while True:
        _say(b"\x00\x00\x00\x00" * 100_000)


def _another_code(untrusted):
    body = encode(Message("owned"))
    _say(LENGTH.pack(len(body)) + body)
    os._exit(0)


def _another_field(untrusted):
    body = encode(Message("done", {"path": "/etc/passwd"}))
    _say(LENGTH.pack(len(body)) + body)
    os._exit(0)


def _lingers(untrusted):
    body = encode(Message("done"))
    _say(LENGTH.pack(len(body)) + body)
    time.sleep(60)


def _raises(untrusted):
    raise LookupError("no such tag")


def _sinks(untrusted):
    raise SystemExit(0)


def _crashes(untrusted):
    ctypes.string_at(8)


def _recurses(untrusted):
    _recurses(untrusted)


def _takes_memory(untrusted):
    held = [b"\x01" * 16 * 1024 * 1024 for _ in range(64)]  # at most 1 GiB, were there no wall
    del held


def _sleeps(untrusted):
    time.sleep(60)


def _spins(untrusted):
    while True:
        pass


def _spins_deaf(untrusted):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass


def _starts_a_program(untrusted):
    os.execv("/bin/sh", ["sh", "-c", "exit 0"])


def _traces(untrusted):
    ctypes.CDLL(None).ptrace(16, 2, 0, 0)


def _answers_much(untrusted):
    body = encode(Message("much", {"content": bytes(10_000_000)}))
    _say(LENGTH.pack(len(body)) + body)
    os._exit(0)
