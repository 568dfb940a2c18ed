"""What everybody does in the bubble, agents and requesters alike."""

from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.browsing import PATIENCE_MILLISECONDS, Browsing


class Person(Browsing):
    """Somebody who talks, and hears."""

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

    def messages(self) -> list[str]:
        """Everything said in the open conversation, in order."""
        return self._log.locator(".message .said").all_inner_texts()

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

    def switches_sound(self) -> None:
        self.opens_menu()
        self._conversation.locator("[data-part=sound]").click()
        self.page.keyboard.press("Escape")

    def has_sound(self, *, on: bool) -> None:
        expect(self._conversation.locator("[data-part=sound]")).to_have_attribute(
            "aria-checked", str(on).lower()
        )

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
