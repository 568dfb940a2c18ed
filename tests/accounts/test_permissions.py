"""The table of rights, typed a second time from the product's description and compared cell by cell."""

import pytest

from terefere.accounts.permissions import TABLE, Action, Condition, Level, level_from, may

NO, YES = "–", "yes"
INVITED = "yes, once invited"
TICKET = "yes + ticket right"
CHANNEL = "if the channel right allows"
ALWAYS = "always"
OTHER = "while another contributor stays"
TO_ME = "yes, to oneself"

ROWS = [
    ("see a request: list, counter, notification", Action.SEE_REQUEST, NO, NO, NO, YES),
    ("choose the channel under My chat channels", Action.CHOOSE_CHANNEL, NO, NO, NO, YES),
    ("accept a customer/public request", Action.ACCEPT_REQUEST, NO, NO, NO, YES),
    ("accept or decline, to oneself", Action.ANSWER_PERSONAL_REQUEST, TO_ME, TO_ME, TO_ME, TO_ME),
    ("be offered in the invite list", Action.BE_OFFERED_FOR_INVITATION, NO, YES, YES, YES),
    ("read, agents-only lines included", Action.READ, NO, INVITED, YES, YES),
    ("write", Action.WRITE, NO, NO, YES, YES),
    ("append to ticket", Action.APPEND_TO_TICKET, NO, NO, TICKET, TICKET),
    ("phone ticket", Action.CREATE_PHONE_TICKET, NO, NO, TICKET, TICKET),
    ("invite", Action.INVITE, NO, NO, YES, YES),
    ("change channel", Action.CHANGE_CHANNEL, NO, NO, YES, YES),
    ("download", Action.DOWNLOAD, NO, YES, YES, YES),
    ("own window", Action.OPEN_OWN_WINDOW, NO, YES, YES, YES),
    ("monitor", Action.MONITOR, NO, YES, YES, YES),
    ("leave", Action.LEAVE, NO, ALWAYS, OTHER, OTHER),
    ("close", Action.CLOSE, NO, NO, YES, YES),
    ("switch observer and participant", Action.SWITCH_LEVEL, NO, CHANNEL, OTHER, OTHER),
]
CELLS = [(name, action, level, row[level]) for name, action, *row in ROWS for level in Level]
NEEDED = {
    INVITED: Condition.ONCE_INVITED,
    TICKET: Condition.TICKET_RIGHT,
    CHANNEL: Condition.CHANNEL_RIGHT_ALLOWS,
    OTHER: Condition.ANOTHER_CONTRIBUTOR_STAYS,
    TO_ME: Condition.ADDRESSED_TO_ONESELF,
}


def met(condition: Condition) -> dict[str, bool]:
    return {condition.value: True}


def allowed(action: Action, level: Level, conditions: dict[str, bool]) -> bool:
    return may(action, level, **conditions)


@pytest.mark.parametrize(("name", "action", "level", "cell"), CELLS)
def test_a_cell_of_the_table_is_as_described(name: str, action: Action, level: Level, cell: str) -> None:
    without = cell in {YES, ALWAYS}
    assert may(action, level) is without
    for condition in Condition:
        assert allowed(action, level, met(condition)) is (without or NEEDED.get(cell) is condition)


@pytest.mark.parametrize(("name", "action", "level", "cell"), CELLS)
def test_a_condition_that_is_not_met_allows_nothing(
    name: str, action: Action, level: Level, cell: str
) -> None:
    nothing_met = {condition.value: False for condition in Condition}
    assert allowed(action, level, nothing_met) is (cell in {YES, ALWAYS})


def test_every_action_has_its_row() -> None:
    assert {action for _name, action, *_cells in ROWS} == set(Action) == set(TABLE)


@pytest.mark.parametrize(
    ("permissions", "level"),
    [
        ((), Level.NONE),
        (("rw", "ro", "note", "owner", "priority"), Level.NONE),
        (("chat_observer",), Level.OBSERVER),
        (("chat_observer", "chat_participant"), Level.PARTICIPANT),
        (("chat_owner", "chat_observer", "rw"), Level.OWNER),
        (("something else",), Level.NONE),
    ],
)
def test_the_highest_permission_gives_the_level(permissions: tuple[str, ...], level: Level) -> None:
    assert level_from(permissions) is level
