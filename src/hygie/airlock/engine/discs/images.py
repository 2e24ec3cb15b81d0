"""The files of a disc's or a key's image: listed in the sandbox, checked here, read in place."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from hygie.airlock.engine.listing import Found, Paths
from hygie.airlock.rules.caps import Caps
from hygie.airlock.rules.reasons import Reason
from hygie.airlock.rules.verdicts import Verdict
from hygie.core.errors import HygieError
from hygie.sandbox.channel import Kind
from hygie.sandbox.job import Answer, Job, Limits
from hygie.sandbox.pool import Pool

_ANSWERS = {"listed": {"paths": Kind.TEXTS, "extents": Kind.MANY_BYTES}, "unknown": {}}
JOBS = tuple(
    Job(place=f"hygie.airlock.engine.discs.{form}_inside:listed", answers=_ANSWERS)
    for form in ("iso", "fat")
)
LIMITS = Limits(cpu_s=30, wall_s=60.0)
# Two values a file, under what one answer may hold.
MOST_IN_AN_ANSWER = 30_000
_EXTENT = struct.Struct("<QQ")


def listed(fd: int, *, size_bytes: int, pool: Pool, caps: Caps, paths: Paths) -> list[Found]:
    """What an image holds.

    Args:
        fd: the image, opened for reading only.
        size_bytes: its size: nothing that is told to lie beyond is believed.
        pool: has the jobs of this module.
        caps: how many files at most.
        paths: makes each unique.

    Raises:
        HygieError: `airlock.unknown_image`.
    """
    for job in JOBS:
        if pool.run(job, fd, arguments={"skip": 0, "most": 0}, limits=LIMITS).code == "listed":
            return list(_listed(fd, job, size_bytes=size_bytes, pool=pool, caps=caps, paths=paths))
    raise _unknown()


def _unknown() -> HygieError:
    return HygieError(
        "airlock.unknown_image",
        "Ce fichier n’est pas une image de disque que Hygie sait lire (CD ou DVD ISO\u00a09660, "
        "clé FAT), ou elle est abîmée. Rien n’a été transmis.",
        advice="Branchez le disque ou la clé, ou demandez à votre informaticien de monter l’image "
        "en lecture seule, puis donnez le dossier où elle apparaît.",
    )


def _listed(
    fd: int, job: Job, *, size_bytes: int, pool: Pool, caps: Caps, paths: Paths
) -> Iterator[Found]:
    count = 0
    while count < caps.files:
        most = min(MOST_IN_AN_ANSWER, caps.files - count)
        answer = pool.run(job, fd, arguments={"skip": count, "most": most}, limits=LIMITS)
        if answer.code != "listed":
            raise _unknown()
        pairs = _pairs(answer)
        for path, packed in pairs:
            yield _found(path, packed, size_bytes=size_bytes, caps=caps, paths=paths)
        count += len(pairs)
        if len(pairs) < most:
            return
    reasons = (Reason(code="source.too_many"),)
    yield Found(path=paths.once("…"), inside=("…",), verdict=Verdict.ERROR, reasons=reasons)


def _pairs(answer: Answer) -> list[tuple[str, bytes]]:
    """What was told, when both lists are of one length."""
    paths, extents = answer.untrusted["paths"], answer.untrusted["extents"]
    if not isinstance(paths, tuple) or not isinstance(extents, tuple):
        return []
    if len(paths) != len(extents):
        raise _unknown()
    return [
        (path, packed)
        for path, packed in zip(paths, extents, strict=True)
        if isinstance(path, str) and isinstance(packed, bytes)
    ]


def _found(
    untrusted_path: str, packed: bytes, *, size_bytes: int, caps: Caps, paths: Paths
) -> Found:
    parts = [part for part in untrusted_path.split("/") if part not in {"", ".", ".."}]
    inside = tuple(parts) or ("_",)
    whole = len(packed) - len(packed) % _EXTENT.size
    extents = tuple(_EXTENT.iter_unpack(packed[:whole]))
    length = sum(size for _, size in extents)
    refused = _refusal(extents, length, size_bytes=size_bytes, caps=caps)
    return Found(
        path=paths.once("/".join(inside)),
        inside=inside,
        size_bytes=length,
        verdict=refused[0] if refused else None,
        reasons=(Reason(code=refused[1]),) if refused else (),
        extents=extents,
    )


def _refusal(
    extents: tuple[tuple[int, int], ...], length: int, *, size_bytes: int, caps: Caps
) -> tuple[Verdict, str] | None:
    if any(at + size > size_bytes for at, size in extents):
        return Verdict.UNVERIFIABLE, "source.unreadable"
    if length > caps.file_bytes:
        return Verdict.UNVERIFIABLE, "source.too_large"
    return None
