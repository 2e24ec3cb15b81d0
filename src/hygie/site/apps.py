from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "hygie.site"
    label = "site"
