"""The first administrator comes from the command line."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from terefere.accounts.management.commands import createagent
from terefere.accounts.models import Account
from tests.cast import PASSWORD


def create(monkeypatch: pytest.MonkeyPatch, password: str, *arguments: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    call_command("createagent", *arguments, "--password-stdin", stdout=(said := io.StringIO()))
    return said.getvalue()


@pytest.mark.django_db
def test_an_administrator_is_created(monkeypatch: pytest.MonkeyPatch) -> None:
    who = ("Root", "--name", "Rita Root", "--email", "r@desk.example", "--admin")
    said = create(monkeypatch, PASSWORD, *who)
    assert said == "Created the agent root.\n"
    rita = Account.objects.get(login="root")
    assert (rita.full_name, rita.email, rita.is_administrator) == ("Rita Root", "r@desk.example", True)
    assert rita.check_password(PASSWORD)


@pytest.mark.django_db
def test_an_agent_is_no_administrator_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, PASSWORD, "bob")
    bob = Account.objects.get(login="bob")
    assert (bob.full_name, bob.is_administrator) == ("bob", False)


@pytest.mark.django_db
def test_a_login_that_exists_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, PASSWORD, "root", "--admin")
    with pytest.raises(CommandError, match="This login exists already"):
        create(monkeypatch, "quite another kettle", "ROOT")
    assert Account.objects.get(login="root").check_password(PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_is_refused_in_the_validators_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="too common"):
        create(monkeypatch, "password", "root")
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "a slip"])
    monkeypatch.setattr(createagent, "getpass", lambda _ask: next(answers))
    call_command("createagent", "root", stdout=io.StringIO())
    assert Account.objects.get(login="root").check_password(PASSWORD)
    with pytest.raises(CommandError, match="differ"):
        call_command("createagent", "bob", stdout=io.StringIO())
