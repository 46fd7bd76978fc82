from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "brightline.record.ledger"
    label = "ledger"
