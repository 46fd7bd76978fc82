from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "brightline.platform.accounts"
    label = "accounts"
