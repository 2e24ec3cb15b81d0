"""What an examination found: plain values, for the report, the screen and the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hygie.airlock.engine.cleaner import Image
from hygie.airlock.rules import names
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Colour, Verdict, colour


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One path of the source, or of an archive in it: each exactly once.

    Attributes:
        path: as `Staged.path`.
        verdict: what became of it.
        reasons: why.
        size_bytes: of what was read; 0 when nothing was.
        sha256: of what was read, hex; "" when it was not read whole.
        kind: by its content.
        removed: what is not in the output any more.
        output: path of what is handed over, relative to the delivered folder; "" for nothing.
        output_sha256: hex.
        output_bytes: its size.
        image: for a DICOM file that is handed over.

    `path` may hold marks that turn the reading direction or cannot be seen: a screen, a paper or a
    terminal shows `shown`.
    """

    path: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    size_bytes: int = 0
    sha256: str = ""
    kind: str = ""
    removed: tuple[Reason, ...] = ()
    output: str = ""
    output_sha256: str = ""
    output_bytes: int = 0
    image: Image | None = None

    @property
    def shown(self) -> str:
        """The path with its invisible marks made visible."""
        return names.shown(self.path)

    def as_json(self) -> dict[str, object]:
        """For the report."""
        return {
            "path": self.path,
            "verdict": self.verdict.value,
            "reasons": [reason.sentence for reason in self.reasons],
            "reason_codes": [reason.code for reason in self.reasons],
            "kind": self.kind,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "output": self.output or None,
            "output_sha256": self.output_sha256 or None,
            "output_bytes": self.output_bytes or None,
            "removed": [reason.sentence for reason in self.removed],
            "removed_codes": [reason.code for reason in self.removed],
        }


@dataclass(frozen=True, kw_only=True)
class Source:
    """What was examined.

    Attributes:
        form: "folder", "device", "image", "zip" or "file".
        label: volume's name or last part of the path, shortened.
        identity: for a device: vendor, product, serial number, as the system tells them.
    """

    form: str
    label: str
    identity: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A whole examination.

    Attributes:
        files: in the order of the source.
        source: what was examined.
        began_at, ended_at: with their time zone.
        sandbox: `Strength.as_json()`.
        engines: name to version and date, of readers, rules and signature bases.
        network: "off", "on" or "unknown" when it began.
        is_whole: False when it was cancelled or a limit was met: some of the source was not read.
        notes: what concerns the whole key (a limit met, a keyboard-like device).
        delivered: the folder given, or "" when nothing was handed over.
        made: files of that folder that come from no single path (the fresh DICOMDIR, what is kept
            encrypted): path relative to it, and SHA-256 in hex.
    """

    files: tuple[Entry, ...]
    source: Source
    began_at: datetime
    ended_at: datetime
    sandbox: Mapping[str, object]
    engines: Mapping[str, str] = field(default_factory=dict)
    network: str = "unknown"
    is_whole: bool = True
    notes: tuple[Reason, ...] = ()
    delivered: str = ""
    made: Mapping[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Colour:
        """The colour of the key."""
        found = colour((entry.verdict, entry.reasons) for entry in self.files)
        if found is Colour.GREEN and (
            not self.is_whole or any(n.words.attention for n in self.notes)
        ):
            return Colour.ORANGE
        return found

    def as_json(self) -> dict[str, object]:
        """For the report and `hygie airlock scan --json`."""
        return {
            "verdict": self.verdict.value,
            "sandbox": self.sandbox,
            "source": {
                "form": self.source.form,
                "label": self.source.label,
                "identity": dict(self.source.identity),
            },
            "began_at": self.began_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "engines": dict(self.engines),
            "network": self.network,
            "is_whole": self.is_whole,
            "notes": [note.sentence for note in self.notes],
            "note_codes": [note.code for note in self.notes],
            "made": dict(self.made),
            "files": [entry.as_json() for entry in self.files],
        }
