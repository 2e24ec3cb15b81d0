"""One examination of a key, from its first byte to the folder that is handed over.

The source is read once, by one thread, into the staging area. Groups of staged files pass through
the sandbox meanwhile (`passing`), by two others; each copy is removed as soon as its output is
written. Without a working sandbox nothing is decoded: the inventory is made, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import metadata
from pathlib import Path

from hygie.airlock.engine import cleaners, sources
from hygie.airlock.engine.asking import SandboxAsking, Stops
from hygie.airlock.engine.cleaner import Cleaner
from hygie.airlock.engine.deliver import Delivered, Delivery, Index, recipient_of
from hygie.airlock.engine.discs import images
from hygie.airlock.engine.flow import Flow
from hygie.airlock.engine.opening import Pools
from hygie.airlock.engine.outcome import Outcome
from hygie.airlock.engine.passing import Passing, Signatures
from hygie.airlock.engine.results import Progress, Results, Telling
from hygie.airlock.engine.staging import Staging
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.core import clock

__all__ = ["Lanes", "Progress", "examine"]

# Readers that load no library: they start in a third of a second, the others when first wanted.
_LIGHT = tuple(
    f"hygie.airlock.engine.{part}"
    for part in ("discs.", "signatures.", "dicom.", "papers.archive_inside")
)

# What reads strangers' files inside, told in the report.
_READERS = (
    "pydicom", "pikepdf", "pypdfium2", "pillow", "pylibjpeg-openjpeg", "pyjpegls", "python-gdcm",
    "yara-x",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """What is known of files: their cleaners, and who writes the fresh index of images."""

    cleaners: tuple[Cleaner, ...]
    index: Index | None = None

    def cleaner_of(self, kind: str) -> Cleaner | None:
        """Who takes files of this kind."""
        return next((one for one in self.cleaners if kind in one.kinds), None)


def built_in() -> Lanes:
    """Those of the house."""
    return Lanes(cleaners=tuple(cleaners.CLEANERS.values()), index=cleaners.INDEX)


def examine(
    source: Path,
    *,
    out: Path | None = None,
    caps: Caps | None = None,
    progress: Telling | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    skipped: Callable[[str], bool] = lambda path: False,
    signatures: Signatures | None = None,
    recipient: str = "",
    lanes: Lanes | None = None,
) -> Outcome:
    """Examine a key, a folder, a disc's image or a portal's ZIP, which is never written.

    Args:
        source: what to read.
        out: a folder, new or empty, for what is handed over; None: nothing is.
        caps: how much it may cost.
        progress: told from several threads, never two at once; it must be quick.
        cancelled: asked often; once it says yes nothing more is read, and nothing is handed over.
        skipped: asked for a path; once it says yes that file is passed over.
        signatures: what recognises known carriers.
        recipient: age public key to which dangerous files are kept encrypted; "": not kept.
        lanes: other cleaners than the house's.

    Raises:
        HygieError: those of `sources` and `deliver`, or the disk's. Nothing is left then.
    """
    if recipient:
        recipient_of(recipient)
    asked = Stops(cancelled=cancelled, skipped=skipped)
    tools = _Tools(lanes=lanes or built_in(), signatures=signatures, recipient=recipient)
    return _examined(source, out, tools=tools, caps=caps or Caps(), asked=asked, telling=progress)


@dataclass(frozen=True, kw_only=True)
class _Tools:
    """What judges, and to whom dangerous files are kept."""

    lanes: Lanes
    signatures: Signatures | None
    recipient: str


def _examined(
    source: Path,
    out: Path | None,
    *,
    tools: _Tools,
    caps: Caps,
    asked: Stops,
    telling: Telling | None,
) -> Outcome:
    began_at = clock.now()
    with ExitStack() as until:
        staging = until.enter_context(Staging())
        sandbox = until.enter_context(_sandbox(tools))
        tree = until.enter_context(
            sources.opened(source, pool=sandbox.pool, caps=caps, scratch=staging.folder)
        )
        delivery = Delivery(out, source=tree.root, staging=staging) if out else None
        if delivery:
            until.callback(delivery.abandon)
        results = Results(paths=tree.paths, telling=telling)
        stops = replace(asked, begins=results.begins, ends=results.ends)
        run = _Run(staging=staging, delivery=delivery, stops=stops, results=results)
        Flow(tree=tree, passing=_passing(run, tools, sandbox, tree), caps=caps).run()
        # Asked once more: what is handed over a moment later is not taken back.
        kept = None if stops.cancelled() else delivery
        delivered = _delivered(kept, results, index=tools.lanes.index)
        outcome = _outcome(tree, results, delivered, kept, began_at=began_at)
        return replace(
            outcome, sandbox=sandbox.strength.as_json(), engines=_engines(tools.signatures)
        )


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What belongs to one examination."""

    staging: Staging
    delivery: Delivery | None
    stops: Stops
    results: Results


def _passing(run: _Run, tools: _Tools, sandbox: Pools, tree: sources.Tree) -> Passing:
    return Passing(
        sandbox=lambda: _asking(sandbox, run.stops),
        cleaner_of=tools.lanes.cleaner_of,
        signatures=tools.signatures,
        delivery=run.delivery,
        recipient=tools.recipient,
        staging=run.staging,
        stops=run.stops,
        results=run.results,
        withholding=Withholding(is_disc=_is_disc(tree)),
    )


def _outcome(
    tree: sources.Tree,
    results: Results,
    delivered: Delivered,
    kept: Delivery | None,
    *,
    began_at: datetime,
) -> Outcome:
    return Outcome(
        files=results.in_order(delivered.names),
        source=tree.source,
        began_at=began_at,
        ended_at=clock.now(),
        sandbox={},
        is_whole=results.is_whole,
        notes=(*tree.notes, *_empty(results), *results.notes),
        delivered=str(kept.target) if kept else "",
        made=delivered.made,
    )


def _sandbox(tools: _Tools) -> Pools:
    """Pools with every job; the first starts while the key is already being read."""
    signatures = tools.signatures
    readers = (*tools.lanes.cleaners, *((signatures,) if signatures else ()))
    jobs = [*images.JOBS, *(job for reader in readers for job in reader.jobs)]
    return Pools(
        [job for job in jobs if job.module.startswith(_LIGHT)],
        [job for job in jobs if not job.module.startswith(_LIGHT)],
        given=signatures.given if signatures else None,
    )


def _asking(sandbox: Pools, stops: Stops) -> SandboxAsking | None:
    return SandboxAsking(pool_of=sandbox.of, stops=stops) if sandbox.pool() else None


def _is_disc(tree: sources.Tree) -> bool:
    return any(found.name.upper() in {"DICOMDIR", "DICOMDIR."} for found in tree.found)


def _empty(results: Results) -> tuple[Reason, ...]:
    return () if results.entries else (Reason(code="source.empty"),)


def _delivered(delivery: Delivery | None, results: Results, *, index: Index | None) -> Delivered:
    if delivery is None:
        return Delivered(names={}, made={})
    return delivery.finish(results.in_order_of_source(), index=index)


def _engines(signatures: Signatures | None) -> dict[str, str]:
    """What read and judged, with versions; bases of signatures with their dates."""
    found = {"hygie": metadata.version("hygie")}
    for name in _READERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found | dict(signatures.engines if signatures else {})
