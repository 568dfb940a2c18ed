"""Accounts, their logins and their passwords."""

import pytest

from terefere.accounts.errors import (
    LoginMissing,
    LoginTaken,
    LoginTooLong,
    NameMissing,
    NameTooLong,
    WeakPassword,
)
from terefere.accounts.models import Account
from terefere.accounts.services import create_agent, set_password
from terefere.config.settings import PASSWORD_HASHERS
from tests.cast import BEGINNING, PASSWORD, Cast


def test_a_login_is_one_however_it_is_typed(cast: Cast) -> None:
    assert Account.objects.get_by_natural_key(" ALICE") == cast.alice
    with pytest.raises(LoginTaken):
        create_agent(login="Alice", name="Another Alice", now=BEGINNING)


@pytest.mark.parametrize(
    ("login", "name", "refusal"),
    [
        ("  ", "Zoe", LoginMissing),
        ("z" * 151, "Zoe", LoginTooLong),
        ("zoe", "\u200b", NameMissing),
        ("zoe", "Z" * 201, NameTooLong),
    ],
)
def test_an_account_needs_login_and_name(cast: Cast, login: str, name: str, refusal: type[Exception]) -> None:
    assert create_agent(login="zoe2", name="Zoe", now=BEGINNING).login == "zoe2"
    with pytest.raises(refusal):
        create_agent(login=login, name=name, now=BEGINNING)


def test_a_weak_password_is_refused_in_the_validators_words(cast: Cast) -> None:
    with pytest.raises(WeakPassword) as refusal:
        set_password(cast.alice, "alice")
    assert len(refusal.value.reasons) >= 2
    assert not Account.objects.get(pk=cast.alice.pk).has_usable_password()


def test_a_good_password_is_taken(cast: Cast) -> None:
    set_password(cast.alice, PASSWORD)
    assert Account.objects.get(pk=cast.alice.pk).check_password(PASSWORD)


def test_passwords_are_hashed_with_argon2() -> None:
    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_only_a_valid_agent_administers(cast: Cast) -> None:
    assert cast.alice.is_administrator
    assert not cast.bob.is_administrator
    cast.carol.is_staff = True
    cast.alice.is_active = False
    assert not cast.carol.is_administrator
    assert not cast.alice.is_administrator
