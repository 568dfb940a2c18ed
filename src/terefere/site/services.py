"""Making the settings where there are none yet."""

from terefere.accounts.models import Group
from terefere.site.models import THE_ONE_ROW, SiteSettings

FIRST_GROUP = "users"


def ensure_settings() -> SiteSettings:
    """The row of settings; with its defaults, and the group they need, when it was missing."""
    existing = SiteSettings.objects.select_related("receiving_group").filter(pk=THE_ONE_ROW).first()
    return existing or _create_settings()


def _create_settings() -> SiteSettings:
    group, _ = Group.objects.get_or_create(name=FIRST_GROUP)
    defaults = {"receiving_group": group, "starting_group": group}
    return SiteSettings.objects.get_or_create(pk=THE_ONE_ROW, defaults=defaults)[0]
