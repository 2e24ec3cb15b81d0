import os

import pytest

from hygie.airlock.engine import sources
from hygie.airlock.engine.discs import images
from hygie.airlock.rules.caps import Caps
from hygie.airlock.tests.engine import tiny
from hygie.airlock.tests.engine.discs import discs
from hygie.core.errors import HygieError
from hygie.sandbox.pool import Pool


def opened(place, scratch, *, pool=None):
    return sources.opened(place, pool=lambda: pool, caps=Caps(), scratch=scratch)


def read(tree, found):
    fd = tree.open(found)
    try:
        return os.pread(fd, 99, found.extents[0][0] if found.extents else 0)
    finally:
        os.close(fd)


def test_a_folder_is_listed_and_read(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    with opened(tmp_path, tmp_path) as tree:
        assert (tree.source.form, tree.source.label) == ("folder", tmp_path.name)
        assert [(one.path, read(tree, one)) for one in tree.found] == [("a", b"1")]
        assert not tree.notes


def test_a_single_file_is_a_source_of_one(tmp_path):
    (tmp_path / "IM1").write_bytes(b"x" * 5)
    with opened(tmp_path / "IM1", tmp_path) as tree:
        assert tree.source.form == "file"
        assert [(one.path, one.size_bytes) for one in tree.found] == [("IM1", 5)]
        assert read(tree, tree.found[0]) == read(tree, tree.found[0]) == b"x" * 5


def test_an_archive_unfolds(tmp_path):
    (tmp_path / "portail.zip").write_bytes(b"PK\3\4" + bytes(50))
    with opened(tmp_path / "portail.zip", tmp_path) as tree:
        assert tree.source.form == "zip"
        assert tree.is_unfolded


def test_an_image_of_a_disc_is_never_given_to_the_system(tmp_path):
    image = discs.iso({"IM1": b"image"}, joliet=True)
    (tmp_path / "cd.iso").write_bytes(image)
    with pytest.raises(HygieError) as told, opened(tmp_path / "cd.iso", tmp_path):
        pass
    assert told.value.code == "airlock.image_needs_sandbox"
    with (
        tiny.or_skip(lambda: Pool(images.JOBS)) as pool,
        opened(tmp_path / "cd.iso", tmp_path, pool=pool) as tree,
    ):
        assert tree.source.form == "image"
        assert read(tree, tree.found[0]).startswith(b"image")


@pytest.mark.parametrize("name", ["absent", "tube"])
def test_what_is_nothing_to_examine_is_said(tmp_path, name):
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tube")
    with pytest.raises(HygieError) as told, opened(tmp_path / name, tmp_path):
        pass
    assert told.value.code == "airlock.no_source"
    assert told.value.advice


def test_an_error_of_who_uses_the_source_is_not_taken_for_the_sources(tmp_path):
    with pytest.raises(OSError, match="mine"), opened(tmp_path, tmp_path):
        raise OSError("mine")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root lit tout")
def test_a_folder_that_may_not_be_read_is_said(tmp_path):
    (tmp_path / "ferme").mkdir(mode=0)
    with pytest.raises(HygieError) as told, opened(tmp_path / "ferme", tmp_path):
        pass
    assert told.value.code == "airlock.source_forbidden"
