"""What must exist before anything is served: the settings, the group they name, and the default channel."""

from itertools import chain, count

from django.db import transaction

from terefere.accounts.models import Validity
from terefere.chat.models import Channel
from terefere.site.models import SiteSettings
from terefere.site.services import ensure_settings


@transaction.atomic
def ensure_basics() -> None:
    """Create what is missing; safe to repeat, and from several processes at once."""
    keep_default_channel(ensure_settings())


def keep_default_channel(settings: SiteSettings) -> Channel:
    """The default channel, valid and named as the settings say; created when missing."""
    channel = Channel.objects.filter(is_default=True).first() or _create_default_channel(settings)
    channel.name = _free_name(settings.default_channel_name, but_for=channel)
    channel.validity = Validity.VALID
    channel.save(update_fields=["name", "validity"])
    return channel


def _create_default_channel(settings: SiteSettings) -> Channel:
    """Another process may be doing the same: the one that comes second finds what the first one made."""
    first_values = {
        "name": _free_name(settings.default_channel_name),
        "group": settings.receiving_group,
        "for_customer_users": False,
        "for_public_users": False,
    }
    return Channel.objects.get_or_create(is_default=True, defaults=first_values)[0]


def _free_name(wanted: str, *, but_for: Channel | None = None) -> str:
    """The wanted name, numbered where another channel took it while there was no default one."""
    others = Channel.objects.exclude(pk=but_for.pk) if but_for else Channel.objects.all()
    taken = set(others.values_list("name", flat=True))
    candidates = chain([wanted], (f"{wanted} {number}" for number in count(2)))
    return next(name for name in candidates if name not in taken)
