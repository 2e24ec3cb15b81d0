"""The walls that bubblewrap builds: which folders are seen inside, and the command that starts it.

Everything is bound read-only at its own place; the home, the network, /proc, /dev and other
programs' processes do not exist there. Without /proc no process can look into another one.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

import hygie

PROGRAM = "bwrap"
# Where the one folder that a caller lends is seen inside.
GIVEN = "/given"
NOBODY = 65534
MAPPED, DROPPED = "mapped", "dropped"

# Only what Python's and the packages' compiled modules are linked with.
SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")

ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # Threads cannot be started once the walls stand, and each would map memory for nothing.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def flavours() -> tuple[str, ...]:
    """The ways to become nobody, best first.

    `dropped`: root builds the walls, then truly becomes the user `nobody`. `mapped`: a namespace of
    users, which needs no right but may be forbidden by the system or by a container.
    """
    return (DROPPED, MAPPED) if os.geteuid() == 0 else (MAPPED,)


def module_path() -> list[str]:
    """Where Python looks for modules inside, told outright: no `.pth` file is obeyed there."""
    wanted = {"lib-dynload", "site-packages", "dist-packages"}
    found = [entry for entry in sys.path if Path(entry).name in wanted]
    return list(dict.fromkeys([sysconfig.get_path("stdlib"), *found, str(_package().parent)]))


def seen_inside() -> list[str]:
    """The files and folders of this computer that exist inside, none of them below another."""
    package = _package()
    own = [package.parent if package.parent.name.endswith("-packages") else package]
    prefix = Path(sys.base_prefix)
    wanted = {_interpreter(), prefix / "lib", *map(Path, module_path()[:-1]), *own}
    wanted |= {Path(path) for path in SYSTEM_LIBRARIES if not Path(path).is_symlink()}
    kept: list[Path] = []
    for path in sorted(path for path in wanted if path.exists()):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return [str(path) for path in kept]


def command(*, flavour: str, control: int, given: Path | None = None) -> list[str]:
    """The program and its arguments; the zygote inside listens to the descriptor `control`.

    A folder that is `given` is seen read-only at `GIVEN`, until the other walls stand.
    """
    bwrap = [
        PROGRAM, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--hostname", "sandbox",
        "--cap-drop", "ALL", "--clearenv",
    ]  # fmt: skip
    if flavour == MAPPED:
        bwrap += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    else:
        bwrap += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    for name, value in ENVIRONMENT.items():
        bwrap += ["--setenv", name, value]
    for path in seen_inside():
        bwrap += ["--ro-bind", path, path]
    for path in SYSTEM_LIBRARIES:
        if Path(path).is_symlink():  # /lib is /usr/lib on today's systems
            bwrap += ["--symlink", str(Path(path).readlink()), path]
    if given is not None:
        bwrap += ["--ro-bind", str(given), GIVEN]
    # The root is a small memory of its own: sealed last, once everything was put in it.
    bwrap += ["--remount-ro", "/", "--chdir", "/", "--"]
    start = (
        f"import sys; sys.path[:] = {module_path()!r}; "
        f"from hygie.sandbox.zygote import main; main({control:d})"
    )
    return [*bwrap, str(_interpreter()), "-I", "-S", "-B", "-X", "utf8", "-c", start]


def _interpreter() -> Path:
    """The real Python: an environment's own is a link, and links lead out of what is seen."""
    return Path(sys.executable).resolve()


def _package() -> Path:
    return Path(hygie.__file__).parent
