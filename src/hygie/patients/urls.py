from django.urls import path, re_path

from hygie.patients import import_views, sheet_views, views

app_name = "patients"
PATIENT = r"^(?P<patient_id>[0-9a-f]{32})/"
urlpatterns = [
    path("", views.patients, name="patients"),
    path("ajouter/", views.add, name="add"),
    path("feuille-ins/", sheet_views.sheet_page, name="sheet"),
    path("feuille-ins/garder/", sheet_views.keep_sheet, name="keep_sheet"),
    path("feuille-ins/oublier/", sheet_views.drop_sheet, name="drop_sheet"),
    path("importer/", import_views.choose, name="import"),
    path("importer/colonnes/", import_views.columns, name="import_columns"),
    path("importer/avancement/", import_views.progress, name="import_progress"),
    path("importer/arreter/", import_views.stop, name="import_stop"),
    path("importer/refusees/", import_views.refused, name="import_refused"),
    path("doublons/", views.doubts, name="doubts"),
    path("doublons/<int:doubt_id>/", views.doubt, name="doubt"),
    re_path(rf"{PATIENT}$", views.patient, name="patient"),
    re_path(rf"{PATIENT}modifier/$", views.change, name="change"),
    re_path(rf"{PATIENT}deces/$", views.deceased, name="deceased"),
    re_path(rf"{PATIENT}vivant/$", views.alive, name="alive"),
    re_path(rf"{PATIENT}demandes/$", views.add_note, name="add_note"),
    re_path(rf"{PATIENT}demandes/(?P<note_id>[0-9a-f]{{32}})/$", views.end_note, name="end_note"),
    re_path(rf"{PATIENT}separer/(?P<former_id>[0-9a-f]{{32}})/$", views.part, name="part"),
    re_path(rf"{PATIENT}qui/$", views.lines, name="lines"),
]
