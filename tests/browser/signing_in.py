"""The form that is the same at both doors."""

from playwright.sync_api import Page


def sign_in(page: Page, login: str, password: str) -> None:
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(password)
    page.locator("form.sign-in button").click()
