"""What people do in the browser, in their own words: `vera.says("…")`, `alice.hears("…")`."""

import re
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, Self

from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    WebSocketRoute,
    expect,
)
from pypdf import PdfReader

from tests.browser.english import english_on
from tests.services.waiting import wait_until

CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_SECONDS: Final = 10
PATIENCE_MILLISECONDS: Final = PATIENCE_SECONDS * 1000
_OUTAGE: Final = (
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_INTERNET_DISCONNECTED",
)
# What a page tells at any moment, also where nobody looks: notifications, titles, waiting requests.
_WATCH: Final = """
if ("Notification" in globalThis) {
  globalThis.Notification = new Proxy(Notification, {
    construct: (original, given) => (noteNotice(given[0]), Reflect.construct(original, given)),
  });
}
const watched = { childList: true, characterData: true, subtree: true, attributeFilter: ["hidden"] };
const watch = (element, note) => element && new MutationObserver(note).observe(element, watched);
addEventListener("DOMContentLoaded", () => {
  const requests = document.querySelector("terefere-request-list");
  let known = "";
  watch(document.querySelector("title"), () => noteTitle(document.title));
  watch(requests, () => {
    const shown = [...requests.querySelectorAll(".tool .count:not([hidden]), tbody tr")].length;
    if (shown && known !== (known = requests.textContent)) noteRequests(known);
  });
});
"""
_AVAILABLE: Final = '"available":true'
_UNAVAILABLE: Final = '"available":false'
_MOST_STOPS: Final = 40
_NAME_OF_FOCUSED: Final = """() => {
  const { activeElement: one } = document;
  return one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent.trim() ?? one.textContent.trim();
}"""


def open_chromium(playwright: Playwright, path: str) -> Browser:
    """A real Chromium without a window."""
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)


