from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "hygie.storage"
    label = "storage"
