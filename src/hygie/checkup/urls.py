from django.urls import path

from hygie.checkup import views

app_name = "checkup"
urlpatterns = [
    path("regarder/", views.look, name="look"),
    path("<slug:computer_id>/", views.computer, name="computer"),
]
