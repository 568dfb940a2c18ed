"""Visitors and the tokens that prove them."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.http import HttpResponse
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings

from terefere.accounts.errors import NameMissing, NameTooLong
from terefere.accounts.models import PublicUser
from terefere.accounts.public_users import (
    TOKEN_LIFE,
    create_public_user,
    public_user_of_token,
    set_visitor_cookie,
    token_for,
)
from tests.cast import BEGINNING, Cast

LATER = BEGINNING + timedelta(days=29)


def test_a_token_proves_its_visitor(cast: Cast) -> None:
    token = token_for(cast.vera.id, now=BEGINNING)
    assert public_user_of_token(token, now=LATER) == cast.vera


def test_a_token_expires_after_thirty_days(cast: Cast) -> None:
    token = token_for(cast.vera.id, now=BEGINNING)
    assert public_user_of_token(token, now=BEGINNING + TOKEN_LIFE - timedelta(seconds=1)) == cast.vera
    assert public_user_of_token(token, now=BEGINNING + TOKEN_LIFE) is None


@pytest.mark.parametrize("garbage", [None, "", "1", "1.9999999999", ":", "1.9999999999:x", "\x00", "ő.é:x"])
def test_garbage_proves_nobody(cast: Cast, garbage: str | None) -> None:
    assert public_user_of_token(garbage, now=LATER) is None


@given(garbage=st.text(max_size=80))
@effort(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_proves_anybody(cast: Cast, garbage: str) -> None:
    assert public_user_of_token(garbage, now=LATER) is None


def test_every_change_of_a_token_spoils_it(cast: Cast) -> None:
    token = token_for(cast.vera.id, now=BEGINNING)
    for place, character in enumerate(token):
        changed = token[:place] + ("b" if character == "a" else "a") + token[place + 1 :]
        assert public_user_of_token(changed, now=LATER) is None


def test_a_signature_made_for_something_else_proves_nobody(cast: Cast) -> None:
    expiry = int((LATER + TOKEN_LIFE).timestamp())
    assert public_user_of_token(Signer().sign(f"{cast.vera.id}.{expiry}"), now=LATER) is None


def test_a_token_of_the_former_secret_key_is_still_good(cast: Cast, settings: Settings) -> None:
    token = token_for(cast.vera.id, now=BEGINNING)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert public_user_of_token(token, now=LATER) == cast.vera


def test_a_visitor_who_was_erased_is_nobody(cast: Cast) -> None:
    token = token_for(cast.vera.id, now=BEGINNING)
    PublicUser.objects.filter(pk=cast.vera.id).delete()
    assert public_user_of_token(token, now=LATER) is None


def test_a_name_is_kept_as_one_line(cast: Cast) -> None:
    assert (
        create_public_user(name="  Vera\n\tVan\u2028Dam \x00", language="hu", now=LATER).name
        == "Vera Van Dam"
    )


@pytest.mark.parametrize("blank", ["", "  ", "\n", "\x00", "\u200b\u200d", "\u2028"])
def test_a_name_that_nobody_can_see_is_refused(cast: Cast, blank: str) -> None:
    with pytest.raises(NameMissing) as refusal:
        create_public_user(name=blank, language="en", now=LATER)
    assert refusal.value.code == "name_missing"


def test_a_name_has_a_hundred_characters_at_most(cast: Cast) -> None:
    assert create_public_user(name="ő" * 100, language="en", now=LATER).name == "ő" * 100
    with pytest.raises(NameTooLong) as refusal:
        create_public_user(name="ő" * 101, language="en", now=LATER)
    assert refusal.value.code == "name_too_long"


def test_an_unknown_language_is_none(cast: Cast) -> None:
    assert create_public_user(name="Vera", language="hu", now=LATER).language == "hu"
    assert create_public_user(name="Vera", language="xx", now=LATER).language == ""


def test_no_script_reads_the_cookie(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    set_visitor_cookie(response := HttpResponse(), "token")
    cookie = response.cookies["terefere_visitor"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == TOKEN_LIFE.total_seconds()
