"""Each file that decides, acts, reads or drives a format has its twin test."""

from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src" / "hygie"

# Asked of every room and floor; apps, urls, migrations, views and forms are proven by the screens.
TWINNED = {"rules", "actions", "queries", "findings", "engine"}
# Every file of these floors: all the others stand on them.
TWINNED_WHOLE = {"core", "sandbox"}


def twins(sources: Path) -> dict[Path, Path]:
    """Each file that owes a twin, with the place where its twin must be."""
    expected = {}
    for file in sorted(sources.rglob("*.py")):
        room, *inside = file.relative_to(sources).parts
        if not inside or file.name == "__init__.py" or "tests" in inside:
            continue
        if room in TWINNED_WHOLE or inside[0].removesuffix(".py") in TWINNED:
            place = sources.joinpath(room, "tests", *inside)
            expected[file] = place.with_name(f"test_{file.name}")
    return expected


def holds_a_test(file: Path) -> bool:
    return file.is_file() and "def test_" in file.read_text(encoding="utf-8")


def test_each_file_that_owes_one_has_a_twin_test():
    expected = twins(SOURCES)
    assert SOURCES / "core" / "process.py" in expected
    missing = [
        str(twin.relative_to(SOURCES)) for twin in expected.values() if not holds_a_test(twin)
    ]
    assert missing == []


def test_twins_are_asked_of_what_can_be_wrong_and_of_nothing_else(tmp_path):
    for name in (
        "__init__.py",
        "core/files.py",
        "core/__init__.py",
        "backups/actions.py",
        "backups/engine/restic.py",
        "backups/engine/__init__.py",
        "backups/rules.py",
        "backups/apps.py",
        "backups/urls.py",
        "backups/views.py",
        "backups/forms.py",
        "backups/models.py",
        "backups/migrations/0001_initial.py",
        "backups/tests/engine/test_restic.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    asked = {
        str(file.relative_to(tmp_path)): str(twin.relative_to(tmp_path))
        for file, twin in twins(tmp_path).items()
    }
    assert asked == {
        "core/files.py": "core/tests/test_files.py",
        "backups/actions.py": "backups/tests/test_actions.py",
        "backups/engine/restic.py": "backups/tests/engine/test_restic.py",
        "backups/rules.py": "backups/tests/test_rules.py",
    }
    assert not holds_a_test(tmp_path / "backups/tests/engine/test_restic.py"), "empty is no twin"
