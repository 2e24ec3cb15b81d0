"""The way to a real sandbox, as the airlock gives it to its cleaners; and files made for tests."""

import hashlib
from pathlib import Path

from hygie.airlock.engine.cleaner import Staged
from hygie.sandbox.pool import Pool


class PoolAsking:
    """`Asking` over one pool: no cancelling, no skipping."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        for file in files:
            if isinstance(file, bytes):
                yield self.pool.run(job, file, arguments=arguments, limits=limits)
                continue
            with file.stored.open("rb") as stream:
                yield self.pool.run(job, stream.fileno(), arguments=arguments, limits=limits)


def staged(folder: Path, content: bytes, *, name: str, kind: str, depth: int = 0) -> Staged:
    """A file as the staging area holds it."""
    digest = hashlib.sha256(content).hexdigest()
    stored = folder / digest
    stored.write_bytes(content)
    return Staged(
        path=name,
        name=name,
        size_bytes=len(content),
        sha256=digest,
        stored=stored,
        kind=kind,
        depth=depth,
    )


def written(output, source: Staged) -> bytes:
    """The bytes of an output."""
    import io

    from hygie.airlock.engine.cleaner import write

    target = io.BytesIO()
    with source.stored.open("rb") as stream:
        write(output, source=stream, target=target)
    return target.getvalue()
