"""The settings that an administrator changes at run time, and the texts that requesters are shown."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from terefere.accounts.models import Group
from terefere.core.text import LANGUAGES

LONGEST_MESSAGE_POSSIBLE = 20_000
THE_ONE_ROW = 1


class SiteSettings(models.Model):
    """One row. `terefere.site.settings` reads it as a plain frozen value."""

    chat_active = models.BooleanField(
        _("chat active"),
        default=True,
        help_text=_(
            "Off: no chat anywhere, everybody is shown as not reachable, running chats can only be read."
        ),
    )
    public_to_agent = models.BooleanField(
        _("public users may start chats with agents"),
        default=True,
        help_text=_("Off: refused and not offered."),
    )
    customer_to_agent = models.BooleanField(
        _("customer users may start chats with agents"),
        default=True,
        help_text=_("Off: refused and not offered."),
    )
    agent_to_customer = models.BooleanField(
        _("agents may start chats with customer users"),
        default=True,
        help_text=_("Off: refused and not offered."),
    )
    agent_to_agent = models.BooleanField(
        _("agents may start chats with agents"), default=True, help_text=_("Off: refused and not offered.")
    )
    receiving_group = models.ForeignKey(
        Group,
        verbose_name=_("group that may receive chats"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Agents need a permission on this group to accept chats."),
    )
    starting_group = models.ForeignKey(
        Group,
        verbose_name=_("group that may start chats"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Agents need a permission on this group to start chats."),
    )
    default_channel_name = models.CharField(
        _("default channel name"),
        max_length=200,
        default="Default",
        help_text=_("Holds every chat between agents and every chat that was started without a channel."),
    )
    idle_minutes_agents = models.PositiveSmallIntegerField(
        _("idle threshold for agents, in minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("Without activity for this long an agent is shown as away."),
    )
    idle_minutes_customers = models.PositiveSmallIntegerField(
        _("idle threshold for customers, in minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("Without activity for this long a customer user is shown as away."),
    )
    external_off_at_sign_in = models.BooleanField(
        _("external chats off at sign-in"),
        default=False,
        help_text=_(
            "On: agents start with internal chats only and are asked once whether to take external ones."
        ),
    )
    check_availability_for_customers = models.BooleanField(
        _("availability check in the customer interface"),
        default=True,
        help_text=_("On: channels without an available agent are shown disabled."),
    )
    check_availability_for_public = models.BooleanField(
        _("availability check in the public interface"),
        default=True,
        help_text=_("On: channels without an available agent are shown disabled."),
    )
    no_answer_minutes = models.PositiveSmallIntegerField(
        _("no-answer threshold, in minutes"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("After this long a waiting requester is told that nobody has answered yet."),
    )
    mask_agent_names = models.BooleanField(
        _("mask agent names"),
        default=False,
        help_text=_("On: requesters see one common name instead of the agents' names."),
    )
    masked_name = models.CharField(
        _("name shown instead"), max_length=60, default="Support", help_text=_("Used while names are masked.")
    )
    number_masked_agents = models.BooleanField(
        _("number masked agents"), default=False, help_text=_("On: Support, Support 2, Support 3 …")
    )
    longest_message = models.PositiveIntegerField(
        _("longest message, in characters"),
        default=3_800,
        validators=[MinValueValidator(100), MaxValueValidator(LONGEST_MESSAGE_POSSIBLE)],
        help_text=_("A longer message is refused; nothing of the text is lost."),
    )
    keep_closed_chats_days = models.PositiveIntegerField(
        _("keep closed chats, in days"),
        default=365,
        validators=[MinValueValidator(1)],
        help_text=_("After this long a closed chat is removed or anonymised."),
    )

    class Meta:
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=THE_ONE_ROW), name="settings_are_one_row"),
        ]

    def __str__(self) -> str:
        return str(_("settings"))


class RequesterText(models.Model):
    """One of the built-in texts, replaced for one language."""

    class Key(models.TextChoices):
        WAITING = "waiting", _("waiting")
        NO_ANSWER = "no-answer", _("no answer")
        NOBODY_AVAILABLE = "nobody-available", _("nobody available")
        CHAT_ENDED = "chat-ended", _("chat ended")

    key = models.CharField(_("text"), max_length=20, choices=Key.choices)
    language = models.CharField(
        _("language"), max_length=5, choices=[(language, language) for language in LANGUAGES]
    )
    text = models.TextField(_("shown instead"), max_length=1_000)

    class Meta:
        verbose_name = _("text shown to requesters")
        verbose_name_plural = _("texts shown to requesters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "language"], name="one_text_per_language"),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} ({self.language})"
