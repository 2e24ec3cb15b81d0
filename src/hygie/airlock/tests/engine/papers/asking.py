"""Files made for the tests of papers, and what their cleaners write."""

import io
from dataclasses import replace

from hygie.airlock.engine.cleaner import write
from hygie.airlock.tests import asking


def staged(folder, content, *, name, kind, depth=0):
    """A file as the staging area holds it, so many archives deep."""
    return replace(asking.staged(folder, content, name=name, kind=kind), depth=depth)


def written(output, source):
    """The bytes of an output."""
    target = io.BytesIO()
    with source.stored.open("rb") as stream:
        write(output, source=stream, target=target)
    return target.getvalue()
