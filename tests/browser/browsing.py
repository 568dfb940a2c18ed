"""Somebody with a browser of their own, whatever the page shows."""

import re
from types import TracebackType
from typing import ClassVar, Final, Self

from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

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
_MOST_STOPS: Final = 40
_NAME_OF_FOCUSED: Final = """() => {
  const { activeElement: one } = document;
  return one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent.trim() ?? one.textContent.trim();
}"""


def open_chromium(playwright: Playwright, path: str) -> Browser:
    """A real Chromium without a window."""
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)


class Browsing:
    """Leaving the `with` fails on every complaint of the browser."""

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

    def is_alive(self) -> None:
        """The page's buttons can be used."""
        expect(self.page.locator("button.bubble")).to_be_enabled()

    def fits(self) -> None:
        """Nothing sticks out at the side."""
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{wide} pixels too wide"

    def speaks_only(self, language: str) -> None:
        """The page shows no English of ours."""
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        assert english_on(self.page, language) == []

    def chooses_language(self, name: str) -> None:
        chosen = self.page.locator(".languages button", has_text=name)
        chosen.click()
        expect(chosen).to_have_attribute("aria-current", "true")

    def has_nowhere(self, texts: list[str]) -> None:
        """Neither in sight nor hidden in the page."""
        page = f"{self.page.title()} {self.page.locator('html').text_content()}"
        assert [text for text in texts if text in page] == []

    def has_badge(self, count: int) -> None:
        """In the title of the page."""
        shown = f"({count}) " if count else ""
        expect(self.page).to_have_title(re.compile(f"^{re.escape(shown)}[^(]"))

    def allows_notifications(self) -> None:
        """And switches them on. Works in every tab opened from now on, and in this one."""
        self.context.grant_permissions(["notifications"])
        self.reloads()
        self.is_alive()

    def is_notified(self, *titles: str) -> None:
        """By the browser, until now: of this and nothing else."""
        wait_until(lambda: self._notices() == [*titles], what=f"notices {titles}", seconds=PATIENCE_SECONDS)

    def asks_for(self, path: str) -> APIResponse:
        """As this person, past the page."""
        return self.context.request.get(path, headers={"Accept-Language": self.language})

    def loses_network(self) -> None:
        self.context.set_offline(True)

    def finds_network(self) -> None:
        self.context.set_offline(False)

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

    def _notices(self) -> list[str]:
        self.page.evaluate("0")  # what pages tell arrives while one talks with them
        return self.notices

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
