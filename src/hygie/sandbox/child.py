"""One file, or one batch, in a process of its own: walls first, then the job, then the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

from hygie.sandbox import seal
from hygie.sandbox.channel import (
    DONE,
    FAILED,
    LENGTH,
    MEMORY,
    TOO_MUCH,
    UNSEALED,
    GarbledError,
    Message,
    Value,
    decode,
    encode,
)

held = seal.Held(landlock=0)


def work(
    function: Callable[..., Message],
    request: Message,
    *,
    filter_program: bytes,
    answer_fd: int,
    input_fds: list[int],
) -> None:
    """Do what was asked and end this process; it never returns."""
    global held
    _keep_only({0, 1, 2, answer_fd, *input_fds})
    asked = {name: value for name, value in request.fields.items() if isinstance(value, int)}
    packed = request.fields["arguments"]
    arguments = dict(decode(packed).fields) if isinstance(packed, bytes) else {}
    try:
        held = seal.seal(
            filter_program=filter_program,
            memory_bytes=asked["memory_bytes"],
            cpu_s=asked["cpu_s"] * len(input_fds),
        )
    except OSError:
        os._exit(UNSEALED)
    for fd in input_fds:
        body = _answer(function, fd, arguments, most=asked["output_bytes"])
        with suppress(BrokenPipeError):
            _send(answer_fd, body)
        # After a failure the next file deserves a process in a known state.
        if body[2:3] == b"_":
            break
    os._exit(DONE)


def _keep_only(kept: set[int]) -> None:
    """Close every other descriptor: above all the zygote's own channel."""
    edges = [-1, *sorted(kept), os.sysconf("SC_OPEN_MAX")]
    for low, high in pairwise(edges):
        if low + 1 < high:  # CPython 3.11 closes everything when asked for range(0, 0)
            os.closerange(low + 1, high)


def _answer(
    function: Callable[..., Message], fd: int, arguments: dict[str, Value], *, most: int
) -> bytes:
    """The body to send for one file, whatever the job does."""
    try:
        with open(fd, "rb") as untrusted:
            untrusted.seek(0)  # its place is shared with who opened it
            body = encode(function(untrusted, **arguments))
    except MemoryError:
        return encode(Message(MEMORY))
    except Exception as error:  # noqa: BLE001 - a parser may raise anything
        return _failure(error)
    return body if len(body) <= most else encode(Message(TOO_MUCH))


def _failure(error: Exception) -> bytes:
    try:
        return encode(Message(FAILED, {"kind": type(error).__name__[:80]}))
    except (MemoryError, GarbledError):
        return encode(Message(FAILED, {"kind": ""}))


def _send(fd: int, body: bytes) -> None:
    for part in (LENGTH.pack(len(body)), body):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(fd, rest) :]
