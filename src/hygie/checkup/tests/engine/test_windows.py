import sys

import pytest

from hygie.checkup.engine import windows
from hygie.checkup.tests import planted
from hygie.core import process
from hygie.core.errors import HygieError


def test_powershell_is_asked_without_profile_nor_question_and_answers_in_utf8():
    asked = []

    def run(arguments, **limits):
        asked.append((arguments, limits))
        return process.Result(code=0, stdout='\ufeff{"a": "é"}'.encode(), stderr=b"")

    assert windows.powershell(run, "Get-Something|ConvertTo-Json") == {"a": "é"}
    ((program, *options), limits) = asked[0]
    assert program == "powershell.exe"
    assert options[:3] == ["-NoProfile", "-NonInteractive", "-Command"]
    assert "Encoding]::UTF8" in options[3]
    assert options[3].endswith("Get-Something|ConvertTo-Json")
    assert limits["timeout_s"] == windows.POWERSHELL_TIMEOUT_S


@pytest.mark.parametrize(("code", "answer"), [(1, b"{}"), (0, b"Get-Disk : erreur"), (0, b"\xff")])
def test_a_failure_of_powershell_is_one_error(code, answer):
    def run(_arguments, **_limits):
        return process.Result(code=code, stdout=answer, stderr=b"")

    with pytest.raises(HygieError) as raised:
        windows.powershell(run, "x")
    assert raised.value.code == "checkup.powershell"


def test_an_absent_powershell_is_told_by_the_door():
    with pytest.raises(HygieError) as raised:
        windows.powershell(planted.no_program, "x")
    assert raised.value.code == "process.absent"


def test_powershell_writes_a_lone_object_without_its_list():
    assert windows.as_list({"a": 1}) == [{"a": 1}]
    assert windows.as_list([{"a": 1}, None, 3]) == [{"a": 1}]
    assert windows.as_list(None) == []


def test_an_absent_value_of_the_registry_is_none():
    assert windows.registry_value(r"SOFTWARE\Absent\De\Partout", "Rien") is None


@pytest.mark.skipif(sys.platform != "win32", reason="impossible ici : registre de Windows")
def test_the_registry_of_windows_is_read():
    key = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    assert str(windows.registry_value(key, "CurrentBuildNumber")).isdecimal()
