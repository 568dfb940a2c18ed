"""Channels, chats and who takes part. What was said lies in the event log."""

from typing import ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from terefere.accounts.models import Account, Customer, Group, PublicUser, Validity
from terefere.chat.lifecycle import State
from terefere.core.actors import CustomerUser, Requester


class ChannelQuerySet(models.QuerySet["Channel"]):
    def valid(self) -> Self:
        return self.filter(validity=Validity.VALID)

    def choosable(self) -> Self:
        """Those that may be offered: valid, and not the default channel."""
        return self.valid().filter(is_default=False)

    def offered_to(self, requester: Requester) -> Self:
        if isinstance(requester, CustomerUser):
            return self.choosable().filter(for_customer_users=True)
        return self.choosable().filter(for_public_users=True)


class Channel(models.Model):
    """The "room" a chat belongs to; bound to exactly one group. Never deleted."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    group = models.ForeignKey(Group, verbose_name=_("group"), on_delete=models.PROTECT)
    for_customer_users = models.BooleanField(_("available to customer users"), default=True)
    for_public_users = models.BooleanField(_("available to public users"), default=False)
    validity = models.CharField(
        _("validity"), max_length=20, choices=Validity.choices, default=Validity.VALID
    )
    comment = models.CharField(_("comment"), max_length=250, blank=True)
    is_default = models.BooleanField(default=False, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat channel")
        verbose_name_plural = _("chat channels")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListedChannel(models.Model):
    """A channel that an agent listed under "My chat channels"."""

    agent = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="listed_channels")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="listed_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent", "channel"], name="channel_listed_once"),
        ]


STATES: Final = [
    (State.REQUEST, _("waiting")),
    (State.ACTIVE, _("active")),
    (State.CLOSED, _("closed")),
    (State.CANCELLED, _("missed")),
]


class Chat(models.Model):
    """A conversation."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="chats")
    state = models.CharField(max_length=20, choices=STATES, default=State.REQUEST)
    first_message = models.TextField(help_text="What the request list shows.")
    created = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chat")
        verbose_name_plural = _("chats")
        indexes: ClassVar = [
            models.Index(fields=["channel", "state"], name="chats_of_channel_by_state"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Participant(models.Model):
    """Somebody in a chat, under a small number that messages name their author by."""

    class Level(models.TextChoices):
        REQUESTER = "requester", _("requester")
        OBSERVER = "observer", _("observer")
        PARTICIPANT = "participant", _("participant")
        OWNER = "owner", _("owner")

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveSmallIntegerField()
    person = models.BigIntegerField(help_text="The personal stream of who takes part.")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="participations")
    public_user = models.ForeignKey(
        PublicUser, null=True, on_delete=models.PROTECT, related_name="participations"
    )
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="As it was when joining.")
    shown_name = models.CharField(max_length=200, help_text="What requesters see instead of the name.")
    level = models.CharField(max_length=20, choices=Level.choices)
    here = models.BooleanField(default=True, help_text="False after leaving.")
    ended = models.DateTimeField(null=True, help_text="When the chat ended; what is open is found by it.")
    delivered = models.BigIntegerField(default=0, help_text="Events up to this number reached a client.")
    read = models.BigIntegerField(default=0, help_text="Events up to this number were seen.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chat", "number"], name="participant_numbered_once"),
            models.UniqueConstraint(fields=["chat", "person"], name="takes_part_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "ended"], name="chats_of_person")]

    def __str__(self) -> str:
        return self.name
