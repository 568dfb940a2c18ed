"""The settings in force, and what must exist before anything is served."""

import msgspec
import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from terefere.accounts.models import Group
from terefere.chat.basics import ensure_basics
from terefere.chat.models import Channel
from terefere.core.text import LANGUAGES
from terefere.site.models import RequesterText, SiteSettings
from terefere.site.settings import CurrentSettings, SettingsInForce, load_settings
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def change_settings(**changes: object) -> None:
    SiteSettings.objects.update(**changes)


def test_an_empty_database_gets_its_basics() -> None:
    ensure_basics()
    users = Group.objects.get()
    settings = SiteSettings.objects.get()
    default = Channel.objects.get()
    assert users.name == "users"
    assert (settings.receiving_group, settings.starting_group) == (users, users)
    assert (default.name, default.group, default.is_default) == ("Default", users, True)
    assert not default.for_customer_users
    assert not default.for_public_users


def test_asking_for_the_basics_again_changes_nothing() -> None:
    ensure_basics()
    before = [list(model.objects.values()) for model in (Group, SiteSettings, Channel)]
    ensure_basics()
    assert [list(model.objects.values()) for model in (Group, SiteSettings, Channel)] == before


def test_what_an_administrator_renamed_stays_renamed() -> None:
    ensure_basics()
    Group.objects.update(name="everybody")
    change_settings(default_channel_name="Reception")
    ensure_basics()
    assert Group.objects.get().name == "everybody"
    assert Channel.objects.get().name == "Reception"


def test_a_default_channel_deleted_by_hand_comes_back() -> None:
    ensure_basics()
    Channel.objects.all().delete()
    ensure_basics()
    assert Channel.objects.get().is_default


def test_a_default_channel_whose_name_was_taken_meanwhile_is_numbered() -> None:
    ensure_basics()
    Channel.objects.update(is_default=False)
    ensure_basics()
    assert Channel.objects.get(is_default=True).name == "Default 2"
    ensure_basics()
    assert Channel.objects.count() == 2


def test_a_default_channel_made_invalid_by_hand_is_valid_again() -> None:
    ensure_basics()
    Channel.objects.update(validity="invalid")
    ensure_basics()
    assert Channel.objects.get().validity == "valid"


def test_there_is_one_row_of_settings(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.create(
            pk=2, receiving_group=cast.support_group, starting_group=cast.support_group
        )


def test_the_defaults_are_those_of_the_product(cast: Cast) -> None:
    settings = load_settings()
    users = Group.objects.get(name="users")
    assert msgspec.structs.replace(settings, texts={}) == CurrentSettings(
        chat_active=True,
        public_to_agent=True,
        customer_to_agent=True,
        agent_to_customer=True,
        agent_to_agent=True,
        receiving_group_id=users.pk,
        starting_group_id=users.pk,
        default_channel_name="Default",
        idle_minutes_agents=5,
        idle_minutes_customers=5,
        external_off_at_sign_in=False,
        check_availability_for_customers=True,
        check_availability_for_public=True,
        no_answer_minutes=1,
        mask_agent_names=False,
        masked_name="Support",
        number_masked_agents=False,
        longest_message=3_800,
        keep_closed_chats_days=365,
        texts={},
    )


def test_no_setting_is_forgotten(cast: Cast) -> None:
    columns = {field.attname for field in SiteSettings._meta.concrete_fields} - {"id"}
    assert columns | {"texts"} == set(CurrentSettings.__struct_fields__)


def test_settings_take_two_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        load_settings()


def test_settings_cannot_be_changed_in_passing(cast: Cast) -> None:
    settings = load_settings()
    with pytest.raises(AttributeError):
        settings.chat_active = False  # type: ignore[misc]


def test_a_change_is_in_force_after_reloading(cast: Cast) -> None:
    in_force = SettingsInForce()
    change_settings(chat_active=False)
    assert in_force.value.chat_active
    in_force.reload()
    assert not in_force.value.chat_active


def test_every_text_is_there_in_every_language(cast: Cast) -> None:
    texts = load_settings().texts
    assert set(texts) == set(RequesterText.Key.values)
    assert {key: set(text) for key, text in texts.items()} == {key: set(LANGUAGES) for key in texts}
    assert all(text for languages in texts.values() for text in languages.values())


def test_a_text_is_replaced_for_one_language(cast: Cast) -> None:
    built_in = load_settings()
    RequesterText.objects.create(key="waiting", language="hu", text="Türelmét kérjük.")
    replaced = load_settings()
    assert replaced.text("waiting", "hu") == "Türelmét kérjük."
    assert replaced.text("waiting", "de") == built_in.text("waiting", "de")


def test_an_unknown_language_reads_english(cast: Cast) -> None:
    settings = load_settings()
    assert (
        settings.text("chat-ended", "xx")
        == settings.text("chat-ended", "")
        == settings.texts["chat-ended"]["en"]
    )
