from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "brightline.resident.collection"
    label = "collection"
