from pathlib import Path

from hygie.airlock.engine.mounts import mounts


def told(root, *lines):
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text("\n".join(lines))
    return mounts(root)


def test_a_mount_is_known_by_its_node_with_all_its_options(tmp_path):
    found = told(
        tmp_path,
        "36 25 8:17 / /media/a ro,nosuid shared:9 master:2 - vfat /dev/sdb1 rw,uid=1",
        "22 25 0:20 / /proc rw - proc proc rw",
        "rien",
    )
    assert list(found) == ["sdb1"]
    assert found["sdb1"].filesystem == "vfat"
    assert found["sdb1"].options == {"ro", "nosuid", "uid=1"}


def test_spaces_are_read_back(tmp_path):
    found = told(tmp_path, "36 25 8:17 / /media/a\\040b rw - vfat /dev/sdb1")
    assert found["sdb1"].place == Path("/media/a b")


def test_the_last_mount_of_a_node_counts(tmp_path):
    line = "36 25 8:17 / /media/{} ro - vfat /dev/sdb1 ro"
    assert told(tmp_path, line.format("a"), line.format("b"))["sdb1"].place == Path("/media/b")


def test_where_nobody_tells_nothing_is_mounted(tmp_path):
    assert mounts(tmp_path) == {}
