"""What the practice's own sheet says to the check-up."""

from __future__ import annotations

from hygie.accounts.queries import is_key_change_due, is_recovery_confirmed
from hygie.core.findings import Finding, State, Who
from hygie.journal.queries import last_of
from hygie.practice import queries

CARD_PRINTED = "incidents.print_card"


def findings() -> list[Finding]:
    """Emergency numbers and card, external disks, suppliers, and the keys of the base."""
    return [_contacts(), _card(), _disks(), _suppliers(), *_keys()]


def _contacts() -> Finding:
    missing = [label.lower() for label, supplier in queries.emergency_contacts() if not supplier]
    return Finding(
        code="practice.emergency_contacts",
        answers=(4, 14),
        state=State.TO_DO if missing else State.IN_PLACE,
        title=f"Il manque un numéro d’urgence : {', '.join(missing)}."
        if missing
        else "Les numéros d’urgence du cabinet sont notés.",
        why="Le jour d’une attaque, le carnet d’adresses est peut-être chiffré avec le reste.",
        advice="Notez le téléphone de ces personnes dans « Cabinet »." if missing else "",
        minutes=5,
        urgency=2,
        action="practice:suppliers",
    )


def _card() -> Finding:
    printed = last_of(CARD_PRINTED)
    return Finding(
        code="practice.emergency_card",
        answers=(4, 14, 15),
        state=State.IN_PLACE if printed else State.TO_DO,
        title="La carte d’urgence a été imprimée."
        if printed
        else "La carte d’urgence n’a pas encore été imprimée.",
        why="Quand l’écran est bloqué, seul le papier dit quoi faire et qui appeler.",
        advice="" if printed else "Imprimez-la et affichez-la près de chaque ordinateur.",
        minutes=2,
        urgency=3,
        action="incidents:problem",
    )


def _disks() -> Finding:
    count = queries.disks().count()
    return Finding(
        code="practice.disks",
        answers=(6,),
        state=State.IN_PLACE if count else State.TO_CONFIRM,
        title=f"{count} disque{'s' if count > 1 else ''} externe{'s' if count > 1 else ''} "
        "sur la liste du cabinet."
        if count
        else "Aucun disque externe n’est sur la liste du cabinet.",
        why="Un disque connu est un disque qu’on pense à débrancher et à retrouver.",
        advice="" if count else "Si vous en utilisez un, ajoutez-le dans « Cabinet ».",
        minutes=2,
        action="practice:disks",
    )


def _suppliers() -> Finding:
    remote = queries.suppliers().filter(has_remote_access=True)
    known = queries.suppliers().exists()
    names = ", ".join(supplier.name for supplier in remote)
    return Finding(
        code="practice.suppliers",
        answers=(22,),
        state=State.IN_PLACE if known else State.TO_CONFIRM,
        title=_suppliers_title(known=known, names=names),
        why="Un prestataire lui-même attaqué est une porte d’entrée vers votre cabinet.",
        advice=""
        if known
        else "Notez vos prestataires et cochez ceux qui ont un accès à distance.",
        minutes=5,
        action="practice:suppliers",
    )


def _suppliers_title(*, known: bool, names: str) -> str:
    if not known:
        return "Vos prestataires ne sont pas encore notés."
    if names:
        return f"Peuvent prendre la main à distance : {names}."
    return "Aucun prestataire noté ne prend la main à distance."


def _keys() -> list[Finding]:
    found = []
    if is_key_change_due():
        found.append(
            Finding(
                code="accounts.key_change", answers=(8,), state=State.TO_DO,
                title="Une personne est partie : la clé de Hygie n’a pas été changée depuis.",
                why="Avec une copie ancienne et sa phrase de passe, elle pourrait tout lire.",
                advice="Ouvrez « Cabinet », « Sécurité », puis « Changer la clé ».",
                minutes=2, who=Who.OWNER, urgency=3, action="accounts:security",
            )
        )  # fmt: skip
    if not is_recovery_confirmed():
        found.append(
            Finding(
                code="accounts.recovery", answers=(8,), state=State.TO_DO,
                title="Le code de secours n’a pas encore été vérifié.",
                why="Si toutes les phrases de passe sont oubliées, lui seul ouvre la base.",
                advice="Imprimez le code, puis retapez-le une fois depuis le papier.",
                minutes=3, who=Who.OWNER, urgency=3, action="accounts:recovery",
            )
        )  # fmt: skip
    return found
