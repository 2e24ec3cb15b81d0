"""The addresses of the airlock that need no base: all that the station has."""

from django.urls import path, re_path

from hygie.airlock import viewing_views, views

RUN = r"^examen/(?P<name>[0-9a-f]{16})/"
SERIES = rf"{RUN}images/(?P<number>[0-9]{{1,6}})/"

PAGES = [
    path("", views.choose, name="choose"),
    path("cles/", views.keys, name="keys"),
    path("examiner/", views.start, name="start"),
    re_path(rf"{RUN}$", views.run, name="run"),
    re_path(rf"{RUN}avance/$", views.bar, name="bar"),
    re_path(rf"{RUN}passer/$", views.skip, name="skip"),
    re_path(rf"{RUN}arreter/$", views.stop, name="stop"),
    re_path(rf"{RUN}transmettre/$", views.hand_over, name="hand_over"),
    re_path(rf"{RUN}(?P<which>rapport|liste|recu)\.pdf$", views.paper, name="paper"),
    re_path(rf"{RUN}terminer/$", views.finish, name="finish"),
    re_path(rf"{RUN}images/$", viewing_views.images, name="images"),
    re_path(rf"{SERIES}$", viewing_views.series, name="series"),
    re_path(rf"{SERIES}(?P<at>[0-9]{{1,6}})\.png$", viewing_views.frame, name="frame"),
]

app_name = "airlock"
urlpatterns = PAGES
