"""The life of a chat as a table: each state, each step."""

from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terefere.chat.lifecycle import ENDED, OPEN, State, Step, state_after
from terefere.core.errors import Refused

# fmt: off
TABLE: Final = {
    #                  request        active              closed              cancelled
    Step.WRITE:   ("request",     "active",            "chat_ended",       "chat_ended"),
    Step.ACCEPT:  ("active",      "already_accepted",  "already_accepted", "request_gone"),
    Step.CANCEL:  ("cancelled",   "not_found",         "chat_ended",       "chat_ended"),
    Step.LEAVE:   ("not_found",   "active",            "chat_ended",       "chat_ended"),
    Step.RETURN:  ("not_found",   "active",            "chat_ended",       "chat_ended"),
    Step.CLOSE:   ("not_found",   "closed",            "chat_ended",       "chat_ended"),
}
# fmt: on
STATES: Final = [State.REQUEST, State.ACTIVE, State.CLOSED, State.CANCELLED]


def outcome(state: State, step: Step) -> str:
    try:
        return state_after(state, step)
    except Refused as refusal:
        return refusal.code


def test_the_table_knows_every_state_and_every_step() -> None:
    assert set(STATES) == set(State)
    assert set(TABLE) == set(Step)
    assert set(State) == OPEN | ENDED
    assert not OPEN & ENDED


@pytest.mark.parametrize(("state", "step"), list(product(STATES, Step)))
def test_each_step_leads_where_the_table_says(state: State, step: Step) -> None:
    assert outcome(state, step) == TABLE[step][STATES.index(state)]


@given(st.lists(st.sampled_from(Step)))
def test_whatever_is_tried_a_chat_lives_once(steps: list[Step]) -> None:
    state = State.REQUEST
    accepted = 0
    for step in steps:
        before = state
        try:
            state = state_after(state, step)
        except Refused:
            continue
        accepted += step == Step.ACCEPT
        assert before not in ENDED, "the end is the end"
        assert state != State.REQUEST or before == State.REQUEST, "nobody waits again"
        assert (state == State.CANCELLED) == (step == Step.CANCEL), "only a request can be missed"
    assert accepted <= 1
    assert state != State.CLOSED or accepted == 1
