from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "brightline.platform.database"
    label = "database"
