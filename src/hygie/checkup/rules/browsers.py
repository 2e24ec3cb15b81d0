"""Are the browsers maintained? By the date of their major version: a point release is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hygie.checkup.observation import Look
from hygie.checkup.rules.dated import Release, Tables, version_of
from hygie.checkup.rules.words import Subject, finding, not_seen, unknown
from hygie.core import clock
from hygie.core.findings import Finding, State

MAINTAINED = Subject(
    code="browsers.maintained",
    answers=(16, 22),
    why="Une version ancienne garde des failles que les pirates connaissent.",
    missing="L’âge des navigateurs n’a pas pu être vérifié.",
)

TABLE_IS_OLD_AFTER = timedelta(days=90)
# An update reaches a computer little by little, then waits for the browser to be closed.
GRACE = timedelta(days=14)
URGENT_AFTER = timedelta(days=42)
# Mozilla follows the old long-term version about twelve weeks beside the new one.
LONG_TERM_OVERLAP = timedelta(days=84)
# Whose calendar each browser follows. Vivaldi counts its own versions (7.5), of which no free
# table was found: what is not known stays to be confirmed.
CALENDARS = {
    "chrome": "chrome", "chromium": "chrome", "brave": "chrome", "edge": "edge",
    "opera": "opera", "opera_gx": "opera", "firefox": "firefox", "safari": "safari",
}  # fmt: skip
ABOUT_PAGES = {
    "chrome": "chrome://settings/help",
    "edge": "edge://settings/help",
    "brave": "brave://settings/help",
    "opera": "opera://about",
    "opera_gx": "opera://about",
    "vivaldi": "vivaldi://about",
    "firefox": "Menu > Aide > À propos de Firefox",
    "safari": "Réglages Système > Général > Mise à jour de logiciels",
}


@dataclass(frozen=True, kw_only=True)
class Age:
    """How old a version is.

    Attributes:
        late: since the day a newer one came out; None when none is known.
        is_sure: that newer one really came out; else it was only announced for that day.
    """

    late: timedelta | None = None
    is_sure: bool = True


def findings(look: Look, *, today: date, tables: Tables) -> list[Finding]:
    """One finding for each browser seen."""
    seen = look.of("browsers")
    if not seen.is_known:
        return not_seen(look, MAINTAINED, seen)
    browsers = seen.facts["browsers"]
    if not browsers:
        title = "Aucun navigateur connu n’a été trouvé sur cet ordinateur."
        return [
            unknown(look, MAINTAINED, title, advice="Vérifiez vous-même celui que vous utilisez.")
        ]
    return [_finding(look, browser, today=today, tables=tables) for browser in browsers]


def _finding(look: Look, browser: Mapping[str, Any], *, today: date, tables: Tables) -> Finding:
    key, label = str(browser["key"]), str(browser["label"])
    copies = list(browser["seen"])
    programs = [one for one in copies if one["kind"] == "program" and one["version"]]
    judged = [one for one in programs or copies if version_of(str(one["version"]))]
    evidence = tuple(f"{one['place']}\u00a0: {one['version'] or '?'}" for one in copies)
    if not judged:
        return unknown(
            look,
            MAINTAINED,
            f"La version de {label} n’a pas pu être lue.",
            advice=_advice(key, label, is_installed=True),
        )
    oldest = min(judged, key=lambda one: version_of(str(one["version"])))
    age = age_of(key, str(oldest["version"]), bool(oldest["esr"]), today=today, tables=tables)
    return _told(
        look,
        f"{label} {_major(key, str(oldest['version']))}",
        age,
        advice=_advice(key, label, is_installed=bool(programs)),
        evidence=(*evidence, *_about(key, tables)),
        is_table_old=today - tables.browsers_on > TABLE_IS_OLD_AFTER,
        tables=tables,
    )


def _told(
    look: Look,
    name: str,
    age: Age | None,
    *,
    advice: str,
    evidence: tuple[str, ...],
    is_table_old: bool,
    tables: Tables,
) -> Finding:
    doubt = f" (table du {clock.french_date(tables.browsers_on)}, ancienne)" if is_table_old else ""
    state, urgency = State.TO_CONFIRM, 1
    if age is None:
        title = f"{name}\u00a0: Hygie n’a pas de calendrier pour ce navigateur."
    elif age.late is None or age.late <= GRACE:
        state = State.TO_CONFIRM if is_table_old else State.IN_PLACE
        title = f"{name} est à jour{doubt}."
        if is_table_old:
            title = f"{name} était à jour à la date de la table{doubt}."
    elif not age.is_sure:
        title = f"{name} a sans doute une version plus récente depuis {age.late.days} jours{doubt}."
    else:
        state, urgency = State.TO_DO, 3 if age.late > URGENT_AFTER else 2
        title = f"{name} n’est plus à jour depuis {age.late.days} jours{doubt}."
    is_open = state is not State.IN_PLACE
    return finding(
        look,
        MAINTAINED,
        state,
        title,
        advice=advice if is_open else "",
        minutes=3 if is_open else None,
        urgency=urgency,
        evidence=evidence,
    )


def age_of(
    key: str, version_text: str, is_long_term: bool, *, today: date, tables: Tables
) -> Age | None:
    """How late a version is; None when no calendar knows this browser."""
    version = version_of(version_text)
    calendar = tables.releases.get(CALENDARS.get(key, ""), ())
    if not version or not calendar:
        return None
    releases = [one for one in calendar if one.on <= today]
    # Only Firefox's long-term versions have a second number: 153.4.0 against 153.0.2.
    if key == "firefox" and (is_long_term or (len(version) > 1 and version[1] > 0)):
        return _long_term_age(version[0], releases, today=today, tables=tables)
    width = max((len(one.version) for one in releases), default=1)
    newer = [one for one in releases if one.version > version[:width]]
    sure = [one.on for one in newer if not one.is_announced]
    if sure:
        return Age(late=today - min(sure))
    announced = [one.on for one in newer]
    return Age(late=today - min(announced), is_sure=False) if announced else Age()


def _long_term_age(
    major: int, releases: list[Release], *, today: date, tables: Tables
) -> Age | None:
    followed = tables.long_term
    if not followed:
        return None
    if major >= min(followed):
        return Age() if major in followed else None
    next_one = min(one for one in followed if one > major)
    since = [one.on for one in releases if one.version[0] == next_one]
    late = today - min(since) - LONG_TERM_OVERLAP if since else URGENT_AFTER
    return Age(late=late, is_sure=late > timedelta(0))


def _major(key: str, version: str) -> str:
    parts = version.split(".")
    return ".".join(parts[:2]) if key in {"safari", "vivaldi"} else parts[0]


def _advice(key: str, label: str, *, is_installed: bool) -> str:
    if key in {"chromium", "safari"}:
        advice = f"Installez les mises à jour du système, puis fermez et rouvrez {label}."
    else:
        advice = (
            f"Dans {label}, ouvrez «\u00a0À propos\u00a0», laissez la mise à jour se faire, "
            "puis fermez et rouvrez-le."
        )
    return advice if is_installed else f"{advice} S’il ne sert plus, désinstallez-le."


def _about(key: str, tables: Tables) -> tuple[str, ...]:
    page = (ABOUT_PAGES[key],) if key in ABOUT_PAGES else ()
    table = f"Table des versions majeures du {clock.french_date(tables.browsers_on)}"
    return (*page, table)
