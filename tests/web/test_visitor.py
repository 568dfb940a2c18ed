"""`/visitor/`: a visitor gives a name and becomes a public user."""

import json
import re

import pytest
from django.test import Client

from terefere.accounts.models import PublicUser
from terefere.accounts.public_users import VISITOR_COOKIE
from tests.cast import Cast
from tests.web.answers import Answer
from tests.web.conftest import NewBrowser
from tests.web.test_home import setup_of

SENTENCES = {
    "en": "Please give a name.",
    "hu": "Kérjük, adjon meg egy nevet.",
    "de": "Bitte geben Sie einen Namen an.",
}


def introduce(browser: Client, body: object, **headers: str) -> Answer:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer: Answer = browser.post("/visitor/", text, content_type="application/json", headers=headers)
    return answer


def test_a_name_makes_a_public_user(browser: Client, cast: Cast) -> None:
    answer = introduce(browser, {"name": "  Árvíztűrő-Tükörfúrógép\n Konstantin "})
    assert (answer.status_code, json.loads(answer.content)) == (
        201,
        {"name": "Árvíztűrő-Tükörfúrógép Konstantin"},
    )
    assert setup_of(browser.get("/").text)["person"] == "Árvíztűrő-Tükörfúrógép Konstantin"


def test_the_proof_is_out_of_reach_of_scripts(browser: Client, cast: Cast) -> None:
    cookie = introduce(browser, {"name": "Victor"}).cookies[VISITOR_COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == 30 * 24 * 3600


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_wrong_is_told_with_a_code_in_the_language_of_the_browser(
    new_browser: NewBrowser, cast: Cast, language: str
) -> None:
    answer = introduce(new_browser(language=language), {"name": " \u200b "})
    assert answer.status_code == 400
    assert json.loads(answer.content) == {"code": "name_missing", "message": SENTENCES[language]}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": ""}, "name_missing"),
        ({"name": "x" * 101}, "name_too_long"),
        ({"name": None}, "malformed"),
        ({"name": 5}, "malformed"),
        ({"name": ["Victor"]}, "malformed"),
        ({"name": "Victor", "is_staff": True}, "malformed"),
        ({}, "malformed"),
        ([], "malformed"),
        (b"", "malformed"),
        (b"name=Victor", "malformed"),
        (b'{"name": "\xff"}', "malformed"),
        (b'{"name": "\\ud800"}', "malformed"),
        (b"[" * 100_000, "malformed"),
    ],
)
def test_nothing_else_makes_anybody(browser: Client, cast: Cast, body: object, code: str) -> None:
    before = PublicUser.objects.count()
    answer = introduce(browser, body)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, code)
    assert VISITOR_COOKIE not in answer.cookies
    assert PublicUser.objects.count() == before


@pytest.mark.parametrize(
    "name", ["<b>Vera</b>", "'; DROP TABLE chat; --", "\u202eareV", "يوسف", "🙂", "%s %(name)s"]
)
def test_names_of_every_kind_are_taken_as_they_are(browser: Client, cast: Cast, name: str) -> None:
    assert introduce(browser, {"name": name}).status_code == 201
    assert PublicUser.objects.filter(name=name).exists()


def test_another_site_cannot_introduce_anybody(new_browser: NewBrowser, cast: Cast) -> None:
    browser = new_browser(csrf=True)
    token = re.search(r'"csrf": "(\w+)"', browser.get("/").text)
    assert token is not None
    assert introduce(browser, {"name": "Victor"}).status_code == 403
    home = {"x-csrftoken": token[1], "referer": "https://localhost/"}
    assert introduce(browser, {"name": "Victor"}, **home).status_code == 201
    elsewhere = {**home, "origin": "https://elsewhere.example"}
    assert introduce(browser, {"name": "Victor"}, **elsewhere).status_code == 403


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_posting_introduces(browser: Client, cast: Cast, method: str) -> None:
    assert getattr(browser, method)("/visitor/").status_code == 405
