"""What people do in the browser, in their own words: `vera.says("…")`, `alice.hears("…")`."""

from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect

CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MILLISECONDS: Final = 10_000
_OUTAGE: Final = (
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_INTERNET_DISCONNECTED",
)


def open_chromium(playwright: Playwright, path: str) -> Browser:
    """A real Chromium without a window."""
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)


class Person:
    """Somebody with a browser of their own. Leaving the `with` fails on every complaint of the browser."""

    start: ClassVar[str] = "/"

    def __init__(
        self, browser: Browser, base_url: str, *, language: str = "en", width: int = 1280, height: int = 800
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=base_url,
            locale=language,
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        expect.set_options(timeout=PATIENCE_MILLISECONDS)
        self.troubles: list[str] = []
        self.page: Page = self.opens_tab()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        if kind is None:
            self.met_no_trouble()

    def opens_tab(self) -> Page:
        """One more tab at the start page; what the person does from now on happens there."""
        self.page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.goto(self.start)
        return self.page

    def met_no_trouble(self) -> None:
        """No console error, no uncaught exception, no violation of the content security policy."""
        assert self.troubles == [], "\n".join(self.troubles)

    def reloads(self) -> None:
        self.page.reload()

    # In the bubble

    def opens_bubble(self) -> None:
        if not self._panel.is_visible():
            self.page.locator("button.bubble").click()
        expect(self._panel).to_be_visible()

    def minimises(self) -> None:
        self._panel.get_by_role("button", name="Minimise").locator("visible=true").click()
        expect(self._panel).to_be_hidden()

    def goes_back_to_the_list(self) -> None:
        self._conversation.locator("[data-do=back]").click()

    def opens_conversation(self, name: str) -> None:
        """One of the list, by who the other side is."""
        self.opens_bubble()
        self.page.locator("terefere-conversation-list .row", has_text=name).first.click()
        expect(self._conversation).to_be_visible()

    def types(self, text: str) -> None:
        """Without sending it."""
        self._composer.click()
        self._composer.press_sequentially(text)

    def has_typed(self, text: str) -> None:
        expect(self._composer).to_have_value(text)

    def says(self, text: str) -> None:
        self._composer.fill(text)
        self._composer.press("Enter")
        expect(self._composer).to_have_value("")

    def hears(self, text: str) -> None:
        """The other side's message stands in the log."""
        expect(
            self._messages.filter(has_text=text).and_(self._log.locator(".message:not(.mine)"))
        ).to_be_visible()

    def hears_nothing_of(self, text: str) -> None:
        expect(self._messages.filter(has_text=text)).to_have_count(0)

    def has_said(self, text: str, state: str | None = None) -> None:
        """Once, and in this state: sending, sent, delivered, read, not sent."""
        said = self._log.locator(".message.mine").filter(has_text=text)
        expect(said).to_have_count(1)
        if state is not None:
            expect(said.locator("[data-part=state]")).to_contain_text(state)

    def sees_line(self, text: str) -> None:
        """A system line, such as "Alice closed the chat"."""
        expect(self._log.locator(".system").filter(has_text=text).last).to_be_visible()

    def sees_somebody_typing(self, name: str) -> None:
        expect(self._conversation.locator("[data-part=typing]")).to_contain_text(name)

    def sees_notice(self, text: str) -> None:
        expect(self._conversation.locator("[data-part=notice]")).to_contain_text(text)

    def sees_alert(self, text: str) -> None:
        expect(self.page.locator("#terefere-alerts")).to_contain_text(text)

    def sees_connection_lost(self) -> None:
        expect(self._lost.first).to_be_visible()

    def sees_connection_back(self) -> None:
        expect(self.page.locator("terefere-banner:visible")).to_have_count(
            0, timeout=3 * PATIENCE_MILLISECONDS
        )

    def tries_again(self) -> None:
        self._log.get_by_role("button", name="Try again").last.click()

    def edits_what_failed(self) -> None:
        self._log.get_by_role("button", name="Edit").last.click()

    def cannot_write(self) -> None:
        expect(self._composer).to_be_hidden()

    def has_unread(self, count: int) -> None:
        expect(self.page.locator("button.bubble .count")).to_have_text(str(count))

    def messages(self) -> list[str]:
        """Everything said in the open conversation, in order."""
        return self._log.locator(".message .said").all_inner_texts()

    def loses_network(self) -> None:
        self.context.set_offline(True)

    def finds_network(self) -> None:
        self.context.set_offline(False)

    def downloads_pdf(self) -> bytes:
        return self.downloads("pdf")

    def downloads(self, extension: str) -> bytes:
        """From the conversation's menu."""
        self._conversation.locator("[data-part=menu-button]").click()
        with self.page.expect_download() as started:
            self._conversation.locator(f"[data-part=menu] [data-format={extension}]").click()
        self.page.keyboard.press("Escape")
        return Path(started.value.path()).read_bytes()

    def confirms(self) -> None:
        self.page.locator("#terefere-confirm [data-part=yes]").click()

    @property
    def _panel(self) -> Locator:
        return self.page.locator("#terefere-panel")

    @property
    def _conversation(self) -> Locator:
        return self.page.locator("terefere-conversation")

    @property
    def _log(self) -> Locator:
        return self.page.locator("terefere-log")

    @property
    def _messages(self) -> Locator:
        return self._log.locator(".message")

    @property
    def _composer(self) -> Locator:
        return self.page.locator("terefere-composer textarea")

    @property
    def _lost(self) -> Locator:
        return self.page.locator("terefere-banner:visible")

    def _note_console(self, message: ConsoleMessage) -> None:
        is_outage = any(sign in message.text for sign in _OUTAGE)
        if message.type in {"error", "warning"} and not is_outage:
            self.troubles.append(f"{message.type}: {message.text}")


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
        self._new.get_by_role("button", name="Start the chat").click()
        self.has_said(text)

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
            self._new.get_by_label("Your name").fill(name)
        if channel is not None:
            self.chooses(channel)
        self.starts(text)


class CustomerUserAtHome(Requester):
    """A customer user who signs in at the external interface."""

    start = "/sign-in/"

    def signs_in(self, login: str, password: str) -> None:
        _sign_in(self.page, login, password)
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()

    def asks(self, channel: str | None, text: str) -> None:
        self.begins_new_conversation()
        if channel is not None:
            self.chooses(channel)
        self.starts(text)


class AgentAtDesk(Person):
    """A staff member at the agent desk."""

    start = "/agent/"

    def signs_in(self, login: str, password: str) -> None:
        _sign_in(self.page, login, password)
        expect(self.page.locator("terefere-dashboard")).to_be_visible()

    def opens_requests(self) -> None:
        if not self._requests.is_visible():
            self.page.locator("terefere-request-list > [data-part=button]").click()
        expect(self._requests).to_be_visible()

    def sees_request(self, requester: str, text: str = "") -> None:
        self.opens_requests()
        expect(self._request_of(requester)).to_be_visible()
        expect(self._request_of(requester)).to_contain_text(text)

    def sees_no_request(self) -> None:
        expect(self.page.locator("terefere-request-list .tool .count")).to_be_hidden()
        self.opens_requests()
        expect(self._requests.locator("[data-part=accept]:visible")).to_have_count(0)

    def sees_requests(self, count: int) -> None:
        expect(self.page.locator("terefere-request-list .tool .count")).to_have_text(str(count))

    def accepts(self, requester: str) -> None:
        self.opens_requests()
        self._request_of(requester).get_by_role("button", name="Accept").click()
        expect(self._composer).to_be_visible()
        expect(self._conversation.locator("[data-part=name]")).to_contain_text(requester)

    def looks_at_request(self, requester: str) -> None:
        self.opens_requests()
        self._request_of(requester).locator("[data-do=look]").click()
        expect(self._conversation.locator("[data-part=accept]")).to_be_visible()

    def sees_request_taken_by(self, name: str) -> None:
        self.opens_requests()
        expect(self._requests.locator("tr.taken", has_text=name)).to_be_visible()

    def talks_to(self, requester: str) -> None:
        """From the table of own active chats."""
        self.page.locator("terefere-dashboard [data-do=talk]", has_text=requester).first.click()
        expect(self._conversation).to_be_visible()

    def closes(self) -> None:
        self._conversation.locator("[data-do=end]").click()
        self.confirms()
        self.cannot_write()

    def signs_out(self) -> None:
        self.page.locator("terefere-own-menu > [data-part=button]").click()
        self.page.get_by_role("button", name="Sign out").click()

    @property
    def _requests(self) -> Locator:
        return self.page.locator("#terefere-requests")

    def _request_of(self, requester: str) -> Locator:
        return self._requests.locator("tbody tr:not(.taken)", has_text=requester).first


def _sign_in(page: Page, login: str, password: str) -> None:
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(password)
    page.locator("form.sign-in button").click()
