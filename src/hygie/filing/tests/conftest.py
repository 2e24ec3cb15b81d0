"""A watched folder, and patients whose identities are published for tests: nobody bears them."""

import os
import time
from datetime import date

import pytest

from hygie.filing import actions
from hygie.patients.actions import keep_patient
from hygie.patients.models import Patient
from hygie.patients.tests.people import PAT_TROIS, TEST_OID, in_demonstration
from hygie.reading.tests.sheets import sheet

LONG_AGO_S = 60


@pytest.fixture
def folder(tmp_path, alice, home):
    """A folder that Dr Alice Martin chose, in the demonstration, where test identities live."""
    in_demonstration(home)
    chosen = tmp_path / "À ranger"
    chosen.mkdir()
    actions.choose_folder(str(chosen))
    return chosen


@pytest.fixture
def put(folder, tmp_path):
    """Write a file in the folder: bytes, or a page that says these lines."""

    def write(name, *lines, content=None, payload="", age_s=LONG_AGO_S):
        if content is None:
            content = sheet(tmp_path / "typst", *lines, payload=payload)
        path = folder / name
        path.write_bytes(content)
        written = time.time() - age_s
        os.utime(path, (written, written))
        return path

    return write


@pytest.fixture
def dominique(folder):
    return keep_patient(Patient(**PAT_TROIS))


@pytest.fixture
def herault(folder):
    return keep_patient(
        Patient(
            birth_name="D'ARTAGNAN DE L'HERAULT", birth_given_names="PIERRE-ALAIN", sex="M",
            birth_date=date(2009, 7, 14), birth_place="63220", ins="109076322083439",
            ins_oid=TEST_OID, ins_state="retrieved",
        )
    )  # fmt: skip
