"""Finding the profiles of a browser: a person may have several, and several kinds of folders."""

from __future__ import annotations

import configparser
from collections.abc import Iterator
from pathlib import Path

from hygie.checkup.engine.plain_files import (
    Trouble,
    UnreadableError,
    exists,
    identity,
    is_remote,
    subfolders,
    text_or_empty,
)

CHROMIUM_STORES = ("Login Data", "Login Data For Account")
FIREFOX_STORE = "logins.json"
_CHROMIUM_MARKS = (*CHROMIUM_STORES, "Preferences")
_FIREFOX_MARKS = (FIREFOX_STORE, "key4.db", "prefs.js", "compatibility.ini", "times.json")


def profiles(root: Path, *, is_firefox: bool) -> list[Path]:
    """The profiles kept under a browser's folder, each once; none when the folder is absent.

    Raises:
        UnreadableError: the folder is there and cannot be listed.
    """
    if not exists(root):
        return []
    try:
        candidates = list(_firefox(root) if is_firefox else _chromium(root))
    except UnreadableError as error:
        if error.trouble is Trouble.ABSENT:
            return []
        raise
    marks = _FIREFOX_MARKS if is_firefox else _CHROMIUM_MARKS
    return _each_once(one for one in candidates if any(exists(one / mark) for mark in marks))


def _chromium(root: Path) -> Iterator[Path]:
    # Opera kept its only profile in the root itself, and others under `_side_profiles`.
    yield root
    yield from subfolders(root)
    if exists(root / "_side_profiles"):
        yield from subfolders(root / "_side_profiles")


def _firefox(root: Path) -> Iterator[Path]:
    yield from subfolders(root)
    if exists(root / "Profiles"):
        yield from subfolders(root / "Profiles")
    # A profile may live elsewhere: profiles.ini then gives its place.
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        settings.read_string(text_or_empty(root / "profiles.ini"))
    except configparser.Error:
        return
    for section in settings.sections():
        place = settings[section].get("Path", "") if section.startswith("Profile") else ""
        if place and not is_remote(place):
            yield root / place


def _each_once(candidates: Iterator[Path]) -> list[Path]:
    """Two names may lead to one folder (links, profiles.ini): it is counted once."""
    found: dict[tuple[int, int], Path] = {}
    for folder in candidates:
        place = identity(folder)
        if place:
            found.setdefault(place, folder)
    return list(found.values())
