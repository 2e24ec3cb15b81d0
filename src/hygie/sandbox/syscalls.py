"""What the kernel may be asked once the walls stand: to compute, take memory, read and answer.

Everything else fails with EPERM, so that a library that tries its luck goes on; the few calls that
no parser has any reason to make end the process at once. libseccomp writes the filter, on the
trusted side: a program of a few hundred bytes that the zygote loads into each child.
"""

from __future__ import annotations

import errno
import mmap
import tempfile

ALLOWED = (
    "read", "readv", "pread64", "write", "writev", "lseek", "close", "fstat",
    "brk", "munmap", "mremap", "madvise",
    "futex", "rseq", "membarrier", "sched_yield", "sched_getaffinity", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep",
    "gettimeofday", "time", "times",
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getcwd", "uname",
    "getrusage", "getrandom",
    "exit", "exit_group",
)  # fmt: skip

# What a program does that has taken over a parser, and that a library never does.
DEADLY = (
    "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd",
    "bpf", "mount", "umount2", "pivot_root", "init_module", "finit_module", "kexec_load",
)  # fmt: skip

AT_EMPTY_PATH = 0x1000


class NoFilterError(RuntimeError):
    """libseccomp is absent, or knows nothing of this machine."""


def compiled() -> bytes:
    """The filter, as the kernel wants it.

    Raises:
        NoFilterError: it cannot be made here.
    """
    try:
        import pyseccomp  # at its import it looks for libseccomp, which only Linux has
    except (ImportError, RuntimeError, OSError, TypeError) as error:
        raise NoFilterError(str(error)) from error
    wall = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    try:
        for name in ALLOWED:
            wall.add_rule(pyseccomp.ALLOW, name)
        for name in DEADLY:
            wall.add_rule(pyseccomp.KILL_PROCESS, name)
        # Memory that can be run is never given: injected code has nowhere to stand.
        no_code = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, mmap.PROT_EXEC, 0)
        wall.add_rule(pyseccomp.ALLOW, "mmap", no_code)
        wall.add_rule(pyseccomp.ALLOW, "mprotect", no_code)
        # glibc asks for the size of an open file through the call that also looks at paths.
        of_open_file = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)
        wall.add_rule(pyseccomp.ALLOW, "newfstatat", of_open_file)
        # Its own limits, to read them: process 0 is oneself, no new limit is given.
        wall.add_rule(
            pyseccomp.ALLOW,
            "prlimit64",
            pyseccomp.Arg(0, pyseccomp.EQ, 0),
            pyseccomp.Arg(2, pyseccomp.EQ, 0),
        )
        with tempfile.TemporaryFile() as file:
            wall.export_bpf(file)
            file.seek(0)
            return file.read()
    except OSError as error:
        raise NoFilterError(str(error)) from error
