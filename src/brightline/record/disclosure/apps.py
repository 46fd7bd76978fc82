from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "brightline.record.disclosure"
    label = "disclosure"
