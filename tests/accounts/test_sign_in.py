"""Signing in and out at both doors, through Django's whole stack."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from terefere.accounts.doors import Door, door_of_path
from terefere.accounts.models import Account
from terefere.accounts.services import create_customer_user
from terefere.core.ids import AccountId, StreamId, account_stream
from tests.accounts.conftest import AGENTS_PAGE, CUSTOMERS_PAGE
from tests.cast import BEGINNING, PASSWORD, Cast

WRONG = "Login or password is wrong."
LOCKED = "Too many wrong passwords."
DOORS = [(AGENTS_PAGE, "alice", "/agent/"), (CUSTOMERS_PAGE, "carol", "/")]


def sign_in(browser: Client, page: str, login: str, password: str = PASSWORD, follow_to: str = "") -> str:
    """What the browser shows then; a redirect as its address."""
    answer = browser.post(f"{page}?next={follow_to}", {"username": login, "password": password})
    return answer.headers.get("Location") or answer.text


def seen_at(browser: Client, path: str) -> str:
    return browser.get(path).text.split()[0]


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/agent/", Door.AGENT),
        ("/agent", Door.AGENT),
        ("/agent/chats/5", Door.AGENT),
        ("/admin/", Door.AGENT),
        ("/ws/agent", Door.AGENT),
        ("/", Door.EXTERNAL),
        ("/agents/", Door.EXTERNAL),
        ("/ws/customer", Door.EXTERNAL),
        ("/x/agent/", Door.EXTERNAL),
        ("//agent/", Door.EXTERNAL),
    ],
)
def test_a_path_lies_behind_its_door(path: str, door: Door) -> None:
    assert door_of_path(path) is door


@pytest.mark.parametrize(("page", "login", "home"), DOORS)
def test_who_signs_in_comes_home(people: Cast, browser: Client, page: str, login: str, home: str) -> None:
    assert sign_in(browser, page, login) == home
    assert seen_at(browser, home) == login


def test_capitals_in_a_login_make_no_difference(people: Cast, browser: Client) -> None:
    assert sign_in(browser, AGENTS_PAGE, " ALICE ") == "/agent/"


def test_one_browser_is_agent_and_customer_user_at_once(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    sign_in(browser, CUSTOMERS_PAGE, "carol")
    assert (seen_at(browser, "/agent/"), seen_at(browser, "/")) == ("alice", "carol")


def test_signing_out_is_told_to_open_connections(
    people: Cast, browser: Client, announced: list[StreamId | None]
) -> None:
    browser.post("/sign-out/")
    assert announced == []
    sign_in(browser, CUSTOMERS_PAGE, "carol")
    browser.post("/sign-out/")
    assert announced == [account_stream(AccountId(people.carol.pk))]


def test_signing_out_at_one_door_leaves_the_other(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    sign_in(browser, CUSTOMERS_PAGE, "carol")
    assert browser.post("/agent/sign-out/").headers["Location"] == AGENTS_PAGE
    assert (seen_at(browser, "/agent/"), seen_at(browser, "/")) == ("nobody", "carol")


@pytest.mark.parametrize(("page", "login"), [(AGENTS_PAGE, "carol"), (CUSTOMERS_PAGE, "alice")])
def test_the_other_door_answers_as_to_a_wrong_password(
    people: Cast, browser: Client, page: str, login: str
) -> None:
    right, wrong, unknown = (
        browser.post(page, {"username": name, "password": password})
        for name, password in [(login, PASSWORD), (login, "wrong"), ("nobody", "wrong")]
    )
    assert WRONG in right.text
    assert right.status_code == wrong.status_code == unknown.status_code == 200
    assert [form.context["form"].non_field_errors() for form in (right, wrong, unknown)] == [[WRONG]] * 3


def test_an_account_made_invalid_cannot_sign_in(people: Cast, browser: Client) -> None:
    Account.objects.filter(login="alice").update(is_active=False)
    assert WRONG in sign_in(browser, AGENTS_PAGE, "alice")


def test_an_account_made_invalid_is_out_at_once(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    Account.objects.filter(login="alice").update(is_active=False)
    assert seen_at(browser, "/agent/") == "nobody"


def test_a_session_is_worthless_at_the_other_door(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    sign_in(browser, CUSTOMERS_PAGE, "carol")
    cookies = browser.cookies
    agents, customers = cookies["terefere_agent"].value, cookies["terefere_customer"].value
    cookies["terefere_agent"], cookies["terefere_customer"] = customers, agents
    assert (seen_at(browser, "/agent/"), seen_at(browser, "/")) == ("nobody", "nobody")


def test_a_cookie_under_djangos_own_name_opens_no_door(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    browser.cookies["sessionid"] = browser.cookies.pop("terefere_agent").value
    assert seen_at(browser, "/agent/") == "nobody"


def test_the_session_cookie_is_for_the_browser_alone(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    cookie = browser.cookies["terefere_agent"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert "sessionid" not in browser.cookies


def test_who_only_looks_at_the_page_gets_no_session(people: Cast, browser: Client) -> None:
    browser.get(AGENTS_PAGE)
    assert "terefere_agent" not in browser.cookies
    assert not Session.objects.exists()


def test_a_key_that_somebody_planted_is_not_the_sessions_key_after_signing_in(
    people: Cast, browser: Client
) -> None:
    planted = "a" * 32
    browser.cookies["terefere_agent"] = planted
    sign_in(browser, AGENTS_PAGE, "alice")
    assert Session.objects.exists()
    assert browser.cookies["terefere_agent"].value != planted


def test_a_forged_request_to_sign_in_is_refused(people: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(AGENTS_PAGE, {"username": "alice", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/agent/chats/5?x=1", "/agent/chats/5?x=1"),
        ("https://evil.example/", "/agent/"),
        ("//evil.example/", "/agent/"),
        ("javascript:alert(1)", "/agent/"),
        (AGENTS_PAGE, "/agent/"),
    ],
)
def test_signing_in_leads_only_to_places_of_ours(
    people: Cast, browser: Client, wanted: str, reached: str
) -> None:
    assert sign_in(browser, AGENTS_PAGE, "alice", follow_to=wanted) == reached
    assert browser.get(AGENTS_PAGE, {"next": wanted}).headers["Location"] == reached


def test_the_fields_tell_the_browser_what_they_are(people: Cast, browser: Client) -> None:
    page = browser.get(AGENTS_PAGE).text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.parametrize(("page", "login", "home"), DOORS)
def test_ten_wrong_passwords_lock_a_login(
    people: Cast, browser: Client, page: str, login: str, home: str
) -> None:
    answers = [browser.post(page, {"username": login, "password": f"wrong {n}"}) for n in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429]
    locked = browser.post(page, {"username": login, "password": PASSWORD})
    assert locked.status_code == 429
    assert locked.context["form"].non_field_errors()[0].startswith(LOCKED)
    assert f'value="{login}"' in locked.text
    assert seen_at(browser, home) == "nobody"


def test_capitals_do_not_evade_the_lock(people: Cast, browser: Client) -> None:
    for spelling in (
        "alice",
        "Alice",
        "aLice",
        "alIce",
        "aliCe",
        "alicE",
        "ALice",
        "ALICE",
        "AliCE",
        " alice",
    ):
        sign_in(browser, AGENTS_PAGE, spelling, "wrong")
    assert LOCKED in sign_in(browser, AGENTS_PAGE, "alice")


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_the_lock_does_not_tell_a_right_password_at_the_wrong_door(
    people: Cast, browser: Client, password: str
) -> None:
    answers = [browser.post(AGENTS_PAGE, {"username": "carol", "password": password}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429] * 2


def test_a_lock_is_for_one_login_from_one_address(people: Cast, browser: Client) -> None:
    for _ in range(10):
        sign_in(browser, AGENTS_PAGE, "alice", "wrong")
    assert LOCKED in sign_in(browser, AGENTS_PAGE, "alice")
    assert sign_in(Client(secure=True), AGENTS_PAGE, "bob") == "/agent/"
    elsewhere = Client(secure=True, REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, AGENTS_PAGE, "alice") == "/agent/"


def test_the_lock_speaks_the_readers_language(people: Cast, browser: Client) -> None:
    browser.cookies["terefere_language"] = "hu"
    for _ in range(10):
        sign_in(browser, AGENTS_PAGE, "alice", "wrong")
    answer = browser.post(AGENTS_PAGE, {"username": "alice", "password": "wrong"})
    with translation.override("hu"):
        assert answer.context["form"].non_field_errors() == [
            translation.gettext("Too many wrong passwords. Please wait fifteen minutes and try again.")
        ]


def test_a_new_password_ends_old_sessions(people: Cast, browser: Client) -> None:
    sign_in(browser, AGENTS_PAGE, "alice")
    people.alice.set_password("another blue kettle")
    people.alice.save()
    assert seen_at(browser, "/agent/") == "nobody"


def test_the_own_choice_of_language_comes_first(people: Cast, browser: Client) -> None:
    create_customer_user(
        login="dora", name="Dóra", customer=None, language="hu", password=PASSWORD, now=BEGINNING
    )
    sign_in(browser, CUSTOMERS_PAGE, "dora")
    browser.cookies["terefere_language"] = "de"
    answer = browser.get("/", headers={"accept-language": "en"})
    assert (answer.headers["Content-Language"], answer.text) == ("hu", "dora Igen")


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("de", "hu", "de"),
        ("xx", "hu", "hu"),
        ("", "de-AT,de;q=0.9,en;q=0.5", "de"),
        ("", "fr", "en"),
        ("", "", "en"),
    ],
)
def test_then_the_chooser_then_the_browser(
    people: Cast, browser: Client, cookie: str, accepted: str, language: str
) -> None:
    browser.cookies["terefere_language"] = cookie
    answer = browser.get("/", headers={"accept-language": accepted})
    assert answer.headers["Content-Language"] == language
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_a_lock_ends_after_a_while(people: Cast, browser: Client, settings: Settings) -> None:
    for _ in range(10):
        sign_in(browser, AGENTS_PAGE, "alice", "wrong")
    AccessAttempt.objects.update(attempt_time=datetime.now(UTC) - timedelta(minutes=16))
    assert sign_in(browser, AGENTS_PAGE, "alice") == "/agent/"
