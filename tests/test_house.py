"""What holds for every file of the house: size, charter, licence, addresses, dated sources."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygie.core import clock, rules

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "hygie"

MAX_FILE_LINES = 299
MAX_FUNCTION_LINES = 39
CHARTER_LINES = range(1, 7)

# Made by tools; so is every hidden folder but the one of continuous integration.
NOT_OURS = {"build", "dist", "node_modules", "__pycache__"}
HIDDEN_BUT_OURS = {".ci"}
# Text files worth reading; a vendored library's own text is judged like ours.
READ = {
    "", ".py", ".toml", ".txt", ".in", ".md", ".cfg", ".ini", ".yml", ".yaml", ".json", ".sh",
    ".html", ".css", ".js", ".svg", ".typ", ".csv", ".importlinter", ".gitignore",
}  # fmt: skip

ADDRESS = re.compile(r"(?:https?|ftp|wss?)://([a-z0-9.-]*[a-z0-9])", re.IGNORECASE)
# Names of formats, which nobody fetches, and places that are this machine or nobody's.
ALLOWED_HOSTS = re.compile(
    r"""www\.w3\.org | ns\.adobe\.com | purl\.org | www\.aiim\.org
      | localhost | 127\.0\.0\.1 | 127\.0\.0\.0 | testserver
      | (?:.*\.)? (?:example|invalid|test) | (?:.*\.)? example\.(?:com|org|net)""",
    re.IGNORECASE | re.VERBOSE,
)
# The licence's own text, and a vendored file whose notice must stay: nothing is fetched from there.
KEEPS_ITS_ADDRESSES = {"LICENSE", "pico.min.css"}
# Messages that are judged hold invented links; nothing follows them.
INVENTED = "src/hygie/traps/tests/"

MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|work|Users)/\w|(?<![\w.])/tmp/\w/")


def house_files() -> Iterator[Path]:
    """Every text file that we publish."""
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            name
            for name in subfolders
            if name not in NOT_OURS and (not name.startswith(".") or name in HIDDEN_BUT_OURS)
        ]
        for name in names:
            # In a second checkout of git, ".git" is a file, and no file of the house.
            if name != ".git" and (Path(name).suffix in READ or name in READ):
                yield Path(folder, name)


def python_files() -> list[Path]:
    return [
        file for file in house_files() if file.suffix == ".py" and "migrations" not in file.parts
    ]


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def where(file: Path, line: int = 0) -> str:
    return f"{file.relative_to(ROOT)}:{line}" if line else str(file.relative_to(ROOT))


def lines_matching(pattern: re.Pattern[str], file: Path) -> Iterator[tuple[str, re.Match[str]]]:
    for number, line in enumerate(text_of(file).splitlines(), start=1):
        for match in pattern.finditer(line):
            yield where(file, number), match


def long_functions(source: str) -> list[tuple[str, int]]:
    """Name and length of each function that is too long to be read at once."""
    return [
        (node.name, length)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]


def is_allowed(host: str) -> bool:
    return ALLOWED_HOSTS.fullmatch(host) is not None


def test_a_file_can_be_read_in_one_sitting():
    lengths = {where(file): len(text_of(file).splitlines()) for file in python_files()}
    assert "conftest.py" in lengths
    assert {file: n for file, n in lengths.items() if n > MAX_FILE_LINES} == {}


def test_a_function_can_be_read_at_once():
    found = [
        (where(file), *long) for file in python_files() for long in long_functions(text_of(file))
    ]
    assert found == []


def test_the_length_of_a_function_is_counted_from_its_name_to_its_last_line():
    body = "\n".join(f"    line_{n} = {n}" for n in range(39))
    assert long_functions(f"def f():\n{body}\n") == [("f", 40)]
    assert long_functions(f"async def f():\n{body}\n    pass\n") == [("f", 41)]
    assert long_functions(f"def f():\n{body}\n".replace("    line_0 = 0\n", "")) == []


def test_each_floor_and_room_has_a_charter_of_one_to_six_lines():
    charters = {}
    for package in [PACKAGE, *(path for path in PACKAGE.iterdir() if path.is_dir())]:
        if package.name != "__pycache__":
            source = package / "__init__.py"
            text = ast.get_docstring(ast.parse(text_of(source))) if source.exists() else None
            charters[where(package)] = len(text.splitlines()) if text else 0
    assert {room: n for room, n in charters.items() if n not in CHARTER_LINES} == {}


def test_no_file_holds_the_address_of_a_server():
    found = [
        f"{place} {match[0]}"
        for file in house_files()
        if file.name not in KEEPS_ITS_ADDRESSES and not where(file).startswith(INVENTED)
        for place, match in lines_matching(ADDRESS, file)
        if not is_allowed(match[1])
    ]
    assert found == []


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("www.w3.org", True),
        ("127.0.0.1", True),
        ("ameli-fr.example", True),
        ("www.w3.org.pypi.net", False),
        ("notexample.com", False),
        ("pypi.org", False),
    ],
)
def test_an_address_is_allowed_only_when_nobody_can_be_reached_there(host, allowed):
    match = ADDRESS.search(f"see <https://{host}/simple>")
    assert match
    assert match[1] == host
    assert is_allowed(host) is allowed


def test_no_file_tells_on_which_machine_it_was_written():
    here = re.compile(MACHINE_PATH.pattern + "|" + re.escape(f"{Path.home()}{os.sep}"))
    found = [place for file in house_files() for place, _ in lines_matching(here, file)]
    assert found == []


def test_the_licence_is_the_third_gpl():
    licence = text_of(ROOT / "LICENSE")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert "Version 3, 29 June 2007" in licence
    assert licence.count("\n") > 600, "the whole text, not a summary"
    assert 'license = "GPL-3.0-or-later"' in text_of(ROOT / "pyproject.toml")


def test_every_locked_package_carries_hashes():
    for name in ("build.txt", "run.txt", "dev.txt"):
        entries = text_of(ROOT / "requirements" / name).replace("\\\n", " ").splitlines()
        assert entries
        assert [line for line in entries if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*/data/**/*.toml")), ids=where)
def test_every_dated_value_has_a_source_read_in_the_last_twelve_months(file):
    data = rules.load(file)
    today = clock.today()
    sources = list(rules.sources_in(data))
    assert list(rules.values_without_source(data)) == []
    assert [source.title for source in sources if source.is_stale(today)] == []
    assert [source.title for source in sources if source.verified_on > today] == []
