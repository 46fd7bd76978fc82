"""The front end every wing shares: base templates, components, icons, static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "brightline.platform.ui"
    label = "ui"
