"""The throttle behind an ASGI server, which tells the address of a client in its own way."""

from typing import Any

from asgiref.sync import async_to_sync
from django.test import AsyncClient

from tests.accounts.conftest import AGENTS_PAGE
from tests.cast import Cast


class BrowserAt(AsyncClient):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def _base_scope(self, **request: Any) -> Any:
        return super()._base_scope(**request) | {"client": [self.address, 4711]}  # type: ignore[misc]

    def tries_to_sign_in(self, login: str) -> Any:
        return async_to_sync(self.post)(AGENTS_PAGE, {"username": login, "password": "wrong"})


def test_a_lock_is_for_the_address_of_the_connection(people: Cast) -> None:
    here, elsewhere = BrowserAt("192.0.2.1"), BrowserAt("192.0.2.2")
    assert [here.tries_to_sign_in("alice").status_code for _ in range(11)] == [200] * 9 + [429] * 2
    assert elsewhere.tries_to_sign_in("alice").status_code == 200


def test_the_page_says_so_and_keeps_the_login(people: Cast) -> None:
    browser = BrowserAt("192.0.2.1")
    page = [browser.tries_to_sign_in("alice").text for _ in range(10)][-1]
    assert "Too many wrong passwords." in page
    assert 'value="alice"' in page
