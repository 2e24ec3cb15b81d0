"""The last walls, raised in a process of the tests: they cannot be taken down again."""

import os
import struct
import sys

import pytest

from hygie.core import process
from hygie.sandbox import walls

if sys.platform != "linux":
    pytest.skip("Linux seulement", allow_module_level=True)

from hygie.sandbox import seal

SEALED = """
import sys
sys.path[:] = {path!r}
import resource, os
from hygie.sandbox import seal, syscalls
program = {program}
try:
    held = seal.seal(filter_program=program, memory_bytes=600 * 2**20, cpu_s=3)
except seal.SealError as error:
    print("no seal:", error)
    sys.exit(1)
{then}
sys.stdout.flush()
os._exit(0)
"""


def sealed(then, *, program="syscalls.compiled()"):
    code = SEALED.format(path=walls.module_path(), program=program, then=then)
    ran = process.run([sys.executable, "-I", "-S", "-c", code], timeout_s=30)
    return ran.text.strip() or ran.code


def test_landlock_is_the_version_of_this_kernel():
    assert int(sealed("print(held.landlock)")) >= 0


def test_limits_can_be_read_and_not_changed():
    then = "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    assert sealed(then) == str(600 * 2**20)
    then = """
try:
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
except (OSError, ValueError):
    print("refused")
"""
    assert sealed(then) == "refused"


def test_a_filter_that_the_kernel_refuses_is_an_error_and_never_a_silence():
    assert "no seal" in str(sealed("print('went on')", program="b'\\xff' * 80"))


def test_there_is_no_core_file_and_nothing_more_to_open():
    then = "print(*(resource.getrlimit(l) for l in (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE)))"
    assert sealed(then) == "(0, 0) (0, 0)"


def test_a_program_ends_the_process():
    assert sealed("os.execv('/bin/true', ['true'])") == -31


@pytest.mark.parametrize(
    ("version", "words"),
    [(1, [0x1FFF]), (3, [0x7FFF]), (4, [0x7FFF, 3]), (5, [0xFFFF, 3]), (7, [0xFFFF, 3, 3])],
)
def test_each_version_of_landlock_is_asked_for_all_it_knows(version, words):
    assert seal._rights(version) == struct.pack(f"={len(words)}Q", *words)


def test_no_file_grows_and_no_process_is_born_whatever_is_asked():
    limits = seal.limits(memory_bytes=1, cpu_s=2)
    assert sorted(limits.values())[-2:] == [(1, 1), (2, 3)]
    assert len([limit for limit in limits.values() if limit == (0, 0)]) == 6
    assert os.name == "posix"
