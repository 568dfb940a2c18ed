"""Staff: at the agent desk, and at the administration pages."""

from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.browser.signing_in import sign_in


class AgentAtDesk(Person):
    """A staff member at the agent desk."""

    start = "/agent/"

    def signs_in(self, login: str, password: str) -> None:
        sign_in(self.page, login, password)
        expect(self.page.locator("terefere-dashboard")).to_be_visible()

    def fails_tosign_in(self, login: str, reason: str) -> None:
        sign_in(self.page, login, "not the password")
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
        self.is_atsign_in()

    def opens_own_menu(self) -> None:
        self.page.locator("terefere-own-menu > [data-part=button]").click()
        expect(self.page.locator("#terefere-own")).to_be_visible()

    def is_atsign_in(self) -> None:
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
        sign_in(self.page, login, password)
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
