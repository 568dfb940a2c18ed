"""Who stands behind a cookie when a WebSocket is opened; always the same as at a page."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.sessions import AccountRow, account_of_session, cookies_of
from terefere.core.clock import utc_now
from terefere.core.ids import AccountId
from tests.accounts.conftest import AGENTS_PAGE, CUSTOMERS_PAGE
from tests.cast import PASSWORD, Cast


@pytest.fixture
def alices_key(people: Cast, browser: Client) -> str:
    browser.post(AGENTS_PAGE, {"username": "alice", "password": PASSWORD})
    return browser.cookies["terefere_agent"].value


def at_agents_door(session_key: str | None, now: datetime | None = None) -> AccountRow | None:
    return account_of_session(session_key, Door.AGENT, now=now or utc_now())


def test_a_session_tells_its_account(people: Cast, alices_key: str) -> None:
    alice = people.alice
    assert at_agents_door(alices_key) == AccountRow(
        id=AccountId(alice.pk),
        kind="agent",
        login="alice",
        full_name="Alice Arnold",
        email="alice@desk.example",
        language="",
        customer_id=None,
        chat_availability="external",
        is_staff=True,
    )


def test_a_customer_users_row_names_the_customer(people: Cast, browser: Client) -> None:
    browser.post(CUSTOMERS_PAGE, {"username": "carol", "password": PASSWORD})
    session_key = browser.cookies["terefere_customer"].value
    row = account_of_session(session_key, Door.EXTERNAL, now=utc_now())
    assert row is not None
    assert (row.login, row.customer_id) == ("carol", people.weber.pk)
    assert at_agents_door(session_key) is None


def test_an_agents_session_is_worthless_at_the_external_door(alices_key: str) -> None:
    assert account_of_session(alices_key, Door.EXTERNAL, now=utc_now()) is None


@pytest.mark.parametrize("garbage", [None, "", "unknown", "x" * 5_000, "' OR 1=1 --", "é"])
def test_a_cookie_that_is_no_session_is_nobody(people: Cast, garbage: str | None) -> None:
    assert at_agents_door(garbage) is None


def test_a_session_without_a_sign_in_is_nobody(people: Cast) -> None:
    store = SessionStore()
    store["csrf"] = "something"
    store.save()
    assert at_agents_door(store.session_key) is None


def test_a_session_ends_when_it_expires(alices_key: str) -> None:
    assert at_agents_door(alices_key, utc_now() + timedelta(days=13, hours=23))
    assert at_agents_door(alices_key, utc_now() + timedelta(days=14, minutes=1)) is None


def test_a_session_ends_with_signing_out(alices_key: str, browser: Client) -> None:
    browser.post("/agent/sign-out/")
    assert at_agents_door(alices_key) is None


def test_a_session_ends_with_a_new_password(people: Cast, alices_key: str) -> None:
    people.alice.set_password("another blue kettle")
    people.alice.save()
    assert at_agents_door(alices_key) is None


def test_a_session_ends_when_the_account_is_made_invalid(alices_key: str) -> None:
    Account.objects.filter(login="alice").update(is_active=False)
    assert at_agents_door(alices_key) is None


def test_a_session_ends_when_the_account_is_gone(people: Cast, alices_key: str) -> None:
    people.alice.delete()
    assert at_agents_door(alices_key) is None


def test_a_session_outlives_a_change_of_the_secret_key(alices_key: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert at_agents_door(alices_key)
    settings.SECRET_KEY_FALLBACKS = []
    assert at_agents_door(alices_key) is None


def test_a_session_from_a_backend_no_longer_in_use_is_nobody(alices_key: str, settings: Settings) -> None:
    settings.AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend"]
    assert at_agents_door(alices_key) is None


def test_a_session_changed_in_the_database_is_nobody(alices_key: str) -> None:
    row = Session.objects.get(pk=alices_key)
    row.session_data = row.session_data[:-1] + ("a" if row.session_data[-1] != "a" else "b")
    row.save()
    assert at_agents_door(alices_key) is None


def test_a_session_without_the_hash_of_the_password_is_nobody(alices_key: str) -> None:
    store = SessionStore(alices_key)
    del store[HASH_SESSION_KEY]
    store.save()
    assert at_agents_door(alices_key) is None


def test_a_lookup_takes_two_queries(
    alices_key: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        at_agents_door(alices_key)


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        (b"", {}),
        (b"terefere_agent=abc", {"terefere_agent": "abc"}),
        (b"a=1; terefere_visitor=5.9:x-y_z ;b", {"a": "1", "terefere_visitor": "5.9:x-y_z", "": "b"}),
        (b'quoted="a b"; \xff\xfe', {"quoted": "a b", "": "ÿþ"}),
    ],
)
def test_a_cookie_header_is_read_as_django_reads_it(header: bytes, cookies: dict[str, str]) -> None:
    assert cookies_of(header) == cookies
