"""Two threads, one pushing bytes and one pulling them: pyrage and tarfile both want to lead.

At most a few blocks wait, whatever the size of the archive; nothing touches the disk.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

BLOCK_BYTES = 256 * 1024
WAITING_BLOCKS = 4


class StoppedError(Exception):
    """The other side is gone: its own failure is the one to tell."""


class Pipe:
    """Bytes written on one side are read on the other, in order."""

    def __init__(self) -> None:
        self._blocks: queue.Queue[bytes] = queue.Queue(WAITING_BLOCKS)
        self._filling = bytearray()
        self._left = b""
        self._is_over = False
        self._is_cut = threading.Event()

    def write(self, data: bytes) -> int:
        """Push bytes.

        Raises:
            StoppedError: nobody reads any more.
        """
        self._filling += data
        if len(self._filling) >= BLOCK_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Give what waits to the other side."""
        if self._filling:
            self._put(bytes(self._filling))
            self._filling.clear()

    def end(self) -> None:
        """Nothing more will be written."""
        self.flush()
        self._put(b"")

    def cut(self) -> None:
        """One side fails: the other stops too, wherever it waits."""
        self._is_cut.set()

    def _put(self, block: bytes) -> None:
        while not self._is_cut.is_set():
            try:
                self._blocks.put(block, timeout=0.2)
                return
            except queue.Full:
                continue
        raise StoppedError

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end.

        Raises:
            StoppedError: nobody writes any more, and the end was not said.
        """
        if not self._left and not self._is_over:
            self._left = self._get()
            self._is_over = not self._left
        given, self._left = self._left[:size], self._left[size:]
        return given

    def _get(self) -> bytes:
        while not self._is_cut.is_set():
            try:
                return self._blocks.get(timeout=0.2)
            except queue.Empty:
                continue
        raise StoppedError


def run_beside(work: Callable[[], Any], lead: Callable[[], Any], pipe: Pipe) -> None:
    """Run `work` in a thread and `lead` here, and raise the first true failure of the two."""
    failures: list[BaseException] = []

    def beside() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for this thread
            failures.append(error)
            pipe.cut()

    thread = threading.Thread(target=beside, name="hygie-sealing")
    thread.start()
    try:
        lead()
    except BaseException as error:  # noqa: BLE001 - raised below, once the thread has ended
        failures.append(error)
        pipe.cut()
    thread.join()
    true_ones = [failure for failure in failures if not isinstance(failure, StoppedError)]
    if failures:
        raise (true_ones or failures)[0]
