"""Hungarian and German from the first page to the last document, without an English word of ours."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.english import english_in, english_on
from tests.browser.vocabulary import AgentAtDesk, CustomerUserAtHome, Person, Visitor
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

LANGUAGES = ["hu", "de"]
WRONG_PASSWORD = {"hu": "Hibás", "de": "falsch"}
NAME_MISSING = {"hu": "nevet", "de": "Namen"}
MARKUP = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL)
HELLO = "Ωραία μέρα"
"""Said in a language that is none of ours."""


def test_english_is_found_where_it_stands(vera: Visitor) -> None:
    assert english_on(vera.page, "hu")
    assert english_in(["The server cannot be reached. Please try again; what you typed is kept."], "de")
    assert english_in(["3 characters left"], "de")
    assert english_in(["Miben segíthetünk?"], "hu") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_chat_is_held_in_the_language_of_the_browser(
    browser: Browser, site: str, language: str
) -> None:
    with (
        AgentAtDesk(browser, site, language=language) as bob,
        Visitor(browser, site, language=language) as vera,
    ):
        bob.speaks_only(language)
        bob.fails_to_sign_in("bob", WRONG_PASSWORD[language])
        bob.speaks_only(language)
        bob.signs_in("bob", PASSWORD)
        bob.opens_requests()
        bob.opens_own_menu()
        bob.speaks_only(language)

        vera.speaks_only(language)
        vera.begins_new_conversation()
        vera.chooses("Support")
        vera.fails_to_start(HELLO, NAME_MISSING[language])
        vera.speaks_only(language)
        vera.asks("Support", HELLO, name="Βέρα")
        vera.speaks_only(language)
        bob.sees_request("Βέρα", HELLO)
        bob.speaks_only(language)
        bob.looks_at_request("Βέρα")
        bob.speaks_only(language)
        bob.accepts("Βέρα")
        bob.says(HELLO)
        vera.hears(HELLO)
        vera.types(HELLO)
        bob.sees_somebody_typing("Βέρα")
        for person in (bob, vera):
            person.opens_menu()
            person.speaks_only(language)
            person.presses("Escape")
        vera.writes(HELLO * 1000)
        vera.speaks_only(language)
        vera.writes("")
        vera.leaves()
        vera.speaks_only(language)
        vera.comes_back()
        bob.asks_to_close()
        bob.speaks_only(language)
        bob.confirms()
        vera.sees_after_chat()
        for person in (bob, vera):
            person.speaks_only(language)
            has_documents_in(person, language)
        bob.goes_back_to_the_list()
        bob.speaks_only(language)
        vera.goes_back_to_the_list()
        vera.speaks_only(language)
        vera.loses_network()
        vera.sees_connection_lost()
        vera.speaks_only(language)
        vera.finds_network()
        refused = vera.asks_for("/chats/99999999/transcript.pdf").text()
        assert english_in([MARKUP.sub(" ", refused)], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customer_users_page_speaks_the_language_of_the_browser(
    browser: Browser, site: str, language: str
) -> None:
    with CustomerUserAtHome(browser, site, language=language) as carol:
        carol.speaks_only(language)
        carol.signs_in("carol", PASSWORD)
        carol.speaks_only(language)


def test_a_visitor_chooses_another_language_than_the_browsers(vera: Visitor) -> None:
    vera.chooses_language("Magyar")
    vera.speaks_only("hu")
    expect(vera.page.locator("html")).to_have_attribute("lang", "hu")
    vera.reloads()
    vera.speaks_only("hu")
    vera.chooses_language("English")
    assert english_on(vera.page, "hu")


def test_an_agents_choice_of_language_is_kept_with_the_account(
    browser: Browser, site: str, mallory: AgentAtDesk
) -> None:
    mallory.opens_own_menu()
    mallory.chooses_language("Deutsch")
    mallory.speaks_only("de")
    with AgentAtDesk(browser, site, language="hu") as elsewhere:
        elsewhere.signs_in("mallory", PASSWORD)
        elsewhere.speaks_only("de")
    mallory.opens_own_menu()
    mallory.chooses_language("English")
    assert english_on(mallory.page, "de")


def has_documents_in(person: Person, language: str) -> None:
    page = MARKUP.sub(" ", person.downloads("html").decode())
    for document in (person.reads_pdf(), page, person.downloads("txt").decode()):
        assert HELLO in document
        assert english_in(document.splitlines(), language) == []
