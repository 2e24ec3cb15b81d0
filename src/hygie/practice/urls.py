from django.urls import path, re_path

from hygie.practice import views

app_name = "practice"
KIND = r"(?P<kind>computer|disk|supplier)"
urlpatterns = [
    path("commencer/", views.begin, name="begin"),
    path("", views.practice, name="practice"),
    path("moi/", views.professional, name="professional"),
    path("ordinateurs/", views.computers, name="computers"),
    path("disques/", views.disks, name="disks"),
    path("prestataires/", views.suppliers, name="suppliers"),
    re_path(rf"^{KIND}/ajouter/$", views.edit, name="add"),
    re_path(rf"^{KIND}/(?P<thing_id>\w+)/$", views.edit, name="edit"),
    re_path(rf"^{KIND}/(?P<thing_id>\w+)/retirer/$", views.remove, name="remove"),
]
