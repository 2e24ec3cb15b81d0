"""A whole stream without a sandbox, for the tests of its parts."""

from pathlib import Path
from typing import Any

import pytest

from hygie.airlock.engine import sources
from hygie.airlock.engine.asking import Stops
from hygie.airlock.engine.flow import Flow
from hygie.airlock.engine.passing import Passing
from hygie.airlock.engine.results import Results
from hygie.airlock.engine.staging import Staging
from hygie.airlock.engine.withholding import Withholding
from hygie.airlock.rules.caps import Caps
from hygie.airlock.tests.engine import tiny

SOMETHING: Any = object()  # a sandbox that nobody asks


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv("HYGIE_HOME", str(tmp_path / "chez"))
    (tmp_path / "cle").mkdir()
    return tmp_path / "cle"


def flow(place: Path, *, stops=None, told=None, **caps):
    """Every entry by its path, whether all was read, the notes; nothing stays staged."""
    with Staging() as area:
        limits = Caps(**caps)
        with sources.opened(place, pool=lambda: None, caps=limits, scratch=area.folder) as tree:
            results = Results(paths=tree.paths, telling=told)
            passing = Passing(
                sandbox=lambda: SOMETHING,
                cleaner_of=tiny.lanes().cleaner_of,
                signatures=None,
                delivery=None,
                recipient="",
                staging=area,
                stops=stops or Stops(),
                results=results,
                withholding=Withholding(is_disc=False),
            )
            run = Flow(tree=tree, passing=passing, caps=limits)
            run.run()
        assert [path.name for path in area.folder.iterdir()] == ["lock"]
        assert run._held_bytes == 0
    return {one.path: one for one in results.in_order({})}, results


def codes(entries):
    return {path: entry.reasons[-1].code for path, entry in entries.items()}
