"""What the rules found, weighed: which count for a file of this kind, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from hygie.airlock.engine.cleaner import Asking, Staged
from hygie.airlock.rules.reasons import MAX_DETAIL_CHARACTERS, Reason
from hygie.sandbox.channel import Kind
from hygie.sandbox.job import Answer, Job, Limits

OWN = Path(__file__).parents[2] / "data" / "rules"
MATCH = Job(
    place="hygie.airlock.engine.signatures.match_inside:match",
    answers={"matched": {"names": Kind.TEXTS}},
)
JOBS = (MATCH,)
# Files that one child matches in turn: our rules are ours, and yara-x alone reads the bytes.
BATCH = 64
LIMITS = Limits(cpu_s=60, wall_s=60.0, output_bytes=64 * 1024)

_RULE = re.compile(
    r"^rule (?P<name>\w+) \{\n  meta:\n"
    r'    label = "(?P<label>[^"]+)"\n'
    r'    effect = "(?P<effect>dangerous|note)"\n'
    r'    kinds = "(?P<kinds>[a-z ]+)"\n',
    re.MULTILINE,
)
_PACK_RULE = re.compile(r"(?P<pack>[a-z0-9-]{1,32}):(?P<rule>\w{1,120})")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one of our rules means: `label` in French, `is_dangerous`, the kinds it counts for."""

    label: str
    is_dangerous: bool
    kinds: frozenset[str]

    def counts_for(self, kind: str) -> bool:
        """Whether the rule says anything of a file of this kind."""
        return "any" in self.kinds or kind in self.kinds


@cache
def own_rules() -> dict[str, Rule]:
    """Our rules by name, read in the text of their files: no compiler on the trusted side."""
    found = {}
    for file in sorted(OWN.glob("*.yar")):
        for match in _RULE.finditer(file.read_text(encoding="utf-8")):
            found[match["name"]] = Rule(
                label=match["label"],
                is_dangerous=match["effect"] == "dangerous",
                kinds=frozenset(match["kinds"].split()),
            )
    return found


def matched(files: Sequence[Staged], *, asking: Asking) -> Iterator[tuple[Reason, ...]]:
    """What the rules say of each file, in their order; nothing is never a proof of anything."""
    for is_image, group in groupby(files, key=lambda file: file.kind == "dicom"):
        some = list(group)
        arguments = {"kind": "dicom" if is_image else "any"}
        answers = asking.each(MATCH, some, arguments=arguments, limits=LIMITS, batch=BATCH)
        for file, answer in zip(some, answers, strict=True):
            yield tuple(_reasons(answer, kind=file.kind))


def _reasons(answer: Answer, *, kind: str) -> Iterator[Reason]:
    if not answer.is_answered:
        yield Reason(code="sign.not_run")
        return
    names = answer.untrusted["names"]
    for untrusted in names if isinstance(names, tuple) else ():
        reason = _reason(str(untrusted), kind=kind)
        if reason is not None:
            yield reason


def _reason(untrusted: str, *, kind: str) -> Reason | None:
    """The reason for one name; None when the rule does not count here, or is unknown."""
    rule = own_rules().get(untrusted)
    if rule is not None:
        if not rule.counts_for(kind):
            return None
        return Reason(
            code="sign.dangerous" if rule.is_dangerous else "sign.note", detail=rule.label
        )
    pack = _PACK_RULE.fullmatch(untrusted)
    if pack is None:
        return None
    return Reason(
        code="sign.pack", detail=f"{pack['pack']}, {pack['rule']}"[:MAX_DETAIL_CHARACTERS]
    )
