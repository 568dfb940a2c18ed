"""Who acts. Every command and every query names its actor; there is no current user hidden anywhere."""

from dataclasses import dataclass

from terefere.core.ids import AccountId, PublicUserId, StreamId, account_stream, public_user_stream


@dataclass(frozen=True, slots=True)
class Agent:
    """A staff member who answers."""

    id: AccountId
    name: str

    @property
    def stream(self) -> StreamId:
        return account_stream(self.id)


@dataclass(frozen=True, slots=True)
class CustomerUser:
    """A known customer who signed in to the external interface."""

    id: AccountId
    name: str

    @property
    def stream(self) -> StreamId:
        return account_stream(self.id)


@dataclass(frozen=True, slots=True)
class PublicUser:
    """A visitor without an account, known by a token only."""

    id: PublicUserId
    name: str

    @property
    def stream(self) -> StreamId:
        return public_user_stream(self.id)


Requester = CustomerUser | PublicUser
Actor = Agent | CustomerUser | PublicUser
