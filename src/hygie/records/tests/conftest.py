"""The cast of the tests of records' closing."""

from hygie.records.tests.cast import cupboard, jeanne, zoe

__all__ = ["cupboard", "jeanne", "zoe"]
