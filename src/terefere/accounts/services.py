"""What is done to people and their rights."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from terefere.accounts.errors import (
    LoginMissing,
    LoginTaken,
    LoginTooLong,
    NameMissing,
    NameTooLong,
    WeakPassword,
)
from terefere.accounts.models import Account, Customer, Group, GroupPermission
from terefere.core.text import is_blank, one_line

_LONGEST_LOGIN = 150
_LONGEST_NAME = 200

Right = tuple[int, str]
"""Id of a group, and the name of a permission on it."""


def create_agent(
    *,
    login: str,
    name: str,
    now: datetime,
    password: str | None = None,
    email: str = "",
    language: str = "",
    is_administrator: bool = False,
) -> Account:
    """A new agent, who holds no permission yet. Without a password nobody can sign in."""
    return _create(
        Account(
            login=login,
            kind=Account.Kind.AGENT,
            full_name=name,
            email=email,
            language=language,
            is_staff=is_administrator,
            created=now,
        ),
        password,
    )


def create_customer_user(
    *,
    login: str,
    name: str,
    customer: Customer | None,
    now: datetime,
    password: str | None = None,
    email: str = "",
    language: str = "",
) -> Account:
    return _create(
        Account(
            login=login,
            kind=Account.Kind.CUSTOMER_USER,
            full_name=name,
            email=email,
            language=language,
            customer=customer,
            created=now,
        ),
        password,
    )


def set_password(account: Account, password: str) -> None:
    """Refused: `weak_password`. Every session made with the old password ends."""
    _take_password(account, password)
    account.save(update_fields=["password"])


def grant(*, agent: Account, group: Group, permission: str) -> None:
    """Let the agent hold the permission; nothing happens where it is held already."""
    GroupPermission.objects.get_or_create(
        agent=agent, group=group, permission=GroupPermission.Name(permission)
    )


def revoke(*, agent: Account, group: Group, permission: str) -> None:
    GroupPermission.objects.filter(agent=agent, group=group, permission=permission).delete()


@transaction.atomic
def replace_rights(*, agent: Account, rights: AbstractSet[Right]) -> None:
    """Let the agent hold exactly these permissions."""
    held = {(row.group_id, row.permission): row for row in GroupPermission.objects.filter(agent=agent)}
    GroupPermission.objects.filter(pk__in=[held[right].pk for right in held.keys() - rights]).delete()
    GroupPermission.objects.bulk_create(
        GroupPermission(agent=agent, group_id=group, permission=permission)
        for group, permission in sorted(rights - held.keys())
    )


def _create(account: Account, password: str | None) -> Account:
    account.login = _clean_login(account.login)
    account.full_name = _clean_name(account.full_name)
    account.email = Account.objects.normalize_email(account.email)
    account.set_unusable_password() if password is None else _take_password(account, password)
    account.save(force_insert=True)
    return account


def _clean_login(login: str) -> str:
    cleaned = Account.normalize_username(one_line(login))
    if is_blank(cleaned):
        raise LoginMissing
    if len(cleaned) > _LONGEST_LOGIN:
        raise LoginTooLong
    if Account.objects.filter(login=cleaned).exists():
        raise LoginTaken
    return cleaned


def _clean_name(name: str) -> str:
    cleaned = one_line(name)
    if is_blank(cleaned):
        raise NameMissing
    if len(cleaned) > _LONGEST_NAME:
        raise NameTooLong
    return cleaned


def _take_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weakness:
        raise WeakPassword(weakness.messages) from weakness
    account.set_password(password)
