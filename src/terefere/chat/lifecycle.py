"""The life of a chat as a table. Pure: who may take a step is decided elsewhere."""

from enum import StrEnum
from typing import Final

from terefere.chat.errors import AlreadyAccepted, ChatEnded, RequestGone
from terefere.core.errors import NotFound, Refused


class State(StrEnum):
    REQUEST = "request"
    ACTIVE = "active"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    ACCEPT = "accept"
    WRITE = "write"
    CANCEL = "cancel"
    LEAVE = "leave"
    RETURN = "return"
    CLOSE = "close"


_LIFE: Final[dict[tuple[State, Step], State]] = {
    (State.REQUEST, Step.WRITE): State.REQUEST,
    (State.REQUEST, Step.ACCEPT): State.ACTIVE,
    (State.REQUEST, Step.CANCEL): State.CANCELLED,
    (State.ACTIVE, Step.WRITE): State.ACTIVE,
    (State.ACTIVE, Step.LEAVE): State.ACTIVE,
    (State.ACTIVE, Step.RETURN): State.ACTIVE,
    (State.ACTIVE, Step.CLOSE): State.CLOSED,
}

_REFUSALS: Final[dict[tuple[State, Step], type[Refused]]] = {
    (State.ACTIVE, Step.ACCEPT): AlreadyAccepted,
    (State.CLOSED, Step.ACCEPT): AlreadyAccepted,
    (State.CANCELLED, Step.ACCEPT): RequestGone,
}

OPEN: Final = frozenset({State.REQUEST, State.ACTIVE})
ENDED: Final = frozenset({State.CLOSED, State.CANCELLED})


def state_after(state: State, step: Step) -> State:
    """The state that `step` leads to. Raises the refusal that tells why there is no such step."""
    after = _LIFE.get((state, step))
    if after is None:
        raise _refusal(state, step)
    return after


def _refusal(state: State, step: Step) -> Refused:
    if state in ENDED:
        return _REFUSALS.get((state, step), ChatEnded)()
    return _REFUSALS.get((state, step), NotFound)()
