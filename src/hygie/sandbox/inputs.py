"""Untrusted files on their way in: one descriptor each, through which nothing can be written."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack

Input = bytes | int


def descriptor(untrusted: Input, opened: ExitStack) -> int:
    """A descriptor to hand to the sandbox; one that is made here is closed by `opened`.

    Raises:
        ValueError: a descriptor that is not of a regular file, or that could write.
    """
    import fcntl  # absent from Windows, where nothing gets here

    if isinstance(untrusted, int):
        mode = fcntl.fcntl(untrusted, fcntl.F_GETFL) & os.O_ACCMODE
        if mode != os.O_RDONLY or not stat.S_ISREG(os.fstat(untrusted).st_mode):
            raise ValueError("a regular file opened for reading only is wanted")
        return untrusted
    fd = os.memfd_create("untrusted", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    opened.callback(os.close, fd)
    rest = memoryview(untrusted)
    while rest:
        rest = rest[os.write(fd, rest) :]
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    return fd
