from django.urls import path, re_path

from hygie.filing import views

app_name = "filing"
FILE = r"^(?P<file_id>[0-9a-f]{32})/"
DOCUMENT = r"^document/(?P<document_id>[0-9a-f]{32})/"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("dossier/", views.folder, name="folder"),
    path("dossier/arreter/", views.stop, name="stop"),
    path("regarder/", views.look, name="look"),
    path("refuser/<int:proposal_id>/", views.refuse, name="refuse"),
    re_path(rf"{FILE}$", views.choose, name="choose"),
    re_path(rf"{FILE}fichier\.pdf$", views.original, name="original"),
    re_path(rf"{FILE}ranger/$", views.file, name="file"),
    re_path(rf"{FILE}laisser/$", views.leave, name="leave"),
    re_path(rf"{FILE}reprendre/$", views.take_back, name="take_back"),
    re_path(rf"{FILE}creer/$", views.make_patient, name="make_patient"),
    re_path(rf"{DOCUMENT}$", views.document, name="document"),
    re_path(rf"{DOCUMENT}patient/$", views.move, name="move"),
]
