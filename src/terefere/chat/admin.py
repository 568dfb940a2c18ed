"""Channels, and the settings that one of them is named by, in the administration pages."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from terefere.accounts.admin_site import administration
from terefere.accounts.announcing import AnnouncingAdmin
from terefere.chat.basics import keep_default_channel
from terefere.chat.models import Channel
from terefere.site.admin import SettingsAdmin
from terefere.site.models import SiteSettings


@admin.register(Channel, site=administration)
class ChannelAdmin(AnnouncingAdmin):
    """Channels are made invalid, never deleted: their chats stay theirs."""

    list_display = ("name", "group", "for_customer_users", "for_public_users", "validity", "comment")
    list_filter = ("validity", "group", "for_customer_users", "for_public_users")
    list_select_related = ("group",)
    search_fields = ("name", "comment")
    fieldsets = (
        (None, {"fields": ("name", "group", "comment")}),
        (_("Offered to"), {"fields": ("for_customer_users", "for_public_users", "validity")}),
    )

    def get_readonly_fields(self, _request: HttpRequest, obj: Channel | None = None) -> tuple[str, ...]:
        """The default channel is named in the settings, always valid, and never offered for choosing."""
        if obj is not None and obj.is_default:
            return ("name", "for_customer_users", "for_public_users", "validity")
        return ()

    def has_delete_permission(self, _request: HttpRequest, _obj: Channel | None = None) -> bool:
        return False


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_default_channel_name(self) -> str:
        name: str = self.cleaned_data["default_channel_name"]
        if Channel.objects.filter(name=name, is_default=False).exists():
            raise forms.ValidationError(_("Another channel has this name."))
        return name


@admin.register(SiteSettings, site=administration)
class SettingsWithChannelAdmin(SettingsAdmin):
    form = SettingsForm

    def save_model(
        self,
        request: HttpRequest,
        obj: SiteSettings,
        form: "forms.ModelForm[SiteSettings]",
        change: bool,  # noqa: FBT001
    ) -> None:
        super().save_model(request, obj, form, change)
        keep_default_channel(obj)
