"""Firewall, antivirus and EDR: a known product seen at work, or what remains to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hygie.checkup.observation import Look, Status
from hygie.checkup.rules.words import Subject, finding, listed, not_seen
from hygie.core.findings import Finding, State, Who

FIREWALL = Subject(
    code="system.firewall",
    answers=(22,),
    why="Le pare-feu refuse les connexions que personne ici n’a demandées.",
    missing="L’état du pare-feu n’a pas pu être lu.",
)
ANTIVIRUS = Subject(
    code="system.antivirus",
    answers=(9, 22),
    why="Un antivirus actif et à jour arrête les virus déjà connus. C’est le minimum.",
    missing="La présence d’un antivirus n’a pas pu être vérifiée.",
)
EDR = Subject(
    code="system.edr",
    answers=(9,),
    why="Un EDR regarde ce que font les programmes. Il arrête aussi des virus encore inconnus.",
    missing="La présence d’un EDR n’a pas pu être vérifiée.",
)

SIGNATURES_ARE_OLD_AFTER = timedelta(days=7)
CLOCK_DRIFT = timedelta(days=1)
INSTALLED = ("a été vu", "ont été vus")
FIREWALL_SWITCH = {
    "windows": "Allumez-le\u00a0: Sécurité Windows > Pare-feu et protection du réseau.",
    "darwin": "Allumez-le\u00a0: Réglages Système > Réseau > Coupe-feu.",
    "linux": "Demandez à votre informaticien de l’allumer («\u00a0sudo ufw enable\u00a0»).",
}


def firewall(look: Look) -> list[Finding]:
    """Whether the firewall is on."""
    seen = look.of("firewall")
    if not seen.is_known:
        return not_seen(look, FIREWALL, seen)
    who = Who.TECHNICIAN if look.system == "linux" else Who.ANYONE
    switch = FIREWALL_SWITCH.get(look.system, "Demandez à votre informaticien de l’allumer.")
    if seen.status is Status.ABSENT:
        return [
            finding(
                look,
                FIREWALL,
                State.TO_CONFIRM,
                "Aucun pare-feu connu n’a été vu sur cet ordinateur.",
                advice="Demandez à votre informaticien s’il y en a un.",
                minutes=5,
                who=Who.TECHNICIAN,
                urgency=2,
                evidence=("cherchés\u00a0: ufw, firewalld, nftables",),
            )
        ]
    name, is_on = str(seen.facts["name"]), seen.facts["is_on"]
    evidence = tuple(map(str, seen.facts["details"]))
    if is_on is True:
        title = f"Le pare-feu est allumé ({name})."
        return [finding(look, FIREWALL, State.IN_PLACE, title, evidence=evidence)]
    state, title = State.TO_DO, f"Le pare-feu est éteint ({name})."
    if is_on is None:
        state = State.TO_CONFIRM
        title = f"Un pare-feu est installé ({name}), sans preuve qu’il filtre."
    return [
        finding(
            look, FIREWALL, state, title,
            advice=switch, minutes=5, who=who, urgency=2, evidence=evidence,
        )
    ]  # fmt: skip


def antivirus(look: Look) -> list[Finding]:
    """Whether an antivirus is at work and up to date."""
    seen = look.of("security")
    if not seen.is_known:
        return not_seen(look, ANTIVIRUS, seen)
    products = list(seen.facts["products"])
    mine = [one for one in products if one["kind"] == "antivirus"]
    at_work = [one for one in mine if one["running"]]
    evidence = tuple(_line(one) for one in products)
    current = [one for one in at_work if _is_current(look, one) is True]
    if current:
        title = f"{_names(current)} {_are(current, 'est actif', 'sont actifs')} et à jour."
        return [finding(look, ANTIVIRUS, State.IN_PLACE, title, evidence=evidence)]
    watching = [one for one in products if one["kind"] == "edr" and one["running"]]
    if at_work:
        state, title, advice = _at_work(look, at_work)
    elif watching:
        state = State.TO_CONFIRM
        title = (
            f"{_names(watching)} {_are(watching)} en marche. Un EDR remplace souvent l’antivirus."
        )
        advice = "Demandez à votre informaticien s’il remplace bien l’antivirus."
    else:
        state, title, advice = _none_at_work(mine, is_register_read=seen.facts["register_read"])
    return [
        finding(
            look, ANTIVIRUS, state, title,
            advice=advice, minutes=10, urgency=3 if state is State.TO_DO else 2, evidence=evidence,
        )
    ]  # fmt: skip


def _at_work(look: Look, products: list[Mapping[str, Any]]) -> tuple[State, str, str]:
    unsure = [one for one in products if _is_current(look, one) is None]
    if unsure:
        return (
            State.TO_CONFIRM,
            f"{_names(unsure)} {_are(unsure)} en marche. La mise à jour ne se lit pas d’ici.",
            "Ouvrez l’antivirus et vérifiez qu’il est à jour.",
        )
    return (
        State.TO_DO,
        f"{_names(products)} {_are(products)} en marche, mais pas à jour.",
        "Ouvrez l’antivirus et lancez sa mise à jour.",
    )


def _none_at_work(
    mine: list[Mapping[str, Any]], *, is_register_read: bool
) -> tuple[State, str, str]:
    # Windows keeps a register of antivirus: what it does not list is not there.
    state = State.TO_DO if is_register_read else State.TO_CONFIRM
    if mine:
        return (
            state,
            f"{_names(mine)} {_are(mine, *INSTALLED)} sans être en marche.",
            "Ouvrez l’antivirus et vérifiez qu’il est actif et à jour.",
        )
    return (
        state,
        "Aucun antivirus connu n’a été vu sur cet ordinateur.",
        "Demandez à votre informaticien quel antivirus protège cet ordinateur.",
    )


def edr(look: Look) -> list[Finding]:
    """Whether an EDR is at work; to have none is no fault, and is said calmly."""
    seen = look.of("security")
    if not seen.is_known:
        return not_seen(look, EDR, seen)
    products = list(seen.facts["products"])
    mine = [one for one in products if one["kind"] == "edr"]
    evidence = tuple(_line(one) for one in products)
    at_work = [one for one in mine if one["running"]]
    if at_work:
        title = f"Un EDR est en marche\u00a0: {_names(at_work)}."
        return [finding(look, EDR, State.IN_PLACE, title, evidence=evidence)]
    maybe = [one for one in products if one["may_include_edr"] and one["running"]]
    title = "Aucun EDR connu n’a été vu. C’est un plus, pas une obligation."
    advice = "Assurez d’abord un antivirus à jour. Puis demandez un avis à votre informaticien."
    if mine:
        title = f"{_names(mine)} {_are(mine, *INSTALLED)} sans être en marche."
        advice = "Demandez à votre informaticien de vérifier qu’il tourne."
    elif maybe:
        title = f"{_names(maybe)}\u00a0: certains contrats comprennent un EDR."
        advice = "Demandez à votre informaticien si le vôtre en comprend un."
    return [
        finding(
            look, EDR, State.TO_CONFIRM, title,
            advice=advice, minutes=20, who=Who.TECHNICIAN, evidence=evidence,
        )
    ]  # fmt: skip


def _is_current(look: Look, product: Mapping[str, Any]) -> bool | None:
    """Its list of viruses is of these days; None when that does not show."""
    if product["up_to_date"] is not None:
        return bool(product["up_to_date"])
    if not product["signatures_at"]:
        return None
    dated = datetime.fromisoformat(str(product["signatures_at"]))
    return -CLOCK_DRIFT <= look.seen_at - dated <= SIGNATURES_ARE_OLD_AFTER


def _names(products: list[Mapping[str, Any]]) -> str:
    return listed([str(one["name"]) for one in products])


def _are(products: list[Mapping[str, Any]], one: str = "est", many: str = "sont") -> str:
    return many if len(products) > 1 else one


def _line(product: Mapping[str, Any]) -> str:
    state = {True: "en marche", False: "pas vu en marche"}.get(product["running"], "état inconnu")
    place = f", {product['place']}" if product["place"] else ""
    return f"{product['name']} ({str(product['kind']).replace('edr', 'EDR')})\u00a0: {state}{place}"
