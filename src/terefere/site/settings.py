"""The settings in force, as plain values that nothing changes behind the reader's back."""

from collections.abc import Mapping
from typing import Final

import msgspec
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from terefere.core.text import LANGUAGES
from terefere.site.models import THE_ONE_ROW, RequesterText, SiteSettings

Key = RequesterText.Key
Texts = Mapping[str, Mapping[str, str]]

_BUILT_IN: Final = {
    Key.WAITING: _("Thank you. Somebody will be with you shortly; you may go on writing meanwhile."),
    Key.NO_ANSWER: _("Nobody has answered yet. You may keep waiting, or leave us a message."),
    Key.NOBODY_AVAILABLE: _("Nobody can answer just now. Leave us a message and we will reply."),
    Key.CHAT_ENDED: _("This chat has ended. Thank you for talking to us."),
}


class CurrentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the administrator set. Fields are described where they are edited: `SiteSettings`."""

    chat_active: bool
    public_to_agent: bool
    customer_to_agent: bool
    agent_to_customer: bool
    agent_to_agent: bool
    receiving_group_id: int
    starting_group_id: int
    default_channel_name: str
    idle_minutes_agents: int
    idle_minutes_customers: int
    external_off_at_sign_in: bool
    check_availability_for_customers: bool
    check_availability_for_public: bool
    no_answer_minutes: int
    mask_agent_names: bool
    masked_name: str
    number_masked_agents: bool
    longest_message: int
    keep_closed_chats_days: int
    texts: Texts
    """By key and language; nothing is missing."""

    def text(self, key: str, language: str) -> str:
        """What requesters are shown; in English where the language has no text of its own."""
        in_languages = self.texts[key]
        return in_languages.get(language) or in_languages[LANGUAGES[0]]


class SettingsInForce:
    """Holds the settings for one process. Whoever reads `value` once sees one consistent state."""

    def __init__(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read what the administrator saved; called on every announcement of a change."""
        self.value = load_settings()


def load_settings() -> CurrentSettings:
    """Two queries. The row exists: `ensure_basics` made it before anything was served."""
    row = SiteSettings.objects.get(pk=THE_ONE_ROW)
    return msgspec.convert({**vars(row), "texts": _texts()}, CurrentSettings)


def _texts() -> Texts:
    replaced = {(row.key, row.language): row.text for row in RequesterText.objects.all()}
    return {
        key.value: {
            language: replaced.get((key.value, language)) or _built_in(key, language)
            for language in LANGUAGES
        }
        for key in Key
    }


def _built_in(key: Key, language: str) -> str:
    with override(language):
        return gettext(_BUILT_IN[key])
