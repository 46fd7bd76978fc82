from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "brightline.assistance.requests"
    label = "requests"
