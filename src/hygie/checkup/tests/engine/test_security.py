import json
import os

import pytest

from hygie.checkup.engine.security import Security, catalogue
from hygie.checkup.observation import Status
from hygie.checkup.tests import planted

# displayName and productState as public samples show them; never seen on a real Windows.
DEFENDER_ON = {"displayName": "Windows Defender", "productState": 397568}
DEFENDER_LATE = {"displayName": "Windows Defender", "productState": 397584}
DEFENDER_OFF = {"displayName": "Windows Defender", "productState": 393472}
STRANGER = {"displayName": "Antivirus du Village", "productState": 266240}


def products(machine):
    return {one["name"]: one for one in Security().look(machine).facts["products"]}


def windows(tmp_path, *registered, programs=()):
    answer = registered[0] if len(registered) == 1 else list(registered)
    run = planted.answering({"SecurityCenter2": json.dumps(answer)})
    return planted.machine(tmp_path, "windows", run=run, programs=lambda: set(programs))


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("hurukai.exe", "HarfangLab"),
        ("sentinelagent.exe", "SentinelOne"),
        ("minionhost.exe", "Cybereason"),
        ("cyserver.exe", "Cortex XDR"),
        ("csfalconservice.exe", "CrowdStrike Falcon"),
        ("mssense.exe", "Microsoft Defender for Endpoint"),
    ],
)
def test_an_edr_is_known_by_its_program_and_told_apart_from_an_antivirus(tmp_path, program, name):
    found = products(planted.machine(tmp_path, programs=lambda: {"bash", program}))
    assert found[name]["kind"] == "edr"
    assert found[name]["running"] is True
    assert list(found) == [name]


def test_a_folder_alone_does_not_mean_that_it_runs(tmp_path):
    machine = planted.machine(tmp_path)
    (machine.root / "opt/sentinelone").mkdir(parents=True)
    found = products(machine)["SentinelOne"]
    assert found["running"] is False
    assert found["place"].endswith("sentinelone")


@pytest.mark.parametrize(
    ("entry", "running", "up_to_date"),
    [(DEFENDER_ON, True, True), (DEFENDER_LATE, True, False), (DEFENDER_OFF, False, True)],
)
def test_windows_register_says_whether_it_is_on_and_up_to_date(
    tmp_path, entry, running, up_to_date
):
    machine = windows(tmp_path, entry, programs={"msmpeng.exe"})
    found = products(machine)["Microsoft Defender"]
    assert (found["running"], found["up_to_date"]) == (running, up_to_date)


def test_an_antivirus_that_only_windows_knows_is_told_too(tmp_path):
    machine = windows(tmp_path, DEFENDER_OFF, STRANGER)
    found = products(machine)
    assert found["Antivirus du Village"]["running"] is True
    assert found["Antivirus du Village"]["kind"] == "antivirus"


def test_a_register_that_does_not_answer_is_said_so(tmp_path):
    seen = Security().look(planted.machine(tmp_path, "windows"))
    assert seen.status is Status.ABSENT
    assert seen.facts["register_read"] is False
    assert Security().look(windows(tmp_path, DEFENDER_ON)).facts["register_read"] is True


def test_the_list_of_viruses_of_clamav_has_a_date(tmp_path):
    machine = planted.machine(tmp_path, programs=lambda: {"clamonacc", "clamd"})
    list_file = planted.written(machine.root / "var/lib/clamav/daily.cld")
    os.utime(list_file, (planted.NOW.timestamp(), planted.NOW.timestamp()))
    found = products(machine)["ClamAV"]
    assert found["running"] is True
    assert found["signatures_at"] == planted.NOW.isoformat()


def test_clamav_that_only_answers_when_asked_is_not_at_work(tmp_path):
    machine = planted.machine(tmp_path, programs=lambda: {"clamd", "freshclam"})
    (machine.root / "etc/clamav").mkdir(parents=True)
    assert products(machine)["ClamAV"]["running"] is False


def test_nothing_known_is_said_absent(tmp_path):
    seen = Security().look(planted.machine(tmp_path, programs=lambda: {"bash", "hurukai-faux"}))
    assert seen.status is Status.ABSENT


def test_the_catalogue_names_the_products_of_answer_9_and_can_be_matched():
    by_name = {product.name: product for product in catalogue()}
    assert {"HarfangLab", "SentinelOne", "Cybereason", "Cortex XDR"} <= set(by_name)
    assert {product.kind for product in catalogue()} == {"antivirus", "edr"}
    assert len(by_name) == len(catalogue())
    for product in catalogue():
        assert product.programs or product.folders or product.registered
        words = [*product.programs, *product.registered]
        assert words == [word.lower() for word in words]
        assert not any(folder.startswith(("/", "\\")) for folder in product.folders)
