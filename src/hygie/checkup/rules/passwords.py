"""Do browsers keep passwords? None found is in place only when every profile could be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hygie.checkup.observation import Look
from hygie.checkup.rules.words import (
    Subject,
    counted,
    finding,
    listed,
    not_seen,
    quoted,
    trouble,
    unknown,
)
from hygie.core.findings import Finding, State, Who

SAVED = Subject(
    code="browsers.saved_passwords",
    answers=(2, 8),
    why="Qui s’assoit devant cette session peut s’en servir. Un virus peut les emporter d’un coup.",
    missing="Les mots de passe gardés par les navigateurs n’ont pas pu être comptés.",
)

ADVICE = (
    "Recopiez-les dans un gestionnaire de mots de passe. "
    "Effacez-les ensuite du navigateur, et refusez qu’il en propose d’autres."
)
# For the technician: where each browser keeps its switch.
SETTINGS = {
    "chrome": "Chrome : Paramètres > Saisie automatique et mots de passe > Gestionnaire de mots "
    "de passe > Paramètres (chrome://password-manager/settings)",
    "chromium": "Chromium : Paramètres > Saisie automatique et mots de passe > Gestionnaire de "
    "mots de passe > Paramètres (chrome://password-manager/settings)",
    "edge": "Edge : Paramètres > Profils > Mots de passe (edge://settings/passwords)",
    "brave": "Brave : Paramètres > Remplissage automatique et mots de passe > Gestionnaire de "
    "mots de passe (brave://password-manager/settings)",
    "opera": "Opera : Paramètres > Vie privée et sécurité > Remplissage automatique > Mots de "
    "passe (opera://settings/passwords)",
    "opera_gx": "Opera GX : Paramètres > Vie privée et sécurité > Remplissage automatique > Mots "
    "de passe (opera://settings/passwords)",
    "vivaldi": "Vivaldi : Paramètres > Vie privée et sécurité > Mots de passe "
    "(vivaldi://settings/privacy)",
    "firefox": "Firefox : Paramètres > Vie privée et sécurité > Mots de passe "
    "(about:preferences#privacy)",
}
_MINUTES_TO_SET_UP = 15
_MOST_MINUTES = 120


def findings(look: Look) -> list[Finding]:
    """What is kept, browser by browser; one finding in place when there is nothing at all."""
    seen = look.of("passwords")
    if not seen.is_known:
        return not_seen(look, SAVED, seen)
    found: list[Finding] = []
    by_browser: dict[str, list[Mapping[str, Any]]] = {}
    for profile in seen.facts["profiles"]:
        by_browser.setdefault(str(profile["browser"]), []).append(profile)
    if not by_browser:
        title = "Aucun navigateur connu n’a été utilisé dans cette session."
        found.append(
            unknown(look, SAVED, title, advice="Vérifiez vous-même celui que vous utilisez.")
        )
    empty: list[str] = []
    for key, profiles in by_browser.items():
        told = _browser(look, key, profiles)
        found += told
        if not told:
            empty.append(str(profiles[0]["label"]))
    if empty:
        found.append(_nothing(look, empty))
    not_counted = [str(name) for name in seen.facts.get("not_counted", ())]
    if not_counted:
        found.append(_left_alone(look, not_counted))
    return found


def _browser(look: Look, key: str, profiles: Sequence[Mapping[str, Any]]) -> list[Finding]:
    label = str(profiles[0]["label"])
    total = sum(int(profile["count"]) for profile in profiles)
    unread = [profile for profile in profiles if profile["trouble"]]
    evidence = (*map(_line, profiles), SETTINGS.get(key, label))
    found = []
    if total:
        about = "au moins " if unread else ""
        if any(profile["approximate"] for profile in profiles):
            about = "environ "
        number = counted(total, "mot de passe", "mots de passe")
        found.append(
            finding(
                look,
                SAVED,
                State.TO_DO,
                f"{label} garde {about}{number}{_in_profiles(profiles)}.",
                advice=ADVICE,
                minutes=min(_MINUTES_TO_SET_UP + total, _MOST_MINUTES),
                who=Who.OWNER,
                urgency=2,
                evidence=evidence,
            )
        )
    if unread:
        found.append(_unread(look, label, unread, evidence=evidence))
    return found


def _in_profiles(profiles: Sequence[Mapping[str, Any]]) -> str:
    filled = sum(1 for profile in profiles if profile["count"])
    return f", dans {filled} profils" if filled > 1 else ""


def _line(profile: Mapping[str, Any]) -> str:
    stores = ", ".join(f"{name} {number}" for name, number in profile["stores"].items())
    parts = [str(profile["count"]), f"({stores})" if stores else ""]
    if profile["approximate"]:
        parts.append("nombre relevé pendant que le navigateur écrivait")
    if profile["trouble"]:
        parts.append(f"non compté en entier\u00a0: {trouble(profile['trouble'])}")
    return f"{profile['place']}\u00a0: {' '.join(part for part in parts if part)}"


def _unread(
    look: Look, label: str, unread: Sequence[Mapping[str, Any]], *, evidence: tuple[str, ...]
) -> Finding:
    reasons = listed(sorted({trouble(profile["trouble"]) for profile in unread}))
    what = f"{counted(len(unread), 'profil', 'profils')} de {label}"
    verb = "n’ont" if len(unread) > 1 else "n’a"
    counted_word = "comptés" if len(unread) > 1 else "compté"
    return finding(
        look,
        SAVED,
        State.UNKNOWN,
        f"{what} {verb} pas pu être {counted_word} ({reasons}).",
        advice=f"Fermez {label}, puis relancez le contrôle.",
        minutes=2,
        evidence=evidence,
    )


def _nothing(look: Look, labels: list[str]) -> Finding:
    verb = "ne gardent" if len(labels) > 1 else "ne garde"
    title = f"{listed(labels)} {verb} aucun mot de passe."
    return finding(look, SAVED, State.IN_PLACE, title)


def _left_alone(look: Look, names: list[str]) -> Finding:
    return finding(
        look,
        SAVED,
        State.TO_CONFIRM,
        f"Hygie ne compte pas ceux que gardent {listed(names)}.",
        advice=f"Ouvrez l’application {quoted('Mots de passe')} du Mac et regardez s’il y en a.",
        minutes=2,
        who=Who.OWNER,
    )
