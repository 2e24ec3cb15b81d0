"""Prunes a PDF in place, from its root down, to what `pdf_schema_inside` lists."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from hygie.airlock.engine.papers.pdf_actions_inside import is_jump, named, told, triggered, word
from hygie.airlock.engine.papers.pdf_schema_inside import (
    FILTERS,
    HARMLESS,
    INERT_NOTES,
    MEDIA_NOTES,
    PLAIN,
    SCHEMA,
    STREAM,
    TOLD,
)
from hygie.airlock.engine.papers.pdf_streams_inside import (
    RefusedError,
    archive_at,
    filters,
    is_exact,
    without_archive,
)

MAX_VISITED = 400_000
MAX_IMAGE_PIXELS = 400_000_000
# A stream whose content is out of proportion is a bomb for whoever opens the document.
MAX_RATIO = 100
MAX_PIXEL_BYTES = 8  # four colours of sixteen bits
RATIO_FROM_BYTES = 128 * 1024 * 1024


class Walk:
    """One pruning.

    Attributes:
        removed: how many of each thing were taken out, by code.
        pruned: what was cut off, for who counts what nothing uses.
        seen: numbers of the objects that are kept.
    """

    def __init__(self, pages: set[tuple[int, int]]) -> None:
        self.pages = pages
        self.removed: Counter[str] = Counter()
        self.pruned: list[Any] = []
        self.seen: set[tuple[int, int]] = set()
        self._done: set[tuple[tuple[int, int], str]] = set()
        self._waiting: list[tuple[Any, str]] = []
        self._visited = 0

    def prune(self, root: Any, kind: str) -> None:
        """Everything below, each object once for each kind that it is used as."""
        self._waiting.append((root, kind))
        while self._waiting:
            self._visited += 1
            if self._visited > MAX_VISITED:
                raise RefusedError("too_many")
            self._prune_one(*self._waiting.pop())

    def _prune_one(self, one: Any, kind: str) -> None:
        is_map = kind.startswith("{")
        allowed = {"*": kind[1:-1]} if is_map else SCHEMA[kind]
        for slashed, value in list(one.items()):
            key = slashed[1:]
            if value is None:  # as if it were not there; nor will it be written
                continue
            wanted = allowed.get(key) or allowed.get("*")
            if wanted is None:
                self._tell(key, value, kind)
            elif self._admits(value, wanted):
                continue
            if key != "Length":
                self.pruned.append(value)
                del one[_name(slashed)]

    def _is_new(self, value: Any, kind: str) -> bool:
        """Whether it is to be looked at; a loop of references is met once."""
        number = value.objgen
        if number == (0, 0):
            return True
        self.seen.add(number)
        if (number, kind) in self._done:
            return False
        self._done.add((number, kind))
        return True

    def _admits(self, value: Any, wanted: str) -> bool:
        """Whether a value may stay, pruned in its turn."""
        if not isinstance(value, pikepdf.Object):
            return True
        special = SPECIAL.get(wanted)
        if special is not None:
            return special(self, value)
        if isinstance(value, Array):
            return self._admits_array(value, wanted)
        if not isinstance(value, Dictionary | Stream):
            return True
        kind = self._kind(value, wanted)
        if kind is None:
            return False
        if self._is_new(value, kind):
            if isinstance(value, Stream):
                self._look_at_stream(value)
            self._waiting.append((value, kind))
        return True

    def _admits_array(self, values: Any, wanted: str) -> bool:
        if self._is_new(values, f"[{wanted}]"):
            refused = [rank for rank, one in enumerate(values) if not self._admits(one, wanted)]
            for rank in reversed(refused):
                self.pruned.append(values[rank])
                del values[rank]
        return True

    def _kind(self, value: Any, wanted: str) -> str | None:
        """Kind of a dictionary or a stream that stands where this one is wanted."""
        if wanted == PLAIN:
            self.removed["unknown"] += 1
            return None
        if isinstance(value, Stream):
            return self._stream_kind(value, wanted)
        if wanted == "node":
            return "node" if "/Kids" in value else "page"
        if wanted == "annotation":
            return wanted if self._is_inert(value) else None
        if wanted in {"image", "form", "content", "xobject", "font_file"}:
            return None  # a dictionary where only a stream draws something
        return wanted

    def _stream_kind(self, value: Any, wanted: str) -> str | None:
        kind = "form" if wanted == "appearances" else wanted
        if kind == "xobject":
            subtype = word(value.get("/Subtype"))
            kind = {"/Image": "image", "/Form": "form"}.get(subtype, "")
        is_known = all(name in FILTERS for name in filters(value))
        if not is_known or kind not in SCHEMA or SCHEMA[kind].keys().isdisjoint(STREAM):
            self.removed["unknown"] += 1
            return None
        return kind

    def _is_inert(self, note: Any) -> bool:
        subtype = word(note.get("/Subtype"))[1:]
        if subtype == "Link":
            action = note.get("/A")
            if action is None or is_jump(action):
                return True
            self.removed += told(action)
            return False
        if subtype in INERT_NOTES:
            return True
        code = "media" if subtype in MEDIA_NOTES else "annotation"
        code = {"FileAttachment": "attachment", "Widget": "form"}.get(subtype, code)
        self.removed[code] += 1
        return False

    def _tell(self, key: str, value: Any, kind: str) -> None:
        """Count what is taken out."""
        if key in {"A", "PA", "OpenAction"}:
            is_place = key == "OpenAction" and not isinstance(value, Dictionary)
            self.removed += {"open_view": 1} if is_place else told(value)
        elif key == "AA":
            self.removed += triggered(value)
        elif key in {"JavaScript", "EmbeddedFiles", "Renditions"} and kind == "names":
            self.removed[TOLD[key]] += named(value)
        elif key == "F" and "Length" in SCHEMA[kind]:
            self.removed["external"] += 1
        elif key in TOLD:
            self.removed[TOLD[key]] += 1
        elif key not in HARMLESS and isinstance(value, Dictionary | Stream | Array):
            self.removed["unknown"] += 1

    def _admits_action(self, action: Any) -> bool:
        if not is_jump(action):
            self.removed += told(action)
            return False
        if "/Next" in action:
            self.removed += told(action["/Next"])
        if self._is_new(action, "goto"):
            self._waiting.append((action, "goto"))
        return True

    def _admits_destination(self, target: Any) -> bool:
        """A place in a page; anything else could lead to an object that nobody looked at."""
        if isinstance(target, Dictionary):
            if self._is_new(target, "target"):
                self._waiting.append((target, "target"))
            return True
        if not isinstance(target, Array):
            return not isinstance(target, Stream)
        if target.objgen != (0, 0):
            self.seen.add(target.objgen)
        first, *rest = [*target] or [None]
        if isinstance(first, Stream | Array) or any(
            isinstance(one, Dictionary | Stream | Array) for one in rest
        ):
            return False
        return not isinstance(first, Dictionary) or first.objgen in self.pages

    def _admits_targets(self, names: Any) -> bool:
        """Pairs of a name and a destination: those that lead nowhere are left empty."""
        if not isinstance(names, Array):
            return False
        for rank, one in enumerate(names):
            if isinstance(one, pikepdf.Object) and not self._admits_destination(one):
                names[rank] = None
        return True

    def _admits_page(self, page: Any) -> bool:
        return isinstance(page, Dictionary) and page.objgen in self.pages

    def _look_at_stream(self, stream: Any) -> None:
        """Refuse what is out of proportion; write again what holds more than its data."""
        width, height = stream.get("/Width", 0), stream.get("/Height", 0)
        pixels = width * height if isinstance(width, int) and isinstance(height, int) else 0
        if pixels > MAX_IMAGE_PIXELS:
            raise RefusedError("too_large")
        names = filters(stream)
        raw = bytes(stream.get_raw_stream_buffer())
        if archive_at(raw) >= 0:
            self.removed["hidden"] += 1
            kept = without_archive(raw, names=names)
            stream.write(kept, filter=Name.DCTDecode if kept else None)
            return
        times = sum(name in {"FlateDecode", "Fl"} for name in names)
        if not times:
            return
        most = max(RATIO_FROM_BYTES, MAX_RATIO * len(raw), MAX_PIXEL_BYTES * pixels)
        is_first = names[0] in {"FlateDecode", "Fl"}
        if raw and is_first and not is_exact(raw, times=times, most=most):
            self.removed["hidden"] += 1
            _write_again(stream)


def _name(slashed: str) -> Any:
    """The name of a key: what is not UTF-8 in it came as lone surrogates."""
    if slashed.isascii():
        return slashed
    written = slashed[1:].encode("utf-8", "surrogateescape")
    return pikepdf.Object.parse(b"/" + b"".join(b"#%02x" % byte for byte in written))


def _write_again(stream: Any) -> None:
    """Keep only what a stream decodes to, as far as it does."""
    try:
        stream.write(stream.read_bytes())
    except (pikepdf.PdfError, ValueError):
        stream.write(b"")


SPECIAL = {
    "action": Walk._admits_action,
    "dest": Walk._admits_destination,
    "targets": Walk._admits_targets,
    "page_reference": Walk._admits_page,
}
