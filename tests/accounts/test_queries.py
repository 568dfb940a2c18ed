"""What agents hold, read back."""

from pytest_django import DjangoAssertNumQueries

from terefere.accounts.models import Account
from terefere.accounts.permissions import Level
from terefere.accounts.queries import (
    agent_actor,
    customer_user_actor,
    levels_by_group,
    public_user_actor,
    ticket_permissions_by_group,
)
from terefere.accounts.services import grant, replace_rights, revoke
from terefere.core.actors import Agent, CustomerUser, PublicUser
from terefere.core.ids import AccountId
from tests.cast import Cast


def levels_of(account: Account) -> dict[int, Level]:
    return levels_by_group(AccountId(account.pk))


def test_an_owner_is_owner_in_the_own_group_only(cast: Cast) -> None:
    assert levels_of(cast.alice) == {cast.support_group.pk: Level.OWNER}
    assert levels_of(cast.mallory) == {cast.sales_group.pk: Level.OWNER}


def test_the_highest_of_several_permissions_counts(cast: Cast) -> None:
    grant(agent=cast.mallory, group=cast.support_group, permission="chat_observer")
    grant(agent=cast.mallory, group=cast.support_group, permission="chat_participant")
    assert levels_of(cast.mallory)[cast.support_group.pk] is Level.PARTICIPANT


def test_an_agent_made_invalid_holds_nothing(cast: Cast) -> None:
    assert levels_of(cast.alice)
    Account.objects.filter(pk=cast.alice.pk).update(is_active=False)
    assert levels_of(cast.alice) == {}
    assert ticket_permissions_by_group(AccountId(cast.alice.pk)) == {}


def test_a_customer_user_holds_nothing_even_when_granted(cast: Cast) -> None:
    grant(agent=cast.carol, group=cast.support_group, permission="chat_owner")
    assert levels_of(cast.carol) == {}


def test_nobody_holds_nothing(cast: Cast) -> None:
    assert levels_by_group(AccountId(10**9)) == {}


def test_what_is_revoked_is_gone(cast: Cast) -> None:
    revoke(agent=cast.alice, group=cast.support_group, permission="chat_owner")
    assert levels_of(cast.alice) == {}


def test_granting_twice_is_granting_once(cast: Cast) -> None:
    grant(agent=cast.alice, group=cast.support_group, permission="chat_owner")
    assert cast.alice.group_permissions.filter(permission="chat_owner").count() == 1


def test_replacing_rights_leaves_exactly_the_new_ones(cast: Cast) -> None:
    replace_rights(
        agent=cast.alice,
        rights={(cast.sales_group.pk, "chat_observer"), (cast.support_group.pk, "chat_owner")},
    )
    assert levels_of(cast.alice) == {
        cast.sales_group.pk: Level.OBSERVER,
        cast.support_group.pk: Level.OWNER,
    }
    assert ticket_permissions_by_group(AccountId(cast.alice.pk)) == {}


def test_ticket_permissions_are_read_apart_from_levels(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grant(agent=cast.alice, group=cast.support_group, permission="note")
    with django_assert_num_queries(1):
        held = ticket_permissions_by_group(AccountId(cast.alice.pk))
    assert held[cast.support_group.pk] == {"note"}
    assert set(held.values()) == {frozenset({"note"}), frozenset({"rw"})}


def test_levels_take_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        levels_of(cast.alice)


def test_people_become_actors(cast: Cast) -> None:
    assert agent_actor(cast.alice) == Agent(AccountId(cast.alice.pk), "Alice Arnold")
    assert customer_user_actor(cast.carol) == CustomerUser(AccountId(cast.carol.pk), "Carol Weber")
    assert public_user_actor(cast.vera) == PublicUser(cast.vera.id, "Vera")
