"""For everybody: checked by axe on every screen, driven by keyboard alone, at every width, in every scheme."""

from dataclasses import dataclass
from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser.crowd import somebody_asks
from tests.browser.vocabulary import Administrator, AgentAtDesk, Person, Visitor
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

STANDARDS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: Final[dict[str, object]] = {"type": "tag", "values": STANDARDS}
CONTRAST: Final[dict[str, object]] = {"type": "rule", "values": ["color-contrast"]}
"""All that darkness changes."""
NARROWEST: Final = 320
LONG_WORD: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
RIGHT_TO_LEFT: Final = "يوسف عبد الرحمن"


@dataclass(frozen=True)
class Look:
    scheme: Literal["light", "dark"]
    width: int
    rules: dict[str, object]
    height: int = 900


LOOKS: Final = [
    Look("light", 1440, EVERY_RULE),
    Look("light", 390, EVERY_RULE),
    Look("dark", 390, CONTRAST),
    Look("dark", 1440, CONTRAST),
]


def test_axe_finds_what_is_wrong(vera: Visitor) -> None:
    vera.page.goto("data:text/html,<img><p style='color: silver; background: white'>Hardly to be read")
    assert {"color-contrast", "image-alt"} <= {name for name, _ in violations(vera.page)}


def test_every_screen_of_a_chat_is_accessible(browser: Browser, site: str) -> None:
    with AgentAtDesk(browser, site) as alice, Visitor(browser, site) as vera:
        is_accessible(alice)
        alice.signs_in("alice", PASSWORD)
        is_accessible(alice)  # the empty desk
        is_accessible(vera)  # the home page
        vera.begins_new_conversation()
        vera.fails_to_start("", "")
        is_accessible(vera)
        vera.asks("Support", f"Hello {LONG_WORD} {RIGHT_TO_LEFT}", name="Vera for everybody")
        is_accessible(vera)  # waiting
        somebody_asks(site, LONG_WORD, RIGHT_TO_LEFT)
        alice.sees_request("Vera for everybody")
        is_accessible(alice)
        alice.looks_at_request("Vera for everybody")
        is_accessible(alice)
        alice.accepts("Vera for everybody")
        alice.says("https://example.org/ is a link")
        vera.hears("is a link")
        vera.writes("x" * 3_801)
        vera.opens_menu()
        is_accessible(vera)  # talking, with the menu
        vera.presses("Escape")
        is_accessible(alice)
        alice.asks_to_close()
        is_accessible(alice)
        alice.presses("Escape")
        vera.loses_network()
        vera.writes("Kept")
        vera.presses("Enter")
        vera.sees_connection_lost()
        is_accessible(vera)
        alice.closes()
        vera.finds_network()
        vera.sees_after_chat()
        vera.has_said("Kept", "not sent")
        is_accessible(vera)  # after the chat, with what failed
        is_accessible(alice)
        vera.goes_back_to_the_list()
        is_accessible(vera)
        alice.goes_back_to_the_list()
        is_accessible(alice)
        alice.minimises()
        alice.opens_own_menu()
        is_accessible(alice)
        alice.presses("Escape")
        alice.accepts(LONG_WORD)
        alice.closes()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/accounts/agentaccount/",
        "/admin/chat/channel/",
        "/admin/chat/channel/add/",
        "/admin/site/sitesettings/1/change/",
    ],
)
def test_the_administration_is_accessible(administrator: Administrator, path: str) -> None:
    administrator.page.goto(path)
    is_accessible(administrator)


