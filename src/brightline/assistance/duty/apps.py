from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "brightline.assistance.duty"
    label = "duty"
