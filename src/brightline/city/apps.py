from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "brightline.city"
    label = "city"
