from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "brightline.record.ledger"
    label = "ledger"

    def ready(self) -> None:
        from brightline.platform.accounts.signals import account_changed
        from brightline.record.ledger import accounts

        account_changed.connect(accounts.enter, dispatch_uid="ledger_enters_accounts")
