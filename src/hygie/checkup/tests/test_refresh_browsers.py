"""The maintainers' script that remakes the table of browser releases."""

import importlib.util
import json
import tarfile
import tomllib
from datetime import date
from pathlib import Path

import pytest

from hygie.checkup.rules.dated import tables_from

SCRIPT = Path(__file__).parents[4] / "maintain" / "refresh_browsers.py"
DAY = date(2026, 11, 24)
RELEASES = {
    "99": {"release_date": "2022-03-01", "status": "retired"},
    "153": {"release_date": "2026-07-21", "status": "esr"},
    "160": {"release_date": "2026-11-10", "status": "current"},
    "161": {"release_date": "2026-12-08", "status": "beta"},
    "162": {"status": "planned"},
}

pytestmark = pytest.mark.skipif(
    not SCRIPT.is_file(), reason="impossible ici : le script n’est pas dans le paquet installé"
)


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("refresh_browsers", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path, script):
    """A package like the real one, unpacked."""

    def made(*, licence="CC0-1.0"):
        folder = tmp_path / "package"
        folder.mkdir(exist_ok=True)
        about = {"version": "8.1.9", "license": licence}
        data = {
            "__meta": {"timestamp": "2026-11-12T14:10:29.391Z"},
            "browsers": {key: {"releases": RELEASES} for key in script.BROWSERS},
        }
        (folder / "package.json").write_text(json.dumps(about))
        (folder / "data.json").write_text(json.dumps(data))
        return folder

    return made


def test_the_table_holds_what_came_out_what_was_announced_and_the_source(package, script):
    table = tomllib.loads(script.make(package(), verified_on=DAY))
    assert table["data_on"] == date(2026, 11, 12)
    assert table["source"]["title"] == "Paquet npm @mdn/browser-compat-data 8.1.9 (CC0-1.0)"
    assert table["source"]["verified_on"] == DAY
    firefox = table["releases"]["firefox"]
    assert firefox["out"] == {"153": date(2026, 7, 21), "160": date(2026, 11, 10)}
    assert firefox["to_come"] == {"161": date(2026, 12, 8)}
    assert firefox["long_term"] == ["153"]


def test_the_rules_understand_it(package, script):
    table = tomllib.loads(script.make(package(), verified_on=DAY))
    read = tables_from(table, {})
    assert [one.version for one in read.releases["chrome"]] == [(153,), (160,), (161,)]
    assert read.long_term == {153}


def test_the_package_may_be_left_packed(package, script, tmp_path):
    folder = package()
    packed = tmp_path / "mdn.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname="package")
    assert script.make(packed, verified_on=DAY) == script.make(folder, verified_on=DAY)


def test_a_package_whose_licence_changed_is_refused(package, script):
    with pytest.raises(ValueError, match="licence"):
        script.make(package(licence="CC-BY-4.0"), verified_on=DAY)
