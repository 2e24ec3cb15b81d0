"""The journal's verbs in French. A verb without its words is shown as it is written."""

from __future__ import annotations

SENTENCES = {
    "accounts.found": "a installé Hygie",
    "accounts.sign_in": "a ouvert une session",
    "accounts.sign_out": "a fermé sa session",
    "accounts.lock": "a verrouillé Hygie",
    "accounts.add_member": "a ajouté une personne",
    "accounts.change_role": "a changé un rôle",
    "accounts.remove_member": "a retiré une personne",
    "accounts.change_passphrase": "a changé sa phrase de passe",
    "accounts.recover": "a ouvert avec le code de secours",
    "accounts.renew_recovery_code": "a créé un nouveau code de secours",
    "accounts.confirm_recovery_code": "a vérifié le code de secours",
    "accounts.change_key": "a changé la clé de la base",
    "accounts.add_machine_access": "a créé un accès automatique",
    "accounts.revoke_machine_access": "a retiré un accès automatique",
    "practice.describe": "a modifié la fiche du cabinet",
    "practice.describe_professional": "a modifié la fiche d’un professionnel",
    "practice.keep_computer": "a noté un ordinateur",
    "practice.keep_disk": "a noté un disque",
    "practice.keep_supplier": "a noté un prestataire",
    "practice.remove_computer": "a retiré un ordinateur de la liste",
    "practice.remove_disk": "a retiré un disque de la liste",
    "practice.remove_supplier": "a retiré un prestataire de la liste",
    "checkup.look": "a regardé un ordinateur",
    "home.reply": "a répondu à une question",
    "home.print_report": "a imprimé le bilan",
    "home.print_recovery": "a imprimé le code de secours",
    "home.print_sheet": "a imprimé une fiche pour l’informaticien",
    "incidents.print_card": "a imprimé la carte d’urgence",
    "patients.add": "a ajouté un patient",
    "patients.change": "a modifié la fiche d’un patient",
    "patients.look": "a ouvert la fiche d’un patient",
    "patients.search": "a cherché un patient",
    "patients.invent": "a inventé les patients de la démonstration",
    "patients.mark_deceased": "a noté le décès d’un patient",
    "patients.mark_alive": "a effacé un décès noté par erreur",
    "patients.add_rights_note": "a noté la demande d’un patient",
    "patients.end_rights_note": "a levé la demande d’un patient",
    "patients.resume_rights_note": "a remis en vigueur la demande d’un patient",
    "patients.tell_apart": "a dit que deux fiches sont deux patients",
    "patients.make_one": "a réuni deux fiches d’un patient",
    "patients.part": "a séparé deux fiches réunies",
    "documents.keep": "a gardé un document",
    "documents.look": "a lu un document",
    "documents.destroy": "a détruit un document",
    "documents.sweep": "a retiré des fichiers laissés par une panne",
    "documents.export": "a exporté les documents",
    "storage.copy": "a copié la base",
    "storage.restore": "a remis une copie de la base",
}


def sentence(action: str) -> str:
    """What an action did, in French."""
    return SENTENCES.get(action, action)
