"""The files that come with pydicom, and what they are labelled."""

import importlib.resources
import tomllib
from pathlib import Path

import pydicom
import pytest

from hygie.airlock.engine.dicom.native import DicomCleaner
from hygie.sandbox.pool import Pool
from hygie.sandbox.tests.conftest import or_skip

_NOT_SAMPLES = {".py", ".pyc", ".json", ".txt", ".md"}


@pytest.fixture(scope="session")
def labels():
    return tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def corpus():
    """Every file of pydicom's tests and of pydicom-data."""
    roots = (
        Path(pydicom.__file__).parent / "data" / "test_files",
        Path(pydicom.__file__).parent / "data" / "charset_files",
        Path(str(importlib.resources.files("data_store"))) / "data",
    )
    found = [file for root in roots for file in sorted(root.rglob("*"))]
    return [file for file in found if file.is_file() and file.suffix not in _NOT_SAMPLES]


@pytest.fixture(scope="session")
def dicom_pool():
    with or_skip(lambda: Pool(DicomCleaner().jobs)) as pool:
        yield pool
