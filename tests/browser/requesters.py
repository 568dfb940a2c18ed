"""Customer users and visitors, at the external interface."""

import re
from typing import Final

from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.person import Person
from tests.browser.signing_in import sign_in

_AVAILABLE: Final = '"available":true'
_UNAVAILABLE: Final = '"available":false'


class Requester(Person):
    """What customer users and visitors have in common."""

    def begins_new_conversation(self) -> None:
        self.opens_bubble()
        if not self._new.is_visible():
            self.page.locator("terefere-conversation-list [data-do=start]").click()
        expect(self._new).to_be_visible()

    def chooses(self, channel: str) -> None:
        self._new.get_by_label(channel).check()

    def starts(self, text: str) -> None:
        self._new.locator("[data-part=field]").fill(text)
        self._new.locator("[data-part=send]").click()
        self.has_said(text)

    def hears_of_nobody_once_connected(self) -> None:
        """The connection tells of every channel that nobody is available there, as if all had just left."""

        def pass_on(socket: WebSocketRoute) -> None:
            server = socket.connect_to_server()
            server.on_message(lambda frames: socket.send(str(frames).replace(_AVAILABLE, _UNAVAILABLE)))

        self.page.route_web_socket(re.compile("/ws/external"), pass_on)
        self.reloads()

    def fails_to_start(self, text: str, reason: str) -> None:
        self._new.locator("[data-part=field]").fill(text)
        self._new.locator("[data-part=send]").click()
        expect(self._new.locator("[data-part=error]")).to_contain_text(reason)

    def sees_that_nobody_is_available(self) -> None:
        expect(self._new.locator("[data-part=nobody]")).to_be_visible()

    def leaves(self) -> None:
        """By the × of the conversation."""
        self._conversation.locator("[data-do=end]").click()
        self.confirms()
        expect(self._after).to_be_visible()

    def comes_back(self) -> None:
        self._after.locator("[data-do=return]").click()
        expect(self._composer).to_be_visible()

    def sees_after_chat(self, text: str = "") -> None:
        expect(self._after).to_be_visible()
        expect(self._after).to_contain_text(text)

    @property
    def _new(self) -> Locator:
        return self.page.locator("terefere-new-conversation")

    @property
    def _after(self) -> Locator:
        return self.page.locator("terefere-after-chat")


class Visitor(Requester):
    """A public user: gives a name, has no account."""

    def asks(self, channel: str | None, text: str, *, name: str | None = None) -> None:
        """`name` is needed the first time only."""
        self.begins_new_conversation()
        if name is not None:
            self._new.locator("[data-part=visitor-name]").fill(name)
        if channel is not None:
            self.chooses(channel)
        self.starts(text)


class CustomerUserAtHome(Requester):
    """A customer user who signs in at the external interface."""

    start = "/sign-in/"

    def signs_in(self, login: str, password: str) -> None:
        sign_in(self.page, login, password)
        expect(self._sign_out).to_be_visible()

    def signs_out(self) -> None:
        self._sign_out.click()
        expect(self._sign_out).to_be_hidden()

    @property
    def _sign_out(self) -> Locator:
        return self.page.locator("form[action='/sign-out/'] button")

    def asks(self, channel: str | None, text: str) -> None:
        self.begins_new_conversation()
        if channel is not None:
            self.chooses(channel)
        self.starts(text)
