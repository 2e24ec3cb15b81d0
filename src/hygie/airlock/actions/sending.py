"""A zip or a disc's image sent by the browser: written in the private folder, then examined."""

from __future__ import annotations

from collections.abc import Iterable

from hygie.airlock.actions import running
from hygie.airlock.actions.running import Examine, Run
from hygie.airlock.engine import held
from hygie.core import files

# The name that it had is shown and reported; on the disk it has ours.
STORED = {".zip": "envoi.zip", ".iso": "envoi.iso"}


def start_sent(
    content: Iterable[bytes],
    *,
    untrusted_name: str,
    who: str,
    examine: Examine,
    is_drawn: bool = False,
) -> Run:
    """Examine what was sent.

    Raises:
        HygieError: as `running.start`, or as `files.telling_disk_errors`.
    """
    if running.current() is not None:
        nothing = held.root()
        return running.start(nothing, label="", who=who, examine=examine, ready=None)
    mine = held.take()
    try:
        with files.telling_disk_errors(mine.folder):
            mine.upload.mkdir(mode=0o700)
            stored = mine.upload / STORED.get(untrusted_name[-4:].lower(), "envoi")
            with stored.open("xb") as stream:
                stream.writelines(content)
    except BaseException:
        mine.drop()
        raise
    label = "".join(letter for letter in untrusted_name if letter.isprintable())[-60:]
    return running.start(
        stored, label=label, who=who, examine=examine, ready=mine, is_drawn=is_drawn
    )
