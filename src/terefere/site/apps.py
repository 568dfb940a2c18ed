from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "terefere.site"
    verbose_name = _("Settings and texts")
    default_auto_field = "django.db.models.BigAutoField"
