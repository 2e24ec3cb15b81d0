import json
import plistlib
from datetime import UTC, datetime

import pytest

from hygie.checkup.engine.updates import Updates
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted

# As PowerShell 5.1 writes it; never seen on a real Windows.
WINDOWS = {
    "pending": 3, "security": 1, "searched": "2026-11-23T18:02:11.0000000Z", "restart": True,
}  # fmt: skip


def test_a_debian_tells_how_many_wait(tmp_path):
    machine = planted.machine(tmp_path)
    root = machine.root
    planted.written(
        root / "var/lib/dpkg/status",
        "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.22\n\n",
    )
    planted.written(
        root / "var/lib/apt/lists/x_dists_y-security_main_binary-amd64_Packages",
        "Package: dpkg\nVersion: 1.23\n\n",
    )
    planted.written(
        root / "var/lib/apt/lists/x_dists_y-security_Release", "Suite: y-security\nSHA256:\n"
    )
    planted.written(root / "run/reboot-required")
    seen = Updates().look(machine)
    assert seen.status is Status.SEEN
    facts = dict(seen.facts)
    assert datetime.fromisoformat(facts.pop("refreshed_at")).tzinfo is not None
    assert facts == {
        "manager": "apt",
        "pending": 1,
        "security": 1,
        "restart_needed": True,
        "unread_lists": 0,
        "examples": ["dpkg"],
    }


def test_a_linux_of_another_family_is_not_known_yet(tmp_path):
    assert Updates().look(planted.machine(tmp_path)).status is Status.UNSUPPORTED


def test_windows_tells_what_its_last_search_found(tmp_path):
    run = planted.answering({"Microsoft.Update": json.dumps(WINDOWS)})
    facts = Updates().look(planted.machine(tmp_path, "windows", run=run)).facts
    assert (facts["pending"], facts["security"], facts["restart_needed"]) == (3, 1, True)
    assert datetime.fromisoformat(facts["refreshed_at"]) == datetime(
        2026, 11, 23, 18, 2, 11, tzinfo=UTC
    )


def test_windows_searches_nothing_on_the_network(tmp_path):
    asked = []

    def run(arguments, **_limits):
        asked.append(arguments)
        return planted.answering({"": json.dumps(WINDOWS)})(arguments)

    Updates().look(planted.machine(tmp_path, "windows", run=run))
    assert "$searcher.Online=$false" in asked[0][-1]


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", '{"pending": "x"}', "<html>"])
def test_an_answer_of_windows_that_makes_no_sense_is_unreadable(tmp_path, answer):
    run = planted.answering({"powershell": answer})
    seen = Updates().look(planted.machine(tmp_path, "windows", run=run))
    assert seen.status is Status.UNREADABLE
    assert seen.facts == {}


def test_a_mac_tells_what_its_last_search_found(tmp_path):
    machine = planted.machine(tmp_path, "darwin")
    kept = {
        "RecommendedUpdates": [{"Display Name": "macOS 27.1"}],
        "LastSuccessfulDate": datetime(2026, 11, 22, 7, 0),  # noqa: DTZ001 - as plistlib gives it
    }
    place = machine.root / "Library/Preferences/com.apple.SoftwareUpdate.plist"
    planted.written(place, plistlib.dumps(kept))
    facts = Updates().look(machine).facts
    assert facts["pending"] == 1
    assert facts["refreshed_at"] == "2026-11-22T07:00:00+00:00"


def test_a_mac_that_keeps_no_list_is_unreadable(tmp_path):
    machine = planted.machine(tmp_path, "darwin")
    place = machine.root / "Library/Preferences/com.apple.SoftwareUpdate.plist"
    planted.written(place, plistlib.dumps({"AutomaticCheckEnabled": True}))
    assert Updates().look(machine).status is Status.UNREADABLE
