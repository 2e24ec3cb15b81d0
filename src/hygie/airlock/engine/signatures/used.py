"""What recognises known threats on this computer today, told with its dates, asked as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from hygie.airlock.engine.cleaner import Asking, Staged
from hygie.airlock.engine.signatures import clamd, packs, rules
from hygie.airlock.rules.reasons import Reason
from hygie.core import rules as dated
from hygie.sandbox.job import Job


class Signatures:
    """Our rules, the packs that were imported, and clamd where it answers.

    Attributes:
        jobs: for the sandbox's pool.
        given: folder to lend to that pool.
        engines: name, then version and date, for the report; says so when there is no antivirus.
    """

    jobs: tuple[Job, ...] = rules.JOBS

    def __init__(self, *, sockets: tuple[Path, ...] = clamd.SOCKETS) -> None:
        self.given = packs.lent()
        self._antivirus = clamd.found(sockets)
        self.engines: Mapping[str, str] = self._told()

    def each(self, files: Sequence[Staged], *, asking: Asking) -> Iterator[tuple[Reason, ...]]:
        """What is known of each file, in their order."""
        for file, found in zip(files, rules.matched(files, asking=asking), strict=True):
            yield (*found, *self._of_antivirus(file))

    def _of_antivirus(self, file: Staged) -> tuple[Reason, ...]:
        if self._antivirus is None:
            return ()
        with file.stored.open("rb") as untrusted:
            return self._antivirus[0].reasons(untrusted)

    def _told(self) -> dict[str, str]:
        told = {
            "Règles de Hygie": f"{len(rules.own_rules())} règles du {rules_written_on()}",
            "YARA-X": version("yara-x"),
        }
        for pack in packs.packs():
            name = f"Règles importées «\u00a0{pack.name}\u00a0»"
            told[name] = f"{pack.rules} règles, le {pack.imported_on}"
        told["Antivirus"] = self._antivirus_told()
        return told

    def _antivirus_told(self) -> str:
        if self._antivirus is None:
            return "aucune base antivirus sur ce poste"
        base = self._antivirus[1]
        if not base.signatures:
            return f"ClamAV {base.version}, sans base officielle"
        return f"ClamAV {base.version}, base {base.signatures} du {base.made_on or 'date inconnue'}"


def rules_written_on() -> date:
    """The day our rules were last written."""
    written_on = dated.load(rules.OWN / "version.toml")["written_on"]
    if not isinstance(written_on, date):
        raise TypeError("version.toml tells a day")
    return written_on
