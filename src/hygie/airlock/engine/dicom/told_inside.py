"""The answer of the walk while it is made. Inside only."""

from __future__ import annotations

from dataclasses import dataclass, field

from hygie.airlock.engine.dicom import telling
from hygie.airlock.engine.dicom.checks_inside import value_of
from hygie.airlock.engine.dicom.values_inside import Notes
from hygie.airlock.engine.dicom.vrs import LONG
from hygie.sandbox.channel import Message

LOSS = 0x00282110
_DESCRIBING_FROM, _DESCRIBING_TO = 0x00280002, 0x00280107
_BLOBS = ("before", "describing", "between", "beyond", "content", "fragments")


@dataclass
class Told:
    """What is told so far.

    Attributes:
        lines, numbers: by the names of `telling`.
        blobs: what is bytes.
    """

    lines: dict[str, str] = field(default_factory=lambda: {"form": "none", "number": "integer"})
    numbers: dict[str, int] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=lambda: dict.fromkeys(_BLOBS, b""))

    def message(self, notes: Notes) -> Message:
        """The answer."""
        said = [
            telling.Said(True, code, notes.details[code, name], count)
            for (code, name), count in sorted(notes.counts.items())
        ]
        said += [telling.Said(False, code, "", 1) for code in sorted(notes.noticed)]
        packed = telling.packed(lines=self.lines, numbers=self.numbers, said=said)
        return Message("walked", packed | self.blobs)


def tell_parts(values: dict[int, bytes], told: Told, notes: Notes) -> None:
    """The data set, cut where a change of pixels changes it."""
    parts: dict[str, list[bytes]] = {"before": [], "describing": [], "between": [], "beyond": []}
    for tag in sorted(values):
        piece = values[tag]
        if tag < _DESCRIBING_FROM:
            parts["before"].append(piece)
        elif tag > _DESCRIBING_TO:
            if tag != LOSS:
                parts["between" if tag < LOSS else "beyond"].append(piece)
        elif piece[4:6] in LONG:
            notes.add("dicom.malformed", tag)
        else:
            parts["describing"].append(piece)
    told.blobs |= {name: b"".join(pieces) for name, pieces in parts.items()}
    loss = value_of(values[LOSS]).strip(b" \0") if LOSS in values else b""
    told.lines["loss"] = loss.decode("ascii") if loss in {b"00", b"01"} else ""
