"""What an agent may do in a chat, by level in its channel: the whole table, as data."""

from collections.abc import Iterable
from enum import Enum, IntEnum, StrEnum, auto
from typing import Final, TypedDict, Unpack


class Level(IntEnum):
    NONE = 0
    OBSERVER = 1
    PARTICIPANT = 2
    OWNER = 3


class Condition(StrEnum):
    """What must be true besides the level. The value is the argument of `may` that says so."""

    ADDRESSED_TO_ONESELF = "addressed_to_oneself"
    ONCE_INVITED = "once_invited"
    TICKET_RIGHT = "ticket_right"
    ANOTHER_CONTRIBUTOR_STAYS = "another_contributor_stays"
    CHANNEL_RIGHT_ALLOWS = "channel_right_allows"


class Conditions(TypedDict, total=False):
    """The conditions that are met; what is left out is not."""

    addressed_to_oneself: bool
    once_invited: bool
    ticket_right: bool
    another_contributor_stays: bool
    channel_right_allows: bool


class Action(Enum):
    SEE_REQUEST = auto()
    CHOOSE_CHANNEL = auto()
    ACCEPT_REQUEST = auto()
    ANSWER_PERSONAL_REQUEST = auto()
    BE_OFFERED_FOR_INVITATION = auto()
    READ = auto()
    WRITE = auto()
    APPEND_TO_TICKET = auto()
    CREATE_PHONE_TICKET = auto()
    INVITE = auto()
    CHANGE_CHANNEL = auto()
    DOWNLOAD = auto()
    OPEN_OWN_WINDOW = auto()
    MONITOR = auto()
    LEAVE = auto()
    CLOSE = auto()
    SWITCH_LEVEL = auto()


Cell = bool | Condition

_NO: Final = False
_YES: Final = True
_TO_ME: Final = Condition.ADDRESSED_TO_ONESELF
_INVITED: Final = Condition.ONCE_INVITED
_TICKET: Final = Condition.TICKET_RIGHT
_OTHER: Final = Condition.ANOTHER_CONTRIBUTOR_STAYS
_CHANNEL: Final = Condition.CHANNEL_RIGHT_ALLOWS

# fmt: off
TABLE: Final[dict[Action, tuple[Cell, Cell, Cell, Cell]]] = {
    #                                 none    observer  participant  owner
    Action.SEE_REQUEST:               (_NO,    _NO,      _NO,         _YES),
    Action.CHOOSE_CHANNEL:            (_NO,    _NO,      _NO,         _YES),
    Action.ACCEPT_REQUEST:            (_NO,    _NO,      _NO,         _YES),
    Action.ANSWER_PERSONAL_REQUEST:   (_TO_ME, _TO_ME,   _TO_ME,      _TO_ME),
    Action.BE_OFFERED_FOR_INVITATION: (_NO,    _YES,     _YES,        _YES),
    Action.READ:                      (_NO,    _INVITED, _YES,        _YES),
    Action.WRITE:                     (_NO,    _NO,      _YES,        _YES),
    Action.APPEND_TO_TICKET:          (_NO,    _NO,      _TICKET,     _TICKET),
    Action.CREATE_PHONE_TICKET:       (_NO,    _NO,      _TICKET,     _TICKET),
    Action.INVITE:                    (_NO,    _NO,      _YES,        _YES),
    Action.CHANGE_CHANNEL:            (_NO,    _NO,      _YES,        _YES),
    Action.DOWNLOAD:                  (_NO,    _YES,     _YES,        _YES),
    Action.OPEN_OWN_WINDOW:           (_NO,    _YES,     _YES,        _YES),
    Action.MONITOR:                   (_NO,    _YES,     _YES,        _YES),
    Action.LEAVE:                     (_NO,    _YES,     _OTHER,      _OTHER),
    Action.CLOSE:                     (_NO,    _NO,      _YES,        _YES),
    Action.SWITCH_LEVEL:              (_NO,    _CHANNEL, _OTHER,      _OTHER),
}
# fmt: on

_LEVELS: Final = {
    "chat_observer": Level.OBSERVER,
    "chat_participant": Level.PARTICIPANT,
    "chat_owner": Level.OWNER,
}
LEVEL_PERMISSIONS: Final = frozenset(_LEVELS)
"""The permissions that give a level; the others are about tickets."""


def may(action: Action, level: Level, **conditions: Unpack[Conditions]) -> bool:
    cell = TABLE[action][level]
    return bool(conditions.get(cell.value, False)) if isinstance(cell, Condition) else cell


def level_from(permissions: Iterable[str]) -> Level:
    """The highest level that these permissions on a group give."""
    return max((_LEVELS.get(permission, Level.NONE) for permission in permissions), default=Level.NONE)
