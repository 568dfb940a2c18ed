"""Settings and texts in the administration pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terefere.accounts.admin_site import administration
from terefere.accounts.announcing import AnnouncingAdmin
from terefere.site.models import THE_ONE_ROW, RequesterText, SiteSettings


class SettingsAdmin(AnnouncingAdmin):
    """One row, so no list: straight to the form. `terefere.chat.admin` registers it with its channel."""

    fieldsets = (
        (
            _("Chat"),
            {
                "fields": (
                    "chat_active",
                    "public_to_agent",
                    "customer_to_agent",
                    "agent_to_customer",
                    "agent_to_agent",
                )
            },
        ),
        (_("Groups and channels"), {"fields": ("receiving_group", "starting_group", "default_channel_name")}),
        (
            _("Availability"),
            {
                "fields": (
                    "idle_minutes_agents",
                    "idle_minutes_customers",
                    "external_off_at_sign_in",
                    "check_availability_for_customers",
                    "check_availability_for_public",
                    "no_answer_minutes",
                )
            },
        ),
        (_("What requesters see"), {"fields": ("mask_agent_names", "masked_name", "number_masked_agents")}),
        (_("Messages and archive"), {"fields": ("longest_message", "keep_closed_chats_days")}),
    )

    def changelist_view(self, _request: HttpRequest, _extra_context: Any = None) -> HttpResponse:
        return redirect(_form_url())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"show_save_and_continue": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def response_post_save_change(self, _request: HttpRequest, _obj: SiteSettings) -> HttpResponseRedirect:
        return HttpResponseRedirect(_form_url())

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: SiteSettings | None = None) -> bool:
        return False


@admin.register(RequesterText, site=administration)
class RequesterTextAdmin(AnnouncingAdmin):
    list_display = ("key", "language", "text")
    list_filter = ("key", "language")
    search_fields = ("text",)


def _form_url() -> str:
    return reverse("admin:site_sitesettings_change", args=(THE_ONE_ROW,))
