"""A job announces its answers; only those are accepted."""

import pytest

from hygie.sandbox.channel import Kind, Message
from hygie.sandbox.job import Ending, Job

JOB = Job(
    place="hygie.sandbox.tests.jobs:digest",
    answers={"read": {"pages": Kind.INTEGER, "codes": Kind.TEXTS}, "encrypted": {}},
)


@pytest.mark.parametrize(
    ("message", "accepted"),
    [
        (Message("read", {"pages": 3, "codes": ("a", "b")}), True),
        (Message("read", {"codes": (), "pages": 0}), True),
        (Message("encrypted"), True),
        (Message("encrypted", {"pages": 3}), False),
        (Message("read", {"pages": 3}), False),
        (Message("read", {"pages": "3", "codes": ()}), False),
        (Message("read", {"pages": 3, "codes": (1,)}), False),
        (Message("read", {"pages": 3, "codes": "a"}), False),
        (Message("read", {"pages": (), "codes": ()}), False),
        (Message("read", {"pages": 3, "codes": (), "more": 1}), False),
        (Message("other"), False),
    ],
)
def test_an_answer_is_one_of_those_announced_field_by_field(message, accepted):
    assert JOB.accepts(message) is accepted


@pytest.mark.parametrize(
    "place", ["os", "os:", "os:system", "hygie.core:a.b", "a b.c:d", "../a.b:c"]
)
def test_a_place_is_a_module_and_a_function(place):
    with pytest.raises(ValueError, match="not a module"):
        Job(place=place, answers={})


def test_a_job_cannot_announce_what_only_the_sandbox_says():
    with pytest.raises(ValueError, match="own"):
        Job(place="a.b:c", answers={"_failed": {}})


def test_each_ending_has_a_sentence():
    assert all(ending.label.endswith(".") for ending in Ending)
    assert JOB.module == "hygie.sandbox.tests.jobs"
