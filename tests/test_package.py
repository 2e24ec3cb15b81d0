"""What a person installs: every file that the code needs, and a true list of what it stands on."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BUILD = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    """Names of the files in a wheel made now, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, folder],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    with zipfile.ZipFile(folder / ran.stdout.strip().splitlines()[-1]) as wheel:
        return set(wheel.namelist())


def test_the_package_holds_every_source_template_and_data_file(wheel_names):
    package = ROOT / "src" / "hygie"
    ours = {
        f"hygie/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "hygie/core/process.py" in ours
    assert ours - wheel_names == set()


def test_the_package_gives_the_command_and_the_licence(wheel_names):
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)["project"]
    about = f"hygie-{project['version']}.dist-info"
    assert {f"{about}/entry_points.txt", f"{about}/licenses/LICENSE"} <= wheel_names
    assert project["scripts"] == {"hygie": "hygie.cli.main:main"}


def test_the_page_of_licences_names_every_locked_package_with_its_version():
    locked = re.findall(
        r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE
    )
    page = (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([\w.-]+)(?: \(\w+\))? \| (\d[\w.]+) \| \S", page, re.MULTILINE)
    assert sorted(told) == sorted(locked)


def test_the_tests_run_on_the_versions_that_are_shipped():
    def versions(name):
        text = (ROOT / "requirements" / name).read_text()
        return dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.MULTILINE))

    shipped, tested = versions("run.txt"), versions("dev.txt")
    assert shipped
    assert {name: tested.get(name) for name in shipped} == shipped
