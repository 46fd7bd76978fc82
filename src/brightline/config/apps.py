from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "brightline.config"
    label = "config"
