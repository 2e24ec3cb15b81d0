"""The probe of pending updates, from what the system already knows: nothing is fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hygie.checkup.engine import apt, windows
from hygie.checkup.engine.plain_files import exists
from hygie.checkup.engine.plists import read_plist
from hygie.checkup.engine.probe import Machine
from hygie.checkup.observation import Observation, Status
from hygie.core.errors import HygieError

MAX_EXAMPLES = 8

# Offline: the answer of the last search that Windows made by itself.
WINDOWS_SCRIPT = """
$last=(New-Object -ComObject Microsoft.Update.AutoUpdate).Results;
$searcher=(New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher();
$searcher.Online=$false;
$found=$searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Software'").Updates;
$searched=$null;
if($last.LastSearchSuccessDate){
  $searched=[DateTime]::SpecifyKind($last.LastSearchSuccessDate,'Utc').ToString('o')}
@{pending=$found.Count;
  security=@($found|Where-Object{$_.MsrcSeverity}).Count;
  searched=$searched;
  restart=Test-Path ('HKLM:/SOFTWARE/Microsoft/Windows/CurrentVersion/'+
    'WindowsUpdate/Auto Update/RebootRequired')}|ConvertTo-Json
"""


class Updates:
    """Facts: `manager`, `pending`, `security`, `refreshed_at`, `restart_needed`, `examples`."""

    name = "updates"
    reads = "Le nombre de mises à jour que le système a déjà trouvées, et la date de sa recherche."
    never_reads = "Ni vos documents, ni vos programmes ; rien n’est téléchargé ni installé."

    def look(self, machine: Machine) -> Observation:
        """Count what waits."""
        try:
            facts = {"linux": _linux, "windows": _windows, "darwin": _macos}[machine.system](
                machine
            )
        except HygieError:
            return self._unread(
                Status.UNREADABLE, "Le système n’a pas su donner la liste de ses mises à jour."
            )
        if facts is None:
            return self._unread(
                Status.UNSUPPORTED, "Hygie ne sait pas encore lire les mises à jour de ce système."
            )
        return Observation(probe=self.name, status=Status.SEEN, facts=facts)

    def _unread(self, status: Status, note: str) -> Observation:
        return Observation(probe=self.name, status=status, note=note)


def _linux(machine: Machine) -> dict[str, Any] | None:
    found = apt.waiting(machine)
    if found is None:
        return None
    return {
        "manager": "apt",
        "pending": len(found.names),
        "security": len(found.security),
        "refreshed_at": found.refreshed_at.isoformat() if found.refreshed_at else None,
        "restart_needed": exists(machine.root / "run/reboot-required"),
        "unread_lists": found.unread_lists,
        "examples": sorted(found.security or found.names)[:MAX_EXAMPLES],
    }


def _windows(machine: Machine) -> dict[str, Any]:
    answer = windows.powershell(machine.run, WINDOWS_SCRIPT)
    try:
        return {
            "manager": "Windows Update",
            "pending": int(answer["pending"]),
            "security": int(answer["security"]),
            "refreshed_at": str(answer["searched"]) if answer["searched"] else None,
            "restart_needed": bool(answer["restart"]),
        }
    except (KeyError, TypeError, ValueError) as error:
        raise HygieError("checkup.powershell", "Windows n’a pas su répondre.") from error


def _macos(machine: Machine) -> dict[str, Any]:
    kept = read_plist(machine.root / "Library/Preferences/com.apple.SoftwareUpdate.plist")
    waiting, searched = kept.get("RecommendedUpdates"), kept.get("LastSuccessfulDate")
    if not isinstance(waiting, list) or not isinstance(searched, datetime):
        raise HygieError("checkup.plist", "macOS n’a pas su répondre.")
    return {
        "manager": "macOS",
        "pending": len(waiting),
        "security": 0,
        "refreshed_at": searched.replace(tzinfo=UTC).isoformat(),
        "restart_needed": False,
    }
