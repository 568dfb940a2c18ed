from datetime import UTC, date, datetime

import msgspec
import pytest

from terefere.transcripts.model import NotForRequesters, Said, UnknownPerson, WithoutZone
from tests.transcripts.chats import (
    ALICE,
    ANSWERED,
    ASKED,
    BOB,
    CAROL,
    EVERY_KIND,
    JOINED,
    NOTED,
    OBSERVED,
    SENT,
    START,
    VERA,
    chat,
)


def test_lines_are_grouped_by_the_days_of_the_chats_own_zone() -> None:
    assert list(chat(*EVERY_KIND).days()) == [
        (date(2026, 11, 21), (JOINED, ASKED, NOTED, OBSERVED)),
        (date(2026, 11, 22), (SENT, ANSWERED)),
    ]


def test_a_chat_without_lines_has_no_days() -> None:
    assert list(chat().days()) == []


@pytest.mark.parametrize("line", [NOTED, OBSERVED])
def test_a_requesters_transcript_with_an_agents_line_cannot_be_made(line: object) -> None:
    assert chat(line).lines == (line,)  # type: ignore[arg-type]
    with pytest.raises(NotForRequesters):
        chat(line, audience="requester")  # type: ignore[arg-type]


def test_a_requesters_transcript_with_an_agents_line_cannot_be_read_either() -> None:
    forged = msgspec.json.encode(chat(*EVERY_KIND)).replace(b'"agents"', b'"requester"')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(forged, type=type(chat()))


def test_the_requester_gets_every_line_but_those_for_agents() -> None:
    assert chat(*EVERY_KIND).for_requester().lines == (JOINED, ASKED, SENT, ANSWERED)


def test_the_requester_does_not_learn_of_an_agent_who_only_watched() -> None:
    assert chat(*EVERY_KIND).people == (ALICE, CAROL, VERA, BOB)
    assert chat(*EVERY_KIND).for_requester().people == (ALICE, CAROL, VERA)


def test_a_line_of_somebody_unknown_is_refused() -> None:
    with pytest.raises(UnknownPerson):
        chat(Said(START, 99, "Who am I?"))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(WithoutZone):
        chat(Said(datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None), 1, "When?"))
