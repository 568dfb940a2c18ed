"""A busy morning: five people, two conversations, and one who has no business with either."""

import json
from collections.abc import Iterator

import pytest

from tests.browser.vocabulary import Administrator, AgentAtDesk, CustomerUserAtHome, Person, Visitor

pytestmark = pytest.mark.browser

VERA_ASKS = "My parcel arrived open."
CAROL_ASKS = "Is the árvíztűrő invoice paid?"
WITH_VERA = [
    ("agent", "Good morning! What is missing?"),
    ("requester", "The power supply."),
    ("agent", "I send you a new one today."),
    ("requester", "Thank you very much!"),
]
WITH_CAROL = [
    ("agent", "One moment, I look it up."),
    ("requester", "It is number 2026/118."),
    ("requester", "Of March."),
    ("agent", "It was paid on Monday. Köszönjük!"),
]


@pytest.fixture(autouse=True)
def _every_channel_is_offered(administrator: Administrator) -> Iterator[None]:
    administrator.sets("check_availability_for_customers", False)
    yield
    administrator.sets("check_availability_for_customers", True)


def test_two_conversations_at_once_stay_apart_and_a_stranger_sees_neither(
    alice: AgentAtDesk,
    bob: AgentAtDesk,
    mallory: AgentAtDesk,
    carol: CustomerUserAtHome,
    vera: Visitor,
) -> None:
    mallory.allows_notifications()
    both_ask(vera, carol)
    for agent in (alice, bob):
        agent.sees_requests(2)
        agent.sees_request("Vera Vass", VERA_ASKS)
        agent.sees_request("Carol Weber", CAROL_ASKS)
    alice.accepts("Vera Vass")
    bob.accepts("Carol Weber")
    all_talk_in_turn((alice, vera, WITH_VERA), (bob, carol, WITH_CAROL))

    support: list[Person] = [alice, vera]
    billing: list[Person] = [bob, carol]
    with_vera = [VERA_ASKS, *(text for _, text in WITH_VERA)]
    with_carol = [CAROL_ASKS, *(text for _, text in WITH_CAROL)]
    for person in support:
        assert person.messages() == with_vera
    for person in billing:
        assert person.messages() == with_carol
    # Both agents own both channels, so each of them saw both first messages.
    for person, foreign in (
        (alice, with_carol[1:]),
        (vera, with_carol),
        (bob, with_vera[1:]),
        (carol, with_vera),
    ):
        person.has_nowhere(foreign)

    alice.closes()
    bob.closes()
    vera.sees_after_chat()
    carol.sees_after_chat()
    for person in support:
        has_in_every_document(person, with_vera, ["Vera Vass", "Alice Arnold", "Support"])
        has_in_no_document(person, [*with_carol, "Carol Weber", "Bob Bárány", "Billing"])
    for person in billing:
        has_in_every_document(person, with_carol, ["Carol Weber", "Bob Bárány", "Billing"])
        has_in_no_document(person, [*with_vera, "Vera Vass", "Alice Arnold"])

    chat_of_carol = carol.transcript_path()
    assert carol.asks_for(chat_of_carol).status == 200
    is_as_if_it_were_not_there(vera, chat_of_carol)
    is_as_if_it_were_not_there(mallory, bob.transcript_path())
    is_as_if_it_were_not_there(mallory, alice.transcript_path())
    noticed_nothing(mallory, [*with_vera, *with_carol, "Vera Vass", "Carol Weber"])


def both_ask(vera: Visitor, carol: CustomerUserAtHome) -> None:
    vera.asks("Support", VERA_ASKS, name="Vera Vass")
    carol.asks("Billing", CAROL_ASKS)


def all_talk_in_turn(*talks: tuple[AgentAtDesk, Visitor | CustomerUserAtHome, list[tuple[str, str]]]) -> None:
    """A line of one conversation, then one of the other, and so on."""
    for lines in zip(*(script for _, _, script in talks), strict=True):
        for (agent, requester, _), (who, text) in zip(talks, lines, strict=True):
            speaker, listener = (agent, requester) if who == "agent" else (requester, agent)
            speaker.says(text)
            listener.hears(text)


def has_in_every_document(person: Person, said: list[str], names: list[str]) -> None:
    pdf = person.reads_pdf()
    places = [pdf.index(text) for text in said]
    assert places == sorted(places)
    documents = [pdf, *(person.downloads(extension).decode() for extension in ("html", "txt"))]
    assert [name for name in names for document in documents if name not in document] == []
    assert [text for text in said for document in documents if text not in document] == []
    lines = json.loads(person.downloads("json"))["transcript"]["lines"]
    assert [line["text"] for line in lines if line["kind"] == "said"] == said


def has_in_no_document(person: Person, foreign: list[str]) -> None:
    texts = [person.downloads(extension).decode() for extension in ("html", "txt", "json")]
    documents = [person.reads_pdf(), *texts]
    assert [text for text in foreign for document in documents if text in document] == []


def is_as_if_it_were_not_there(person: Person, path: str) -> None:
    foreign = person.asks_for(path)
    missing = person.asks_for(path.replace(path.split("/")[-2], "99999999"))
    assert (foreign.status, foreign.text()) == (404, missing.text())


def noticed_nothing(mallory: AgentAtDesk, secrets: list[str]) -> None:
    """Neither now nor at any moment before."""
    mallory.sees_no_request()
    mallory.has_nowhere(secrets)
    mallory.has_badge(0)
    assert mallory.notices == []
    assert [title for title in mallory.titles if title.startswith("(")] == []
    assert mallory.requests == []
