from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "brightline.platform.live"
    label = "live"
