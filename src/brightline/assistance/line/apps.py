from django.apps import AppConfig


class LineConfig(AppConfig):
    name = "brightline.assistance.line"
    label = "line"
