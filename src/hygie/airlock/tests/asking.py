"""What tests give a cleaner: staged files, and the way to a real sandbox."""

import hashlib

from hygie.airlock.engine.cleaner import Staged


class PoolAsking:
    """The way to the sandbox, without anybody who cancels."""

    def __init__(self, pool):
        self.pool = pool

    def each(self, job, files, *, arguments=None, limits=None, batch=1):
        streams = []
        inputs = []
        for file in files:
            if isinstance(file, bytes):
                inputs.append(file)
            else:
                streams.append(file.stored.open("rb"))
                inputs.append(streams[-1].fileno())
        try:
            yield from self.pool.run_each(
                job, inputs, arguments=arguments, limits=limits, batch=batch
            )
        finally:
            for stream in streams:
                stream.close()


def staged(folder, content, *, name="fichier", kind="text"):
    """A file as if it had just been copied from a key."""
    stored = folder / hashlib.sha256(content + name.encode()).hexdigest()
    stored.write_bytes(content)
    return Staged(
        path=name,
        name=name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored=stored,
        kind=kind,
    )
