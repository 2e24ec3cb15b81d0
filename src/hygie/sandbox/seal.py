"""The last walls, which each child raises around itself before the first untrusted byte.

Inside the sandbox only, on Linux only. Limits of resources, then Landlock (no file can be opened),
then seccomp (the kernel answers almost nothing); none of them can be taken back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import struct
from dataclasses import dataclass

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 4, 22, 38, 39
_SECCOMP_MODE_FILTER = 2
# The numbers of Landlock's calls are the same on every architecture.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_CREATE_RULESET_VERSION = 1
# For each version of Landlock, how many rights over files it knows: all of them are taken away.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_RIGHTS = 0b11  # bind and connect in TCP, from version 4
_SCOPES = 0b11  # abstract sockets and signals of others, from version 6

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class SealError(OSError):
    """A wall could not be raised: the child must end without reading anything."""


class _Program(ctypes.Structure):
    """`struct sock_fprog`: a filter and its length in instructions of eight bytes."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a child can say of its walls.

    Attributes:
        landlock: version of Landlock that was tried and held; 0 when this kernel has none.
    """

    landlock: int


def seal(*, filter_program: bytes, memory_bytes: int, cpu_s: int) -> Held:
    """Raise every wall around this process, for good.

    Raises:
        SealError: one of them did not stand.
    """
    _limit(memory_bytes=memory_bytes, cpu_s=cpu_s)
    # Not dumpable: no core file, and no other process of the same user may attach to it.
    for option, value in ((_PR_SET_DUMPABLE, 0), (_PR_SET_NO_NEW_PRIVS, 1)):
        _prctl(option, value)
    landlock = _close_files()
    program = _Program(len(filter_program) // 8, filter_program)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))
    return Held(landlock=landlock)


def limits(*, memory_bytes: int, cpu_s: int) -> dict[int, tuple[int, int]]:
    """Each limit of resources, soft and hard."""
    return {
        resource.RLIMIT_AS: (memory_bytes, memory_bytes),
        # The soft limit ends the process with a signal that tells why, the hard one in any case.
        resource.RLIMIT_CPU: (cpu_s, cpu_s + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NPROC: (0, 0),
        resource.RLIMIT_NOFILE: (0, 0),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
    }


def _limit(*, memory_bytes: int, cpu_s: int) -> None:
    for name, (soft, hard) in limits(memory_bytes=memory_bytes, cpu_s=cpu_s).items():
        if name == resource.RLIMIT_NOFILE:
            continue  # Landlock's own descriptor is still to come
        try:
            resource.setrlimit(name, (soft, hard))
        except (OSError, ValueError) as error:
            raise SealError(errno.EPERM, f"limit {name}: {error}") from error


def _prctl(option: int, value: int, pointer: int = 0) -> None:
    arguments = [ctypes.c_ulong(number) for number in (value, pointer, 0, 0)]
    if _libc.prctl(option, *arguments) != 0:
        raise SealError(ctypes.get_errno(), f"prctl {option}")


def _close_files() -> int:
    """Take away every right over files; the version that did it, 0 when the kernel has none."""
    none, zero = ctypes.c_void_p(None), ctypes.c_size_t(0)
    version = _libc.syscall(_CREATE_RULESET, none, zero, ctypes.c_uint32(_CREATE_RULESET_VERSION))
    if version > 0:
        rights = ctypes.create_string_buffer(_rights(version), len(_rights(version)))
        size = ctypes.c_size_t(len(rights))
        ruleset = _libc.syscall(_CREATE_RULESET, rights, size, ctypes.c_uint32(0))
        if ruleset < 0:
            raise SealError(ctypes.get_errno(), "landlock_create_ruleset")
        if _libc.syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) != 0:
            raise SealError(ctypes.get_errno(), "landlock_restrict_self")
        os.close(ruleset)
        _try_to_open()
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return max(0, int(version))


def _rights(version: int) -> bytes:
    """`struct landlock_ruleset_attr`, as long as that version knows it."""
    files = (1 << _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]) - 1
    words = [files]
    if version >= 4:
        words.append(_NETWORK_RIGHTS)
    if version >= 6:
        words.append(_SCOPES)
    return struct.pack(f"={len(words)}Q", *words)


def _try_to_open() -> None:
    """A file that exists inside and was readable a moment ago must be refused."""
    try:
        os.close(os.open(os.__file__, os.O_RDONLY))
    except PermissionError:
        return
    raise SealError(errno.EPERM, "landlock lets a file be opened")