def test_a_visitor_does_everything_by_keyboard(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.tabs_to("Chat with us")
    vera.presses("Enter")
    vera.has_focus("Your name")
    vera.keys("Vera of the keys")
    vera.presses("Tab")
    vera.presses("Tab")
    vera.has_focus("Your message")
    vera.keys("No mouse here")
    vera.presses("Enter")
    vera.has_said("No mouse here")
    vera.has_focus("Message")
    alice.accepts("Vera of the keys")
    alice.says("None needed")
    vera.hears("None needed")
    vera.keys("Good")
    vera.presses("Enter")
    alice.hears("Good")
    vera.tabs_to("More", backwards=True)
    vera.presses("Enter")
    vera.presses("Tab")
    vera.has_focus("PDF")
    vera.presses("Escape")
    vera.has_focus("More")
    vera.tabs_to("Leave the chat")
    vera.presses("Enter")
    vera.has_focus("Leave the chat")  # of the question
    vera.presses("Escape")
    vera.is_asked_nothing()
    vera.has_focus("Leave the chat")  # of the conversation
    vera.presses("Enter")
    vera.presses("Enter")
    vera.sees_after_chat()
    vera.tabs_to("Come back")
    vera.presses("Enter")
    alice.sees_line("Vera of the keys came back")
    vera.has_focus("Message")
    vera.presses("Escape")
    vera.has_focus("Conversations")
    alice.closes()


def test_an_agent_does_everything_by_keyboard(alice_in_person: AgentAtDesk, vera: Visitor) -> None:
    alice = alice_in_person
    vera.asks("Support", "Anybody?", name="Vera the waiting")
    alice.sees_requests(1)
    alice.tabs_to("Skip to the content")
    alice.tabs_to("Chat requests, 1 is waiting")
    alice.presses("Enter")
    alice.presses("Tab")
    alice.has_focus("Vera the waiting")
    alice.presses("Escape")
    alice.has_focus("Chat requests, 1 is waiting")
    alice.presses("Enter")
    alice.tabs_to("Accept")
    alice.presses("Enter")
    alice.has_focus("Message")
    alice.keys("At once")
    alice.presses("Enter")
    vera.hears("At once")
    alice.tabs_to("Close the chat", backwards=True)
    alice.presses("Enter")
    alice.has_focus("Close the chat")  # of the question
    alice.presses("Escape")
    alice.is_asked_nothing()
    alice.has_focus("Close the chat")  # of the conversation
    alice.presses("Enter")
    alice.presses("Enter")
    vera.sees_after_chat()
    alice.tabs_to("Back to the conversations", backwards=True)
    alice.presses("Enter")
    alice.tabs_to("Minimise")
    alice.presses("Enter")
    alice.has_focus("Conversations")
    alice.tabs_to("Your menu, Alice Arnold", backwards=True)
    alice.presses("Enter")
    alice.tabs_to("Sign out")
    alice.presses("Enter")
    alice.is_at_sign_in()


def test_nothing_scrolls_sideways_on_the_narrowest_screen(browser: Browser, site: str) -> None:
    with (
        AgentAtDesk(browser, site, width=NARROWEST, height=568) as alice,
        Visitor(browser, site, width=NARROWEST, height=568) as vera,
    ):
        alice.fits()
        alice.signs_in("alice", PASSWORD)
        vera.fits()
        vera.begins_new_conversation()
        vera.fits()
        vera.asks("Support", LONG_WORD * 2, name=f"{LONG_WORD} {RIGHT_TO_LEFT}")
        vera.fits()
        alice.sees_request(LONG_WORD)
        alice.fits()
        alice.accepts(LONG_WORD)
        alice.says(LONG_WORD * 2)
        alice.opens_menu()
        alice.fits()
        alice.presses("Escape")
        vera.hears(LONG_WORD)
        vera.fits()
        alice.closes()
        vera.sees_after_chat()
        vera.fits()
        alice.minimises()
        alice.fits()


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_what_the_system_wishes_is_granted(
    alice: AgentAtDesk, vera: Visitor, wish: dict[str, Literal["active", "reduce"]]
) -> None:
    for person in (alice, vera):
        person.page.emulate_media(**wish)  # type: ignore[arg-type]
    vera.asks("Support", "Can you see me?", name="Vera in contrast")
    alice.accepts("Vera in contrast")
    for person in (alice, vera):
        assert violations(person.page) == []
    if "forced_colors" in wish:
        expect(alice.page.locator("button.bubble")).to_have_css("border-top-style", "solid")
    else:
        expect(alice.page.locator("button.bubble")).to_have_css("transition-duration", "0s")
    alice.closes()


def is_accessible(person: Person) -> None:
    """In light and dark, wide and on a phone."""
    size = person.page.viewport_size
    for look in LOOKS:
        person.page.emulate_media(color_scheme=look.scheme)
        person.page.set_viewport_size({"width": look.width, "height": look.height})
        person.page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished))")
        assert violations(person.page, look.rules) == [], look
    person.page.emulate_media(color_scheme="light")
    if size:
        person.page.set_viewport_size(size)


def violations(page: Page, rules: dict[str, object] = EVERY_RULE) -> list[tuple[str, list[str]]]:
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    axe = Axe("0") if page.evaluate("'axe' in window") else Axe()  # injected once per page
    found = axe.run(page, options=options).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
