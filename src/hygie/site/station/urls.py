"""Addresses of the station: the airlock's pages that need no base, and what dresses them."""

from django.urls import include, path, re_path

from hygie.site.station import gate

urlpatterns = [
    re_path(r"^static/(?P<path>.+)$", gate.static_file, name="static"),
    path("favicon.ico", gate.favicon, name="favicon"),
    path("", include("hygie.airlock.urls")),
]
handler400 = gate.not_understood
handler404 = gate.not_found
handler500 = gate.failed
