from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hygie.home"
    label = "home"
    verbose_name = "Accueil"
