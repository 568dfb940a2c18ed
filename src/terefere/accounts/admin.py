"""Agents, customer users, customers and groups in the administration pages."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from terefere.accounts.admin_site import administration
from terefere.accounts.announcing import AnnouncingAdmin
from terefere.accounts.matrix import PermissionMatrixField, texts_of
from terefere.accounts.models import (
    Account,
    AgentAccount,
    Customer,
    CustomerUserAccount,
    Group,
    GroupPermission,
)
from terefere.accounts.services import replace_rights

_CHAT_HELP = _(
    "chat_observer: reads silently after an invitation. chat_participant: takes part after an invitation. "
    "chat_owner: sees and accepts requests. The highest one counts; rw holds every right on tickets."
)


class NewAccountForm(BaseUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = Account
        fields = ("login",)
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = Account
        fields = "__all__"
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class AgentForm(AccountForm):
    rights = PermissionMatrixField(label=_("Permissions"), required=False, help_text=_CHAT_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = GroupPermission.objects.filter(agent=self.instance).values_list("group_id", "permission")
        self.initial["rights"] = texts_of(set(held))


class AccountAdmin(AnnouncingAdmin, UserAdmin):  # type: ignore[type-arg]
    """Accounts are made invalid, never deleted: what they said and did stays theirs."""

    kind: ClassVar[Account.Kind]
    add_form = NewAccountForm
    form = AccountForm
    filter_horizontal = ()
    ordering = ("full_name",)
    readonly_fields = ("last_login", "created")

    def save_model(self, request: HttpRequest, obj: Account, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.kind = self.kind
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, _request: HttpRequest, _obj: Account | None = None) -> bool:
        return False


@admin.register(AgentAccount, site=administration)
class AgentAdmin(AccountAdmin):
    kind = Account.Kind.AGENT
    form = AgentForm
    list_display = ("full_name", "login", "email", "is_staff", "is_active", "last_login")
    search_fields = ("login", "full_name", "email")
    list_filter = ("is_active", "is_staff", "chat_availability", "group_permissions__group")
    fieldsets = (
        (None, {"fields": ("login", "password", "full_name", "email", "language")}),
        (_("Chat"), {"fields": ("chat_availability",)}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "rights")}),
        (_("History"), {"fields": ("last_login", "created")}),
    )
    add_fieldsets = (
        (None, {"fields": ("login", "full_name", "email", "language")}),
        (_("Password"), {"fields": ("password1", "password2")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: AgentAccount | None = None) -> list[str]:
        """Nobody locks themselves out, so an administrator always remains."""
        myself = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, *(("is_active", "is_staff") if myself else ())]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if "rights" in form.changed_data:
            replace_rights(agent=form.instance, rights=form.cleaned_data["rights"])


@admin.register(CustomerUserAccount, site=administration)
class CustomerUserAdmin(AccountAdmin):
    kind = Account.Kind.CUSTOMER_USER
    list_display = ("full_name", "login", "email", "customer", "is_active", "last_login")
    list_filter = ("is_active", "customer")
    list_select_related = ("customer",)
    search_fields = ("login", "full_name", "email", "customer__name")
    fieldsets = (
        (None, {"fields": ("login", "password", "full_name", "email", "customer", "language")}),
        (_("Rights"), {"fields": ("is_active",)}),
        (_("History"), {"fields": ("last_login", "created")}),
    )
    add_fieldsets = (
        (None, {"fields": ("login", "full_name", "email", "customer", "language")}),
        (_("Password"), {"fields": ("password1", "password2")}),
    )


@admin.register(Customer, site=administration)
class CustomerAdmin(AnnouncingAdmin):
    list_display = ("name", "customer_users", "comment")
    search_fields = ("name", "comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        customers: QuerySet[Customer] = super().get_queryset(request)
        return customers.annotate(people=Count("account"))

    @admin.display(description=_("customer users"), ordering="people")
    def customer_users(self, customer: Any) -> int:
        return int(customer.people)


@admin.register(Group, site=administration)
class GroupAdmin(AnnouncingAdmin):
    list_display = ("name", "agents", "comment")
    search_fields = ("name", "comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people=Count("permissions__agent", distinct=True))

    @admin.display(description=_("agents"), ordering="people")
    def agents(self, group: Any) -> int:
        return int(group.people)
