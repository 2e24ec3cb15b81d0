"""The dated tables: browser releases and ends of support, shipped with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hygie.core import rules
from hygie.core.rules import Source

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release of a browser.

    Attributes:
        version: its number, as a tuple that can be compared.
        on: the day it came out, or was announced for.
        is_announced: it was still to come when the table was made.
    """

    version: tuple[int, ...]
    on: date
    is_announced: bool = False


@dataclass(frozen=True, kw_only=True)
class SupportEnd:
    """Until when a version of a system is followed.

    Attributes:
        ends_on: last day of its security updates.
        note: what else to know; empty otherwise.
        is_estimated: its maker publishes no date.
        source: where the date comes from.
    """

    ends_on: date
    note: str
    is_estimated: bool
    source: Source


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What the rules know of the world, with its date.

    Attributes:
        browsers_on: the day up to which releases are known.
        releases: releases of each browser, oldest first.
        long_term: long-term versions of Firefox still followed, as major numbers.
        systems: versions of each system, each with its dates by edition ("value", "ltsc"...).
    """

    browsers_on: date
    releases: Mapping[str, tuple[Release, ...]]
    long_term: frozenset[int]
    systems: Mapping[str, Mapping[str, Mapping[str, SupportEnd]]]


def version_of(text: str) -> tuple[int, ...]:
    """A version number that can be compared; empty when it is not one."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


@cache
def tables() -> Tables:
    """The tables shipped with Hygie.

    Raises:
        HygieError: `rules.unreadable` or `rules.no_source`.
    """
    return tables_from(rules.load(DATA / "browsers.toml"), rules.load(DATA / "systems.toml"))


def tables_from(browsers: Mapping[str, Any], systems: Mapping[str, Any]) -> Tables:
    """The tables made of two data files."""
    releases = browsers["releases"]
    return Tables(
        browsers_on=browsers["data_on"],
        releases={key: _releases(one) for key, one in releases.items()},
        long_term=frozenset(int(one) for one in releases["firefox"].get("long_term", ())),
        systems={
            family: {
                version: _ends(one, rules.source_from(about["source"]))
                for version, one in about["versions"].items()
            }
            for family, about in systems.items()
        },
    )


def _releases(browser: Mapping[str, Any]) -> tuple[Release, ...]:
    found = [
        Release(version=version_of(version), on=on, is_announced=name == "to_come")
        for name in ("out", "to_come")
        for version, on in browser.get(name, {}).items()
    ]
    return tuple(sorted(found, key=lambda release: release.version))


def _ends(version: Mapping[str, Any], source: Source) -> dict[str, SupportEnd]:
    return {
        edition: SupportEnd(
            ends_on=version[edition],
            note=version.get("note", ""),
            is_estimated=bool(version.get("estimated", False)),
            source=source,
        )
        for edition in ("value", "enterprise", "ltsc")
        if edition in version
    }
