"""Where no sandbox stands, the process that parses a page: bytes in, one line of JSON out.

What holds it: it ends after the time given by who started it, at a limit of memory watched twenty
times a second, after a number of pages, of signs and of pixels; on Linux and macOS it can neither
write a file, nor leave a core dump, nor start a program, nor open one more file (`resource`). It
was given no secret, no address of a file and an environment of a few names.

What does not hold it: a page that takes over PDFium would run with the rights of whoever opened
Hygie. On Windows it could read and write that person's files; everywhere it could talk to the
network, and on Linux attach to a process of the same person. Where `hygie.sandbox` stands, this
process is not used.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import psutil

from hygie.reading.engine import page

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

# Exit codes, by the word that `page` gives.
EXITS = {page.ENCRYPTED: 10, page.BROKEN: 11, page.TOO_LARGE: 12}
NO_MEMORY = 13

MAX_MEMORY_BYTES = 700 * 1024 * 1024
# Virtual memory is far larger than what is used: libraries map more than they touch.
MAX_ADDRESSES_BYTES = 2 * 1024 * 1024 * 1024
MAX_CPU_S = 60


def main() -> int:
    """Read standard input to its end, say what was seen, give an exit code."""
    pages_of_codes, pages_of_text = int(sys.argv[1]), int(sys.argv[2])
    content = io.BytesIO(sys.stdin.buffer.read())
    page.rehearse()
    _hold()
    try:
        seen = page.read(content, pages_of_codes=pages_of_codes, pages_of_text=pages_of_text)
    except MemoryError:
        return NO_MEMORY
    if seen.code in EXITS:
        return EXITS[seen.code]
    sys.stdout.write(json.dumps(dict(seen.fields)))
    return 0


def _hold() -> None:
    """Give up, for good, what reading a page does not need."""
    threading.Thread(target=_watch_memory, args=(_memory_gauge(),), daemon=True).start()
    if resource is None:
        return
    wanted = {
        "RLIMIT_AS": MAX_ADDRESSES_BYTES,
        "RLIMIT_CPU": MAX_CPU_S,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 3,
    }
    for name, most in wanted.items():
        with suppress(AttributeError, ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(getattr(resource, name), (most, most))


def _watch_memory(used_bytes: Callable[[], int]) -> None:
    """End the process that takes too much; PDFium and ZXing let this thread run meanwhile."""
    while True:
        if used_bytes() > MAX_MEMORY_BYTES:
            os._exit(NO_MEMORY)
        time.sleep(0.05)


def _memory_gauge() -> Callable[[], int]:
    """What reads the memory in use, even when no file can be opened any more.

    Not `getrusage`: its greatest memory is inherited from who started the process.
    """
    if sys.platform != "linux":
        me = psutil.Process()
        return lambda: int(me.memory_info().rss)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    return lambda: int(os.pread(statm, 200, 0).split()[1]) * page_bytes


if __name__ == "__main__":
    raise SystemExit(main())
