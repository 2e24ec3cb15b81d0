"""The contract of a probe: every built-in one passes it, and so must any other."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hygie.checkup.engine.look import FAILED, look_around
from hygie.checkup.engine.places import BROWSERS, places
from hygie.checkup.engine.probe import Machine, Probe
from hygie.checkup.observation import Look, Observation, Status
from hygie.checkup.tests import planted
from hygie.core import process

SYSTEMS = ("linux", "windows", "darwin")
NOISE = bytes(range(256)) * 8


def noisy(_arguments, **_limits):
    return process.Result(code=0, stdout=NOISE, stderr=NOISE)


def hostile(tmp_path: Path, system: str) -> Machine:
    """A computer where nothing is what it should be."""
    made_up = planted.machine(
        tmp_path,
        system,
        run=noisy,
        registry=lambda key, name: f"{key}{name}\ud800",
        programs=lambda: {"", "\ud800", "é" * 9999},
    )
    kinds = [_noise_file, _pipe, _loop, _folder_of_noise]
    for rank, place in enumerate(
        folder for browser in BROWSERS for folder in places(made_up, browser.profiles)
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists() and not place.is_symlink():
            kinds[rank % len(kinds)](place)
    for name in (
        "var/lib/dpkg/status", "var/lib/apt/lists/x_Packages", "var/lib/apt/lists/x_Packages.lz4",
        "var/lib/apt/lists/x_InRelease", "etc/os-release", "etc/ufw/ufw.conf",
        "Library/Preferences/com.apple.SoftwareUpdate.plist",
        "Library/Preferences/com.apple.alf.plist",
        "System/Library/CoreServices/SystemVersion.plist",
        "Applications/Safari.app/Contents/Info.plist",
    ):  # fmt: skip
        planted.written(made_up.root / name, NOISE)
    return made_up


def _noise_file(place: Path) -> None:
    place.write_bytes(NOISE)


def _pipe(place: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(place)


def _loop(place: Path) -> None:
    place.symlink_to(place)


def _folder_of_noise(place: Path) -> None:
    for profile in ("Default", "x.default"):
        for name in ("Login Data", "logins.json", "Last Version", "compatibility.ini"):
            planted.written(place / profile / name, NOISE)
    planted.written(place / "profiles.ini", NOISE)
    _pipe(place / "Last Version")
    (place / "Profile 2" / "Login Data").mkdir(parents=True)


def full(tmp_path: Path, system: str) -> Machine:
    """A computer where every browser keeps passwords, with markers that nobody may repeat."""
    made_up = planted.machine(tmp_path, system)
    for browser in BROWSERS:
        for place in places(made_up, browser.profiles):
            if browser.is_firefox:
                planted.logins_json(place / "x.default" / "logins.json", 2)
            else:
                planted.login_data(place / "Default" / "Login Data", 2)
    return made_up


def asked(probe: Probe, machine: Machine) -> Observation:
    """What a probe answers, through the boundary that everybody uses."""
    return look_around(machine, probes={probe.name: probe}, timeout_s=5).observations[0]


class ProbeContract:
    """Give it a `probe` fixture."""

    def test_it_says_in_french_what_it_reads_and_what_it_never_reads(self, probe):
        for sentence in (probe.reads, probe.never_reads):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert len(sentence.split()) <= 20
        assert probe.never_reads.split()[0] in {"Ni", "Aucun", "Jamais"}
        assert "'" not in probe.reads + probe.never_reads, "apostrophe typographique"

    @pytest.mark.parametrize("system", SYSTEMS)
    def test_an_empty_computer_is_told_without_a_failure(self, probe, tmp_path, system):
        observation = probe.look(planted.machine(tmp_path, system))
        assert observation.probe == probe.name
        assert observation.status is not Status.SEEN
        if not observation.is_known:
            assert observation.note.endswith(".")

    @pytest.mark.parametrize("system", SYSTEMS)
    @pytest.mark.skipif(os.name != "posix", reason="impossible ici : liens et tubes POSIX")
    def test_a_hostile_computer_neither_hangs_nor_breaks_it(self, probe, tmp_path, system):
        observation = asked(probe, hostile(tmp_path, system))
        assert observation.status is not Status.TIMEOUT
        assert observation.note != FAILED, "it did not foresee what it found"
        kept = json.dumps(observation.as_json(), ensure_ascii=False).encode()  # no lone surrogate
        assert Observation.from_json(json.loads(kept)) == observation

    @pytest.mark.parametrize("system", SYSTEMS)
    def test_no_secret_ever_enters_what_it_tells(self, probe, tmp_path, system, caplog):
        told = json.dumps(asked(probe, full(tmp_path, system)).as_json())
        for secret in planted.SECRETS:
            assert secret not in told
            assert secret not in caplog.text

    @pytest.mark.parametrize("system", SYSTEMS)
    def test_it_changes_nothing_on_the_computer(self, probe, tmp_path, system):
        made_up = full(tmp_path, system)
        before = planted.fingerprint(tmp_path)
        asked(probe, made_up)
        assert planted.fingerprint(tmp_path) == before

    @pytest.mark.parametrize("system", SYSTEMS)
    def test_what_it_tells_is_kept_and_read_again_unchanged(self, probe, tmp_path, system):
        told = look_around(full(tmp_path, system), probes={probe.name: probe}, timeout_s=5)
        assert Look.from_json(json.loads(json.dumps(told.as_json()))) == told
