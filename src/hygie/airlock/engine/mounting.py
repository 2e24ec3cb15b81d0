"""How a key or a disc is mounted, and mounting one ourselves when Hygie may (root, Linux).

In a place of our own, never where the person would meet it; read-only, without programs, without
rights, without devices. A mount that a killed examination left is undone by the next one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hygie.airlock.rules.reasons import Reason
from hygie.core import process
from hygie.core.errors import HygieError

OPTIONS = ("ro", "noexec", "nosuid", "nodev")
MOUNTED = "mounted"
_TIMEOUT_S = 60.0

HOW = (
    "Ouvrez la clé dans le gestionnaire de fichiers, puis donnez le dossier où elle apparaît. Pour "
    "une clé montée en lecture seule et sans programmes\u00a0: "
    "sudo mount -o ro,noexec,nosuid,nodev PÉRIPHÉRIQUE DOSSIER"
)


def is_apart(folder: Path) -> bool:
    """Whether a folder is the top of another disk than the system's."""
    return os.path.ismount(folder) and folder.resolve() != Path("/")


def missing_options(folder: Path) -> tuple[str, ...]:
    """The precautions that the system did not take when it mounted this folder."""
    if not hasattr(os, "statvfs") or not hasattr(os, "ST_NODEV"):
        return ()
    flags = os.statvfs(folder).f_flag
    bits = (os.ST_RDONLY, os.ST_NOEXEC, os.ST_NOSUID, os.ST_NODEV)
    return tuple(name for name, bit in zip(OPTIONS, bits, strict=True) if not flags & bit)


def notes(folder: Path) -> tuple[Reason, ...]:
    """How a key is mounted, for the report."""
    missing = missing_options(folder)
    if missing:
        return (Reason(code="source.mounted_loose", detail=", ".join(missing)),)
    return (Reason(code="source.mounted_safe"),)


@contextmanager
def mounted(device: Path, *, scratch: Path) -> Iterator[Path]:
    """A block device, mounted in `scratch` for as long as the block lasts.

    Raises:
        HygieError: `airlock.may_not_mount`, `airlock.not_mounted`, or those of `process.run`.
    """
    if os.name != "posix" or os.geteuid() != 0 or process.find("mount") is None:
        raise HygieError(
            "airlock.may_not_mount",
            f"{device} est une clé ou un disque que le système n’a pas encore ouvert, et Hygie n’a "
            "pas le droit de le faire. Rien n’a été lu.",
            advice=HOW,
        )
    folder = scratch / MOUNTED
    folder.mkdir(mode=0o700, exist_ok=True)
    told = process.run(
        ["mount", "-o", ",".join(OPTIONS), "--", str(device), str(folder)], timeout_s=_TIMEOUT_S
    )
    if told.code != 0:
        raise HygieError(
            "airlock.not_mounted",
            f"Le système n’a pas su lire {device}\u00a0: clé abîmée, ou d’un type inconnu. "
            "Rien n’a été lu.",
            advice="Essayez une autre prise, ou demandez les images par un autre moyen.",
        )
    try:
        yield folder
    finally:
        undo(folder)


def undo(folder: Path) -> bool:
    """Unmount, at once if nobody uses it, else when its last user ends; whether it is undone."""
    if not os.path.ismount(folder):
        return True
    for arguments in (["umount", str(folder)], ["umount", "-l", str(folder)]):
        if process.run(arguments, timeout_s=_TIMEOUT_S).code == 0:
            return True
    return False
