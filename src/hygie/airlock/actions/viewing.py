"""The pictures of an examination, drawn in the sandbox as they are looked at, and kept a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from hygie.airlock.actions.running import Run
from hygie.airlock.engine.pixels import render
from hygie.airlock.queries.studies import Slice
from hygie.airlock.rules.windows import window_of
from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool

# A screen's width; the thumbnail of a series; the detail of a mammography.
WIDTHS = (160, 512, 1024, 2048)
MAX_KEPT_BYTES = 128 * 1024 * 1024

Asked = tuple[str, int, str, int]


@dataclass(eq=False)
class Viewer:
    """One pool for the whole examination, and the pictures drawn last."""

    folder: Path
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _pool: Pool | None = None
    _is_closed: bool = False
    _kept: OrderedDict[Asked, bytes] = field(default_factory=OrderedDict)
    _kept_bytes: int = 0

    def picture(self, one: Slice, *, window_code: str, width: int) -> bytes:
        """A PNG.

        Raises:
            HygieError: `sandbox.absent`, `sandbox.broken` or `airlock.no_picture`.
        """
        asked = (one.entry.output, one.frame, window_code, width)
        with self._guard:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        file = self.folder / one.entry.output
        if not file.is_file():  # no sandbox is started for it
            raise _gone()
        window = window_of(window_code)
        drawn = render.frame(
            file,
            pool=self._opened(),
            frame=one.frame,
            window=window.values if window else None,
            width=width,
        )
        self._keep(asked, drawn)
        return drawn

    def _opened(self) -> Pool:
        with self._guard:
            if self._is_closed:
                raise ValueError("this examination is erased")
            if self._pool is None:
                self._pool = Pool(render.JOBS)
            return self._pool

    def _keep(self, asked: Asked, drawn: bytes) -> None:
        with self._guard:
            self._kept_bytes += len(drawn) - len(self._kept.pop(asked, b""))
            self._kept[asked] = drawn
            while self._kept_bytes > MAX_KEPT_BYTES:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])

    def close(self) -> None:
        """Forget every picture."""
        with self._guard:
            self._is_closed = True
            self._kept.clear()
            if self._pool is not None:
                self._pool.close()


def _gone() -> HygieError:
    return HygieError("airlock.no_picture", "Cette image n’est plus là.")


_viewers: dict[str, Viewer] = {}
_guard = threading.Lock()


def picture(run: Run, one: Slice, *, untrusted_window: str, untrusted_width: str) -> bytes:
    """A picture of an examination, as a PNG.

    Raises:
        HygieError: as `Viewer.picture`.
    """
    width = int(untrusted_width) if untrusted_width.isdecimal() else 0
    window = window_of(untrusted_window)
    return _viewer(run).picture(
        one,
        window_code=window.code if window else "",
        width=width if width in WIDTHS else WIDTHS[2],
    )


def _viewer(run: Run) -> Viewer:
    with _guard:
        if run.name not in _viewers:
            viewer = Viewer(folder=run.held.output)
            _viewers[run.name] = viewer
            run.at_erasing.append(viewer.close)
            run.at_erasing.append(lambda: _viewers.pop(run.name, None))
        return _viewers[run.name]
