from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "terefere.config"
