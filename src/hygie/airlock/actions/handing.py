"""Hand over what an examination rebuilt: to another key, or to a folder."""

from __future__ import annotations

from pathlib import Path

from hygie.airlock.actions.running import Run
from hygie.airlock.engine import handover
from hygie.airlock.engine.outcome import Outcome
from hygie.core import clock
from hygie.core.errors import HygieError


def name_of(outcome: Outcome) -> str:
    """Of the folder made: its date first, no patient's name, and letters that any key can write."""
    return f"SAS-{outcome.began_at.astimezone(clock.PARIS):%Y-%m-%d-%Hh%Mm%S}"


def hand_over(run: Run, outcome: Outcome, *, into: Path, where: str) -> Path:
    """Copy what was rebuilt, with its report; the folder made.

    Args:
        run: the examination.
        outcome: what it found.
        into: an existing folder.
        where: the same, as the person knows it.

    Raises:
        HygieError: `airlock.relative_folder`, or as `handover.copy_out`.
    """
    if not into.is_absolute():
        raise HygieError(
            "airlock.relative_folder",
            "Il faut l’adresse complète du dossier. Rien n’a été copié.",
            advice="Sous Windows, elle commence par une lettre et « :\\ » ; sous Linux, par « / ».",
        )
    made = handover.copy_out(
        run.held.output,
        into=into,
        name=name_of(outcome),
        expected={one.output: one.output_sha256 for one in outcome.files if one.output},
        forbidden=run.source,
    )
    run.handed_to.append(where)
    return made
