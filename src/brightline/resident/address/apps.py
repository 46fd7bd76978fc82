from django.apps import AppConfig


class AddressConfig(AppConfig):
    name = "brightline.resident.address"
    label = "address"
