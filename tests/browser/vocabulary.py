"""What people do in the browser, in their own words: `vera.says("…")`, `alice.hears("…")`."""

from tests.browser.agents import Administrator, AgentAtDesk
from tests.browser.browsing import open_chromium
from tests.browser.person import Person
from tests.browser.requesters import CustomerUserAtHome, Visitor

__all__ = ["Administrator", "AgentAtDesk", "CustomerUserAtHome", "Person", "Visitor", "open_chromium"]