class Person:
    """Somebody with a browser of their own. Leaving the `with` fails on every complaint of the browser."""

    start: ClassVar[str] = "/"

    def __init__(
        self,
        browser: Browser,
        base_url: str,
        *,
        cookie: str = "",
        language: str = "en",
        width: int = 1280,
        height: int = 800,
    ) -> None:
        """`cookie`, such as ``name=value``, proves who that is from the start."""
        self.language = language
        self.context: BrowserContext = browser.new_context(
            base_url=base_url,
            locale=language,
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        expect.set_options(timeout=PATIENCE_MILLISECONDS)
        if cookie:
            name, _, value = cookie.partition("=")
            self.context.add_cookies([{"name": name, "value": value, "url": base_url}])
        self.troubles: list[str] = []
        self.notices: list[str] = []
        """Titles of the browser's notifications, of all tabs."""
        self.titles: list[str] = []
        """Every title that a tab has had since it was loaded."""
        self.context.expose_function("noteNotice", self._note_notice)
        self.context.expose_function("noteTitle", self._note_title)
        self.requests: list[str] = []
        """Everything the list of waiting requests and its counter ever showed."""
        self.context.expose_function("noteRequests", self._note_requests)
        self.context.add_init_script(_WATCH)
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

    def speaks_only(self, language: str) -> None:
        """The page shows no English of ours."""
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        assert english_on(self.page, language) == []

    def chooses_language(self, name: str) -> None:
        chosen = self.page.locator(".languages button", has_text=name)
        chosen.click()
        expect(chosen).to_have_attribute("aria-current", "true")

    # In the bubble

    def opens_bubble(self) -> None:
        if not self._panel.is_visible():
            self.page.locator("button.bubble").click()
        expect(self._panel).to_be_visible()

    def minimises(self) -> None:
        self._panel.locator("[data-do=minimise]:visible").click()
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

    def writes(self, text: str) -> None:
        """At once, without sending it."""
        self._composer.fill(text)

    def presses(self, key: str) -> None:
        self.page.keyboard.press(key)

    def keys(self, text: str) -> None:
        """Into whatever has the focus."""
        self.page.keyboard.type(text)

    def tabs_to(self, name: str, *, backwards: bool = False) -> None:
        """With the Tab key alone; the focus is visible there."""
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            if self.page.evaluate(_NAME_OF_FOCUSED) == name:
                expect(self.page.locator(":focus-visible")).to_have_count(1)
                return
        raise AssertionError(f"no way to {name} by Tab")

    def has_focus(self, name: str) -> None:
        """By the name that a screen reader says."""
        self.page.wait_for_function(f"name => ({_NAME_OF_FOCUSED})() === name", arg=name)

    def fits(self) -> None:
        """Nothing sticks out at the side."""
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{wide} pixels too wide"

    def sees_count(self, text: str) -> None:
        """Below the field: how much room is left."""
        expect(self._conversation.locator("[data-part=limit]")).to_have_text(text)

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

    def sees_the_end(self) -> None:
        """Of the log: its last line is in sight."""
        expect(self._log.locator(".lines > :last-child")).to_be_in_viewport(ratio=1)

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
        self._log.locator("[data-do=retry]").last.click()

    def edits_what_failed(self) -> None:
        self._log.locator("[data-do=edit]").last.click()

    def sees_reason(self, text: str) -> None:
        """Beside a message that failed."""
        expect(self._log.locator("[data-part=refusal]").last).to_contain_text(text)

    def cannot_write(self) -> None:
        expect(self._composer).to_be_hidden()

    def has_unread(self, count: int) -> None:
        unread = self.page.locator("button.bubble .count")
        expect(unread).to_have_text(str(count))
        expect(unread).to_be_visible(visible=count > 0)

    def has_badge(self, count: int) -> None:
        """In the title of the page."""
        shown = f"({count}) " if count else ""
        expect(self.page).to_have_title(re.compile(f"^{re.escape(shown)}[^(]"))

    def messages(self) -> list[str]:
        """Everything said in the open conversation, in order."""
        return self._log.locator(".message .said").all_inner_texts()

    def has_nowhere(self, texts: list[str]) -> None:
        """Neither in sight nor hidden in the page."""
        page = f"{self.page.title()} {self.page.locator('html').text_content()}"
        assert [text for text in texts if text in page] == []

    def loses_network(self) -> None:
        self.context.set_offline(True)

    def finds_network(self) -> None:
        self.context.set_offline(False)

    def downloads_pdf(self) -> bytes:
        return self.downloads("pdf")

    def downloads(self, extension: str) -> bytes:
        """From the conversation's menu."""
        self.opens_menu()
        with self.page.expect_download() as started:
            self._conversation.locator(f"[data-part=menu] [data-format={extension}]").click()
        self.page.keyboard.press("Escape")
        return Path(started.value.path()).read_bytes()

    def reads_pdf(self) -> str:
        """The text of the downloaded PDF, on one line."""
        pages = PdfReader(BytesIO(self.downloads_pdf())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def opens_menu(self) -> None:
        self._conversation.locator("[data-part=menu-button]").click()
        expect(self._conversation.locator("[data-part=menu]")).to_be_visible()

    def transcript_path(self, extension: str = "pdf") -> str:
        """Of the open conversation, from its menu."""
        link = self._conversation.locator(f"[data-part=menu] [data-format={extension}]")
        return str(link.get_attribute("href"))

    def asks_for(self, path: str) -> APIResponse:
        """As this person, past the page."""
        return self.context.request.get(path, headers={"Accept-Language": self.language})

    def switches_sound(self) -> None:
        self.opens_menu()
        self._conversation.locator("[data-part=sound]").click()
        self.page.keyboard.press("Escape")

    def has_sound(self, *, on: bool) -> None:
        expect(self._conversation.locator("[data-part=sound]")).to_have_attribute(
            "aria-checked", str(on).lower()
        )

    def allows_notifications(self) -> None:
        """And switches them on. Works in every tab opened from now on, and in this one."""
        self.context.grant_permissions(["notifications"])
        self.reloads()
        self.is_alive()

    def is_notified(self, *titles: str) -> None:
        """By the browser, until now: of this and nothing else."""
        wait_until(lambda: self._notices() == [*titles], what=f"notices {titles}", seconds=PATIENCE_SECONDS)

    def _notices(self) -> list[str]:
        self.page.evaluate("0")  # what pages tell arrives while one talks with them
        return self.notices

    def is_alive(self) -> None:
        """The page's buttons can be used."""
        expect(self.page.locator("button.bubble")).to_be_enabled()

    def confirms(self) -> None:
        self.page.locator("#terefere-confirm [data-part=yes]").click()

    def is_asked_nothing(self) -> None:
        expect(self.page.locator("#terefere-confirm")).to_be_hidden()

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

    def _note_notice(self, title: str) -> None:
        self.notices.append(title)

    def _note_title(self, title: str) -> None:
        self.titles.append(title)

    def _note_requests(self, shown: str) -> None:
        self.requests.append(shown)

    def _note_console(self, message: ConsoleMessage) -> None:
        is_outage = any(sign in message.text for sign in _OUTAGE)
        is_refusal = message.location["url"].endswith("/visitor/")
        if message.type in {"error", "warning"} and not is_outage and not is_refusal:
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
        _sign_in(self.page, login, password)
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


class AgentAtDesk(Person):
    """A staff member at the agent desk."""

    start = "/agent/"

    def signs_in(self, login: str, password: str) -> None:
        _sign_in(self.page, login, password)
        expect(self.page.locator("terefere-dashboard")).to_be_visible()

    def fails_to_sign_in(self, login: str, reason: str) -> None:
        _sign_in(self.page, login, "not the password")
        expect(self.page.locator(".complaint")).to_contain_text(reason)

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
        self._request_of(requester).locator("[data-do=accept]").click()
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

    def asks_to_close(self) -> None:
        """By the × of the conversation."""
        self._conversation.locator("[data-do=end]").click()
        expect(self.page.locator("#terefere-confirm")).to_be_visible()

    def closes(self) -> None:
        self.asks_to_close()
        self.confirms()
        self.cannot_write()

    def signs_out(self) -> None:
        self.opens_own_menu()
        self.page.locator("form[action='/agent/sign-out/'] button").click()
        self.is_at_sign_in()

    def opens_own_menu(self) -> None:
        self.page.locator("terefere-own-menu > [data-part=button]").click()
        expect(self.page.locator("#terefere-own")).to_be_visible()

    def is_at_sign_in(self) -> None:
        expect(self.page.locator("form.sign-in")).to_be_visible()

    @property
    def _requests(self) -> Locator:
        return self.page.locator("#terefere-requests")

    def _request_of(self, requester: str) -> Locator:
        return self._requests.locator("tbody tr:not(.taken)", has_text=requester).first


class Administrator(Person):
    """Somebody at the settings of the administration pages."""

    start = "/admin/site/sitesettings/1/change/"

    def signs_in(self, login: str, password: str) -> None:
        _sign_in(self.page, login, password)
        expect(self._save).to_be_visible()

    def sets(self, name: str, value: bool | int) -> None:
        """For everybody, at once."""
        self.page.goto(self.start)
        field = self.page.locator(f"[name={name}]")
        if isinstance(value, bool):
            field.set_checked(value)
        else:
            field.fill(str(value))
        self._save.click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    @property
    def _save(self) -> Locator:
        return self.page.locator("[name=_save]")


def _sign_in(page: Page, login: str, password: str) -> None:
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(password)
    page.locator("form.sign-in button").click()
