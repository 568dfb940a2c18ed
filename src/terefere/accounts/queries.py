"""What is known about people: rights by group, and who they are as actors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from terefere.accounts.models import Account, GroupPermission
from terefere.accounts.permissions import LEVEL_PERMISSIONS, Level, level_from
from terefere.accounts.public_users import PublicUserRow
from terefere.accounts.sessions import AccountRow
from terefere.core.actors import Agent, CustomerUser, PublicUser
from terefere.core.ids import AccountId


def levels_by_group(agent_id: AccountId) -> dict[int, Level]:
    """The chat level of an agent in each group where there is one. Who is no valid agent has none."""
    held = GroupPermission.objects.of(agent_id).filter(permission__in=LEVEL_PERMISSIONS)
    return {
        group: level_from(names)
        for group, names in _by_group(held.values_list("group_id", "permission")).items()
    }


def ticket_permissions_by_group(agent_id: AccountId) -> Mapping[int, frozenset[str]]:
    held = GroupPermission.objects.of(agent_id).exclude(permission__in=LEVEL_PERMISSIONS)
    return {
        group: frozenset(names)
        for group, names in _by_group(held.values_list("group_id", "permission")).items()
    }


def agent_actor(account: Account | AccountRow) -> Agent:
    return Agent(id=AccountId(account.id), name=account.full_name)


def customer_user_actor(account: Account | AccountRow) -> CustomerUser:
    return CustomerUser(id=AccountId(account.id), name=account.full_name)


def public_user_actor(visitor: PublicUserRow) -> PublicUser:
    return PublicUser(id=visitor.id, name=visitor.name)


def _by_group(held: Iterable[tuple[int, str]]) -> Mapping[int, set[str]]:
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for group, name in held:
        groups[group].add(name)
    return groups
