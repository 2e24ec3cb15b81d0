"""Runs the rules on one file. In the sandbox only: an imported pack may call yara-x's own parsers.

A scanner is made in the rehearsal, because making it needs memory that can be run; no time limit
is set on it, because that would start a thread. The walls hold both.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import BinaryIO

import yara_x

from hygie.sandbox import walls
from hygie.sandbox.channel import Message

OWN = Path(__file__).parents[2] / "data" / "rules"
ANY, IMAGES = "any", "dicom"
PACK_SUFFIX = ".yarc"

WINDOW_BYTES = 64 * 1024 * 1024
# What is longer than every string of our rules, so that none is missed between two windows.
OVERLAP_BYTES = 64 * 1024
MAX_MATCHES = 64

# A rule with what it counts for.
_RULE = re.compile(
    r'^rule \w+ \{.*?^    kinds = "(?P<kinds>[a-z ]+)".*?^\}\n', re.MULTILINE | re.DOTALL
)

_own: dict[str, yara_x.Scanner] = {}
_packs: list[tuple[str, yara_x.Scanner]] = []


def rehearse() -> None:
    """Make the scanners: our rules are compiled, a pack was when it was imported."""
    files = sorted(OWN.glob("*.yar"))
    _own[ANY] = _scanner(compiled(files))
    _own[IMAGES] = _scanner(compiled(files, kind=IMAGES))
    for file in sorted(Path(walls.GIVEN).glob(f"*{PACK_SUFFIX}")):
        with file.open("rb") as stream:
            _packs.append((file.stem, _scanner(yara_x.Rules.deserialize_from(stream))))


def compiled(files: list[Path], *, kind: str = ANY) -> yara_x.Rules:
    """The rules of these files; those that count for a kind when one is given."""
    compiler = yara_x.Compiler()
    for file in files:
        source = _RULE.sub(partial(_kept, kind=kind), file.read_text(encoding="utf-8"))
        compiler.add_source(source, origin=file.name)
    return compiler.build()


def _kept(rule: re.Match[str], *, kind: str) -> str:
    return rule[0] if kind == ANY or {ANY, kind} & set(rule["kinds"].split()) else ""


def _scanner(rules: yara_x.Rules) -> yara_x.Scanner:
    scanner = yara_x.Scanner(rules)
    scanner.max_matches_per_pattern(1000)
    scanner.scan(b"")
    return scanner


def match(untrusted: BinaryIO, *, kind: str) -> Message:
    """Our rules that match, by name; a pack's as "pack:rule".

    `kind` is ANY or IMAGES: images are most of what comes, and half of the rules are not for them.

    A pack sees the first window only: its rules speak of beginnings, ours are written for more.
    """
    # Asking for the whole window would have it mapped and cleared for each small file.
    size_bytes = untrusted.seek(0, os.SEEK_END)
    untrusted.seek(0)
    content = untrusted.read(min(WINDOW_BYTES, size_bytes))
    found = dict.fromkeys(_matching(_own[kind], content))
    for pack, scanner in _packs:
        found |= dict.fromkeys(f"{pack}:{name}" for name in _matching(scanner, content))
    while len(content) > OVERLAP_BYTES:
        kept = content[-OVERLAP_BYTES:]
        content = untrusted.read(WINDOW_BYTES)
        if not content:
            break
        # Never at the start of a window: what a rule wants at the start of a file is not there.
        found |= dict.fromkeys(_matching(_own[kind], b"\0" * 1024 + kept + content))
    return Message("matched", {"names": tuple(found)[:MAX_MATCHES]})


def _matching(scanner: yara_x.Scanner, content: bytes) -> list[str]:
    return [rule.identifier for rule in scanner.scan(content).matching_rules]
