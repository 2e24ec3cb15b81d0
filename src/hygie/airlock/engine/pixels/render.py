"""Pictures to look at, from DICOM files that the airlock delivered; not for diagnosis.

The sandbox draws; a PNG is then written here, from bare pixels (`png`): a browser never opens
anything that a stranger's file could have composed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from hygie.airlock.engine.pixels import png
from hygie.core.errors import HygieError
from hygie.sandbox.channel import Kind, Value
from hygie.sandbox.job import MIB, Answer, Job, Limits
from hygie.sandbox.pool import Pool

Window = tuple[float, float]

FRAME = Job(
    place="hygie.airlock.engine.pixels.render_inside:frame",
    answers={
        "frame": {
            "rows": Kind.INTEGER,
            "columns": Kind.INTEGER,
            "channels": Kind.INTEGER,
            "lines": Kind.MANY_BYTES,
            "frames": Kind.INTEGER,
            "centres": Kind.REALS,
            "widths": Kind.REALS,
        },
        "none": {},
    },
)
# What a `Pool` must be opened with to draw.
JOBS = (FRAME,)

THUMBNAIL_WIDTH = 160
MAX_SIDE = 4096
MAX_FRAMES = 100_000
_LIMITS = Limits(output_bytes=MAX_SIDE * (MAX_SIDE * 3 + 1) + 33 * MIB)
# No parser in C reads these files, which we wrote: a child may draw several.
_BATCH = 16


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One frame, drawn.

    Attributes:
        png: eight bits, grey or colours.
        width, height: in pixels.
        frames: how many the file has, as it says.
        window: centre and width that were used; None for colours, or the file's own table.
    """

    png: bytes
    width: int
    height: int
    frames: int
    window: Window | None


def frame(
    path: Path,
    *,
    pool: Pool,
    frame: int = 0,
    window: Window | None = None,
    width: int | None = None,
) -> bytes:
    """A frame as a PNG.

    Args:
        path: a native DICOM file that the airlock wrote.
        pool: opened with `JOBS`.
        frame: its number, from 0.
        window: centre and width; None: the file's own, or a guess.
        width: greatest width in pixels; None: as it is, at most 4096.

    Raises:
        HygieError: `airlock.no_picture`, or as `Pool.run`.
    """
    return picture(path, pool=pool, frame=frame, window=window, width=width).png


def thumbnail(path: Path, *, pool: Pool) -> bytes:
    """The first frame, small.

    Raises:
        HygieError: as `frame`.
    """
    return frame(path, pool=pool, width=THUMBNAIL_WIDTH)


def picture(
    path: Path,
    *,
    pool: Pool,
    frame: int = 0,
    window: Window | None = None,
    width: int | None = None,
) -> Picture:
    """A frame, and how it was drawn; arguments and errors as `frame`."""
    found = next(series([path], pool=pool, frame=frame, window=window, width=width))
    if found is None:
        raise HygieError(
            "airlock.no_picture",
            "Cette image ne peut pas être montrée ici. Le fichier n’a pas été modifié.",
            advice="Il peut être ouvert avec votre logiciel d’imagerie.",
        )
    return found


def series(
    paths: Sequence[Path],
    *,
    pool: Pool,
    frame: int = 0,
    window: Window | None = None,
    width: int | None = None,
) -> Iterator[Picture | None]:
    """The same frame of several files, in their order; None for one that cannot be drawn.

    Raises:
        HygieError: as `Pool.run`.
    """
    asked = _asked(frame, count=1, window=window, width=width)
    for at in range(0, len(paths), _BATCH):
        with ExitStack() as opened:
            fds = [_opened(path, opened) for path in paths[at : at + _BATCH]]
            there = [fd for fd in fds if fd is not None]
            answers = pool.run_each(FRAME, there, arguments=asked, limits=_LIMITS, batch=_BATCH)
            for fd in fds:
                yield None if fd is None else next(iter(_checked(next(answers))), None)


def film(
    path: Path,
    *,
    pool: Pool,
    first: int = 0,
    count: int = 16,
    window: Window | None = None,
    width: int | None = None,
) -> tuple[Picture, ...]:
    """Frames in a row of one file, 16 at most; fewer if large or at its end, none if not drawn.

    Raises:
        HygieError: as `Pool.run`.
    """
    asked = _asked(first, count=min(max(1, count), _BATCH), window=window, width=width)
    with ExitStack() as opened:
        fd = _opened(path, opened)
        if fd is None:
            return ()
        return _checked(pool.run(FRAME, fd, arguments=asked, limits=_LIMITS))


def _asked(
    number: int, *, count: int, window: Window | None, width: int | None
) -> dict[str, Value]:
    centre, spread = window or (0.0, 0.0)
    return {
        "number": max(0, number),
        "count": count,
        "most": min(max(1, width or MAX_SIDE), MAX_SIDE),
        "centre": _finite(centre),
        "width": max(0.0, _finite(spread)),
    }


def _finite(number: float) -> float:
    return float(number) if math.isfinite(number) else 0.0


def _opened(path: Path, opened: ExitStack) -> int | None:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    opened.callback(os.close, fd)
    return fd


def _checked(answer: Answer) -> tuple[Picture, ...]:
    """The pictures, if what came back can be some."""
    untrusted = answer.untrusted
    if not answer.is_answered or answer.code != "frame":
        return ()
    rows, columns, channels, frames = (
        int(str(untrusted[name])) for name in ("rows", "columns", "channels", "frames")
    )
    if not (0 < rows <= MAX_SIDE and 0 < columns <= MAX_SIDE and 0 < frames <= MAX_FRAMES):
        return ()
    if channels not in {png.GREY, png.COLOURS}:
        return ()
    try:
        return tuple(
            Picture(
                png=png.written(lines, rows=rows, columns=columns, channels=channels),
                width=columns,
                height=rows,
                frames=frames,
                window=(centre, width) if width > 0 else None,
            )
            for lines, centre, width in _rows_of(untrusted)
        )
    except ValueError:  # not as many lines as there must be
        return ()


def _rows_of(untrusted: Mapping[str, Value]) -> Iterator[tuple[bytes, float, float]]:
    """Pixels, centre and width of each picture.

    Raises:
        ValueError: not as many of each.
    """
    columns = [untrusted[name] for name in ("lines", "centres", "widths")]
    lists = [column if isinstance(column, tuple) else () for column in columns]
    for lines, centre, width in zip(*lists, strict=True):
        if not isinstance(lines, bytes):
            raise ValueError("no pixels")
        yield lines, float(centre), float(width)
