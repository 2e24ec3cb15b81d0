"""Staged files put together by lane, so that a child of the sandbox is worth its start."""

from __future__ import annotations

from collections.abc import Sequence

from hygie.airlock.engine.cleaner import Staged
from hygie.airlock.engine.passing import Passing
from hygie.airlock.rules.caps import MIB

GROUP_BYTES = 64 * MIB


class Groups:
    """Groups being filled, one a lane."""

    def __init__(self, passing: Passing) -> None:
        self._passing = passing
        self._files: dict[str, list[Staged]] = {}
        self._bytes: dict[str, int] = {}

    def add(self, file: Staged) -> Sequence[Staged]:
        """Put a file with those of its lane; the group when it is full, else nothing."""
        lane = self._passing.lane(file.kind)
        group = self._files.setdefault(lane, [])
        group.append(file)
        size_bytes = self._bytes.get(lane, 0) + file.size_bytes
        if len(group) < self._passing.batch(file.kind) and size_bytes < GROUP_BYTES:
            self._bytes[lane] = size_bytes
            return ()
        self._bytes.pop(lane, None)
        return self._files.pop(lane)

    def rest(self) -> list[Sequence[Staged]]:
        """The groups that are not full; none is kept."""
        rest: list[Sequence[Staged]] = list(self._files.values())
        self._files, self._bytes = {}, {}
        return rest
