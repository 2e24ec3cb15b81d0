from django.urls import path, re_path

from hygie.records.views import (
    boxes,
    closing,
    durations,
    elimination,
    file,
    requests,
    requests_copy,
    review,
)
from hygie.records.views import closing_archive as archive
from hygie.records.views import closing_letters as letters

app_name = "records"

# review
PATIENT = r"^(?P<patient_id>[0-9a-f]{32})/"
HOLD = rf"{PATIENT}blocages/(?P<hold_id>[0-9a-f]{{32}})/"
LIST = r"^eliminations/(?P<list_id>[0-9a-f]{32})/"
CLASS = r"^durees/(?P<class_id>own_[0-9a-f]{32})/"
REVIEW = [
    path("", review.review, name="review"),
    path("preparer/", review.prepare, name="prepare"),
    path("archiver/", review.archive, name="archive"),
    path("revue-faite/", review.close, name="close_review"),
    re_path(rf"{PATIENT}$", file.file, name="file"),
    re_path(rf"{PATIENT}categorie/$", file.category, name="category"),
    re_path(rf"{PATIENT}blocages/$", file.add_hold, name="add_hold"),
    re_path(rf"{HOLD}$", file.hold, name="hold"),
    re_path(rf"{HOLD}lever/$", file.lift_hold, name="lift_hold"),
    re_path(rf"{HOLD}erreur/$", file.withdraw_hold, name="withdraw_hold"),
    path("blocages/", file.holds, name="holds"),
    path("boites/", boxes.boxes, name="boxes"),
    path("boites/ajouter/", boxes.box, name="add_box"),
    re_path(r"^boites/(?P<box_id>[0-9a-f]{32})/$", boxes.box, name="box"),
    path("exports/ajouter/", boxes.export, name="add_export"),
    re_path(r"^exports/(?P<export_id>[0-9a-f]{32})/$", boxes.export, name="export"),
    path("durees/", durations.durations, name="durations"),
    path("durees/ajouter/", durations.own_class, name="add_class"),
    re_path(rf"{CLASS}$", durations.own_class, name="own_class"),
    re_path(rf"{CLASS}retirer/$", durations.withdraw_class, name="withdraw_class"),
    re_path(rf"{CLASS}remettre/$", durations.put_back_class, name="put_back_class"),
    path("eliminations/", elimination.lists, name="lists"),
    path("eliminations/registre/", elimination.register, name="register"),
    re_path(rf"{LIST}$", elimination.one_list, name="list"),
    re_path(rf"{LIST}retirer/(?P<listed_id>\d+)/$", elimination.take_off, name="take_off"),
    re_path(rf"{LIST}signer/$", elimination.sign, name="sign"),
    re_path(rf"{LIST}abandonner/$", elimination.cancel, name="cancel"),
    re_path(rf"{LIST}confirmer/$", elimination.confirm, name="confirm"),
    re_path(rf"{LIST}copies/$", elimination.say_of_copies, name="say_of_copies"),
    re_path(rf"{LIST}effacer-les-copies/$", elimination.remove_copies, name="remove_copies"),
    re_path(rf"{LIST}certificat/$", elimination.certificate, name="certificate"),
]

# requests
PAPER = r"(?P<paper>acknowledgement|proof|extension|whole|partial|refusal|receipt)"
ONE = "demandes/<str:request_id>/"
REQUESTS = [
    path("demandes/", requests.requests, name="requests"),
    path("demandes/patient/", requests.find_patient, name="request_find"),
    path("demandes/nouvelle/<str:patient_id>/", requests.new, name="request_new"),
    path(ONE, requests.request_page, name="request"),
    path(f"{ONE}modifier/", requests.change, name="request_change"),
    path(f"{ONE}preuves/", requests.proofs, name="request_proofs"),
    path(f"{ONE}etape/", requests.step, name="request_step"),
    path(f"{ONE}pieces/", requests.items, name="request_items"),
    path(f"{ONE}pieces/<str:item_id>/retirer/", requests.remove_item, name="request_remove_item"),
    path(f"{ONE}choix/", requests_copy.scope, name="request_scope"),
    path(f"{ONE}accord/", requests_copy.grant, name="request_grant"),
    path(f"{ONE}delai/", requests_copy.delay, name="request_delay"),
    path(f"{ONE}refus/", requests_copy.refuse, name="request_refuse"),
    path(f"{ONE}copie/", requests_copy.copy, name="request_copy"),
    path(f"{ONE}phrase.pdf", requests_copy.passphrase, name="request_passphrase"),
    path(f"{ONE}liste.pdf", requests_copy.list_paper, name="request_list"),
    path(f"{ONE}document/<str:key>/", requests_copy.document, name="request_document"),
    re_path(
        rf"^demandes/(?P<request_id>\w+)/{PAPER}\.(?P<form>pdf|docx)$",
        requests_copy.paper,
        name="request_paper",
    ),
]

# closing
AT = "fermeture/"
CLOSING = [
    path("absence/", closing.absence, name="absence"),
    path("absence/feuille/", closing.absence_paper, name="absence_paper"),
    path(AT, closing.closing, name="closing"),
    path(f"{AT}decider/", closing.decide, name="closing_decide"),
    path(f"{AT}abandonner/", closing.drop, name="closing_drop"),
    path(f"{AT}reprendre/", closing.take_up, name="closing_take_up"),
    path(f"{AT}terminer/", closing.close, name="closing_close"),
    path(f"{AT}rouvrir/", closing.reopen, name="closing_reopen"),
    path(f"{AT}etape/<slug:task_id>/", closing.task, name="closing_task"),
    path(f"{AT}etape/<slug:task_id>/refaire/", closing.untick, name="closing_untick"),
    path(f"{AT}papier/<slug:name>/", closing.paper, name="closing_paper"),
    path(f"{AT}avancement/", letters.progress, name="closing_progress"),
    path(f"{AT}arreter/", letters.stop, name="closing_stop"),
    path(f"{AT}lettres/", letters.letters, name="closing_letters"),
    path(f"{AT}lettres/preparer/", letters.prepare, name="closing_prepare"),
    path(f"{AT}lettres/postees/", letters.posted, name="closing_posted"),
    path(f"{AT}lettres/liste/<str:kind>/", letters.listed, name="closing_list"),
    path(f"{AT}lettres/<int:number>/", letters.letter, name="closing_letter"),
    path(f"{AT}lettres/<int:number>/refaire/", letters.again, name="closing_letter_again"),
    path(f"{AT}lettres/<int:number>/envoyer/", letters.send, name="closing_letter_send"),
    path(f"{AT}lettres/<int:number>/recu/", letters.receipt, name="closing_receipt"),
    path(f"{AT}lettres/<int:number>/copie/", archive.copy, name="closing_copy"),
    path(f"{AT}archive/", archive.archive, name="closing_archive"),
    path(f"{AT}archive/code/", archive.make_key, name="closing_key"),
    path(f"{AT}archive/feuille/", archive.archive_paper, name="closing_archive_paper"),
    path(f"{AT}transmission/", archive.transfer, name="closing_transfer"),
    path(
        f"{AT}transmission/<str:archive_id>/", archive.transfer_paper, name="closing_transfer_paper"
    ),
    path(f"{AT}code/", archive.code_paper, name="closing_code_paper"),
]

urlpatterns = [*REVIEW, *REQUESTS, *CLOSING]
