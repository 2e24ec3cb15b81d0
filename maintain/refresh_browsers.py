"""Remake the table of browser releases: python maintain/refresh_browsers.py PACKAGE [DAY].

PACKAGE is the npm package `@mdn/browser-compat-data` (CC0), as its folder or its .tgz file
(`npm pack @mdn/browser-compat-data` fetches it); DAY is when it was looked at, today if not said.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src/hygie/checkup/data/browsers.toml"
BROWSERS = ("chrome", "edge", "firefox", "opera", "safari")
LICENCE = "CC0-1.0"
# Older ones only say "very old".
SINCE = date(2023, 1, 1)
TO_COME = {"beta", "nightly", "planned"}

HEAD = """\
# Releases of browsers, major versions only: a missing point release does not show here.
# Made by maintain/refresh_browsers.py: do not edit. `to_come` are the dates announced then.

data_on = {data_on}

[source]
title = "Paquet npm @mdn/browser-compat-data {version} ({licence})"
nature = "usage"
verified_on = {verified_on}
certainty = "rapporté"
"""


def read_package(package: Path, name: str) -> Any:
    """A JSON file of the package, unpacked or not."""
    if package.is_dir():
        inner = package / "package" if (package / "package").is_dir() else package
        return json.loads((inner / name).read_text(encoding="utf-8"))
    with tarfile.open(package) as archive:
        stream = archive.extractfile(f"package/{name}")
        if stream is None:
            raise FileNotFoundError(name)
        return json.load(stream)


def dated(releases: Mapping[str, Any], *, to_come: bool) -> list[tuple[str, date]]:
    """The releases that have a date, oldest first."""
    found = [
        (version, date.fromisoformat(release["release_date"]))
        for version, release in releases.items()
        if release.get("release_date") and (release["status"] in TO_COME) is to_come
    ]
    return sorted(
        (one for one in found if one[1] >= SINCE), key=lambda one: [*map(int, one[0].split("."))]
    )


def table(key: str, browser: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one browser."""
    releases = browser["releases"]
    yield f"\n[releases.{key}]"
    long_term = [version for version, one in releases.items() if one["status"] == "esr"]
    if long_term:
        yield f"long_term = {json.dumps(long_term)}"
    for name, to_come in (("out", False), ("to_come", True)):
        lines = [f'  "{version}" = {day}' for version, day in dated(releases, to_come=to_come)]
        yield f"[releases.{key}.{name}]"
        yield from (line.strip() for line in lines)


def make(package: Path, *, verified_on: date) -> str:
    """The whole table, as TOML."""
    about = read_package(package, "package.json")
    if about["license"] != LICENCE:
        raise ValueError(f"la licence du paquet a changé : {about['license']}")
    data = read_package(package, "data.json")
    lines = [
        HEAD.format(
            data_on=data["__meta"]["timestamp"][:10],
            version=about["version"],
            licence=about["license"],
            verified_on=verified_on.isoformat(),
        ).rstrip()
    ]
    for key in BROWSERS:
        lines += table(key, data["browsers"][key])
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Write the table."""
    day = date.fromisoformat(arguments[1]) if len(arguments) > 1 else date.today()  # noqa: DTZ011
    TARGET.write_text(make(Path(arguments[0]), verified_on=day), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
