"""People: agents, customer users and their customers, public users; groups and permissions."""

import unicodedata
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terefere.core.text import LANGUAGES


class Validity(models.TextChoices):
    VALID = "valid", _("valid")
    INVALID = "invalid", _("invalid")
    INVALID_TEMPORARILY = "invalid-temporarily", _("invalid-temporarily")


class Language(models.TextChoices):
    BROWSER = "", _("as the browser")
    ENGLISH = LANGUAGES[0], "English"
    HUNGARIAN = LANGUAGES[1], "Magyar"
    GERMAN = LANGUAGES[2], "Deutsch"


class Group(models.Model):
    """What channels and queues belong to, and what agents hold permissions on."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    comment = models.CharField(_("comment"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """The company of a customer user."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    comment = models.CharField(_("comment"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of this login, whatever the case it was typed in."""
        return self.get(login=Account.normalize_username(username or ""))


class Account(AbstractBaseUser):
    """Somebody who can sign in, at one of the two doors."""

    class Kind(models.TextChoices):
        AGENT = "agent", _("agent")
        CUSTOMER_USER = "customer-user", _("customer user")

    class ChatAvailability(models.TextChoices):
        UNAVAILABLE = "unavailable", _("unavailable")
        INTERNAL = "internal", _("internal chats only")
        EXTERNAL = "external", _("internal and external chats")

    login = models.CharField(
        _("login"), max_length=150, unique=True, help_text=_("Upper and lower case make no difference.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    full_name = models.CharField(_("full name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, blank=True, choices=Language.choices, default=Language.BROWSER
    )
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), null=True, blank=True, on_delete=models.PROTECT
    )
    chat_availability = models.CharField(
        _("chat availability"),
        max_length=20,
        choices=ChatAvailability.choices,
        default=ChatAvailability.EXTERNAL,
    )
    is_active = models.BooleanField(
        _("valid"),
        default=True,
        help_text=_("Off: cannot sign in. Accounts are made invalid, never deleted."),
    )
    is_staff = models.BooleanField(
        _("administrator"), default=False, help_text=_("May use the administration pages.")
    )
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering: ClassVar = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def is_agent(self) -> bool:
        return self.kind == self.Kind.AGENT

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.is_staff and self.is_agent

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Asked by Django's administration: an administrator may do there whatever it offers."""
        return self.is_administrator

    def has_module_perms(self, _app_label: str) -> bool:
        return self.is_administrator

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Logins differ by more than case and width: one spelling is stored, looked up and throttled."""
        return unicodedata.normalize("NFKC", username).strip().casefold()


class AgentAccountManager(AccountManager):
    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().filter(kind=Account.Kind.AGENT)


class AgentAccount(Account):
    """The agents among the accounts, as the administration lists them."""

    objects: ClassVar[AgentAccountManager] = AgentAccountManager()

    class Meta:
        proxy = True
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering: ClassVar = ["full_name"]


class CustomerUserAccountManager(AccountManager):
    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().filter(kind=Account.Kind.CUSTOMER_USER)


class CustomerUserAccount(Account):
    """The customer users among the accounts, as the administration lists them."""

    objects: ClassVar[CustomerUserAccountManager] = CustomerUserAccountManager()

    class Meta:
        proxy = True
        verbose_name = _("customer user")
        verbose_name_plural = _("customer users")
        ordering: ClassVar = ["full_name"]


class PermissionQuerySet(models.QuerySet["GroupPermission"]):
    def of(self, account_id: int) -> Self:
        return self.filter(agent_id=account_id, agent__is_active=True, agent__kind=Account.Kind.AGENT)


class GroupPermission(models.Model):
    """One permission of one agent on one group."""

    class Name(models.TextChoices):
        RO = "ro", "ro"
        MOVE_INTO = "move_into", "move_into"
        CREATE = "create", "create"
        NOTE = "note", "note"
        OWNER = "owner", "owner"
        PRIORITY = "priority", "priority"
        RW = "rw", "rw"
        CHAT_OBSERVER = "chat_observer", "chat_observer"
        CHAT_PARTICIPANT = "chat_participant", "chat_participant"
        CHAT_OWNER = "chat_owner", "chat_owner"

    agent = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="group_permissions")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="permissions")
    permission = models.CharField(_("permission"), max_length=20, choices=Name.choices)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("permission")
        verbose_name_plural = _("permissions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent", "group", "permission"], name="permission_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent} · {self.group} · {self.permission}"


class PublicUser(models.Model):
    """A visitor without an account. Whoever holds the token signed for this row is this person."""

    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
