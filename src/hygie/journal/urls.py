from django.urls import path

from hygie.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("verifier/", views.verify, name="verify"),
]
