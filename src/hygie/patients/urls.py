from django.urls import path, re_path

from hygie.patients import views

app_name = "patients"
PATIENT = r"^(?P<patient_id>[0-9a-f]{32})/"
urlpatterns = [
    path("", views.patients, name="patients"),
    path("ajouter/", views.add, name="add"),
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
