from django.urls import path, re_path

from hygie.records.views import boxes, elimination, file, review

app_name = "records"
PATIENT = r"^(?P<patient_id>[0-9a-f]{32})/"
HOLD = rf"{PATIENT}blocages/(?P<hold_id>[0-9a-f]{{32}})/"
LIST = r"^eliminations/(?P<list_id>[0-9a-f]{32})/"
urlpatterns = [
    # review
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
