from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "brightline.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_used

        from brightline.platform.accounts import second_factor

        authenticator_used.connect(second_factor.was_shown, dispatch_uid="second_factor_was_shown")
