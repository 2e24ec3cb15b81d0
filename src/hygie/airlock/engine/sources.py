"""What is examined: a folder, a key or a disc mounted by the system, an image of one, one file.

The kernel reads a key's file system: it is asked to do so read-only, without running anything.
An image of a disc is not given to it: a reader of ours lists it inside the sandbox, and its files
are read in place. A ZIP that is itself the source is one file, whose members stand at the top.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hygie.airlock.engine import mounting
from hygie.airlock.engine.discs import images
from hygie.airlock.engine.kinds import Content, recognise
from hygie.airlock.engine.listing import Found, Paths, Reader, listed
from hygie.airlock.engine.marks import HEAD_BYTES, TAIL_BYTES
from hygie.airlock.engine.outcome import Source
from hygie.airlock.rules import names
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.core.errors import HygieError
from hygie.core.files import said
from hygie.sandbox.pool import Pool

# The sandbox may still be starting: only an image waits for it.
FindingPool = Callable[[], Pool | None]

MAX_LABEL_CHARACTERS = 60
_IMAGES = {"iso", "img", "ima", "dd", "raw", "bin"}


@dataclass(frozen=True, kw_only=True)
class Tree:
    """A source that was listed and can be read, for as long as it is open.

    Attributes:
        source: for the report.
        found: every path, once.
        open: a descriptor for reading, which the caller closes. May raise `OSError`.
        notes: what concerns the whole source.
        is_unfolded: the only file is an archive whose members stand at the top of the report.
        paths: those given, so that members of archives get others.
        root: the folder or file that is read.
    """

    source: Source
    found: tuple[Found, ...]
    open: Callable[[Found], int]
    root: Path
    notes: tuple[Reason, ...] = ()
    is_unfolded: bool = False
    paths: Paths = field(default_factory=Paths)


@contextmanager
def opened(place: Path, *, pool: FindingPool, caps: Caps, scratch: Path) -> Iterator[Tree]:
    """A source, listed.

    Args:
        place: as given by the person.
        pool: gives what lists an image; without it, an image is refused.
        caps: how much may be listed.
        scratch: private folder where a device may be mounted.

    Raises:
        HygieError: `airlock.no_source`, `airlock.source_forbidden`, `airlock.source_unreadable`,
            `airlock.unknown_image`, `airlock.image_needs_sandbox`, or those of `mounting`.
    """
    with ExitStack() as until:
        with _telling(place):
            tree = _tree(place, pool=pool, caps=caps, scratch=scratch, until=until)
        yield tree


def _tree(place: Path, *, pool: FindingPool, caps: Caps, scratch: Path, until: ExitStack) -> Tree:
    mode = place.stat().st_mode
    if stat.S_ISBLK(mode):
        folder = until.enter_context(mounting.mounted(place, scratch=scratch))
        return _folder(folder, label=place.name, form="device", caps=caps, until=until)
    if stat.S_ISDIR(mode):
        form = "device" if mounting.is_apart(place) else "folder"
        return _folder(place, label=place.resolve().name, form=form, caps=caps, until=until)
    if stat.S_ISREG(mode):
        return _file(place, pool=pool, caps=caps, until=until)
    raise _no_source(place)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise _no_source(place) from error
    except PermissionError as error:
        raise HygieError(
            "airlock.source_forbidden",
            f"Hygie n’a pas le droit de lire {_shown(place)}. Rien n’a été lu.",
            advice="Vérifiez que cette clé ou ce dossier vous est ouvert, puis recommencez.",
        ) from error
    except OSError as error:
        raise HygieError(
            "airlock.source_unreadable",
            f"{_shown(place)} n’a pas pu être lu ({said(error)}). Rien n’a été transmis.",
            advice="Rebranchez la clé ou remettez le disque, puis recommencez.",
            retry=True,
        ) from error


def _shown(place: Path) -> str:
    return names.shown(names.path_of(str(place)))[:200]


def _no_source(place: Path) -> HygieError:
    return HygieError(
        "airlock.no_source",
        f"Il n’y a rien à examiner ici\u00a0: {_shown(place)}. Rien n’a été lu.",
        advice="Branchez la clé ou le disque, attendez qu’il apparaisse, puis choisissez-le.",
        retry=True,
    )


def _label(name: str) -> str:
    return names.name_of(name).safe[:MAX_LABEL_CHARACTERS]


def _folder(root: Path, *, label: str, form: str, caps: Caps, until: ExitStack) -> Tree:
    paths = Paths()
    reader = Reader(root)
    until.callback(reader.close)
    found = tuple(listed(root, caps=caps, paths=paths))
    return Tree(
        source=Source(form=form, label=_label(label)),
        found=found,
        open=reader.open,
        root=root,
        notes=mounting.notes(root) if form == "device" else (),
        paths=paths,
    )


def _file(place: Path, *, pool: FindingPool, caps: Caps, until: ExitStack) -> Tree:
    """One file: an image of a disc, an archive, or a source of one."""
    fd = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    until.callback(os.close, fd)
    kind = _kind(place, fd)
    paths = Paths()
    if kind == "disk-image" or (kind == "unknown" and place.suffix.lower()[1:] in _IMAGES):
        return _image(place, fd, pool=pool, caps=caps)
    found = Found(
        path=paths.once(place.name), inside=(place.name,), size_bytes=os.fstat(fd).st_size
    )
    return Tree(
        source=Source(form="zip" if kind == "zip" else "file", label=_label(place.name)),
        found=(found,),
        open=lambda _: _again(fd),
        root=place,
        is_unfolded=kind == "zip",
        paths=paths,
    )


def _again(fd: int) -> int:
    """The same file from its beginning."""
    os.lseek(fd, 0, os.SEEK_SET)
    return os.dup(fd)


def _kind(place: Path, fd: int) -> str:
    size = os.fstat(fd).st_size

    def read(at: int, length: int) -> bytes:
        os.lseek(fd, min(at, size), os.SEEK_SET)
        return os.read(fd, length)

    content = Content(
        name=place.name,
        size_bytes=size,
        head=read(0, HEAD_BYTES),
        tail=read(max(0, size - TAIL_BYTES), TAIL_BYTES),
        read=read,
    )
    return recognise(content).kind


def _image(place: Path, fd: int, *, pool: FindingPool, caps: Caps) -> Tree:
    walls = pool()
    if walls is None:
        raise HygieError(
            "airlock.image_needs_sandbox",
            "Une image de disque ne s’ouvre qu’en lecture isolée, qui n’est pas possible sur cet "
            "ordinateur. Rien n’a été ouvert.",
            advice="Branchez le disque ou la clé, ou examinez l’image sur la station.",
        )
    paths = Paths()
    size = os.fstat(fd).st_size
    found = images.listed(fd, size_bytes=size, pool=walls, caps=caps, paths=paths)
    return Tree(
        source=Source(form="image", label=_label(place.name)),
        found=tuple(found),
        open=lambda _: os.dup(fd),
        root=place,
        paths=paths,
    )
