"""What a station handed over, made for real: examined elsewhere, in a home folder of its own."""

import json
import os

from hygie.airlock.actions import examining
from hygie.airlock.engine import report, signing
from hygie.airlock.tests import outcomes


def handed_over(folder, *, elsewhere, scan=outcomes.scan):
    """Fill a folder as another computer's station does."""
    home = os.environ["HYGIE_HOME"]
    os.environ["HYGIE_HOME"] = str(elsewhere)
    try:
        source = folder.parent / "CD DE RADIO"
        source.mkdir(exist_ok=True)
        examining.examine(source, out=folder, who="Bruno", scan=scan)
    finally:
        os.environ["HYGIE_HOME"] = home
    return folder


def scan_of(*entries, contents):
    """A scan that hands over these contents."""

    def scan(source, *, out, **_):
        for name, content in contents.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
        return outcomes.outcome(*entries, delivered=str(out))

    return scan


def rewritten(folder, key_place, **changes):
    """The report changed and signed again, as a station gone bad would."""
    path = folder / report.JSON_NAME
    said = {**json.loads(path.read_bytes()), **changes}
    path.write_bytes(report.as_file(report.signed(said, key=signing.station_key(key_place))))
