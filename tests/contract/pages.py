"""A browser without a screen: pages with their forms, as a person would fill them in."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookies import SimpleCookie
from typing import Any, Final

_SECONDS: Final = 10.0

Fields = list[tuple[str, str]]


@dataclass
class Browser:
    """At a server such as ``http://127.0.0.1:8000``."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def form_of(self, path: str) -> Fields:
        """What the page's biggest form would send if it were submitted unchanged."""
        reader = _FormReader()
        reader.feed(self._ask(path, None))
        return max(reader.forms, key=len)

    def submit(self, path: str, fields: Fields) -> str:
        return self._ask(path, urllib.parse.urlencode(fields).encode())

    def signs_in(self, login: str, password: str) -> None:
        given = {"username": login, "password": password}
        fields = [(name, given.get(name, value)) for name, value in self.form_of("/agent/sign-in/")]
        self.submit("/agent/sign-in/", fields)

    def signs_out(self) -> None:
        [token] = {value for name, value in self.form_of("/agent/") if name == "csrfmiddlewaretoken"}
        self.submit("/agent/sign-out/", [("csrfmiddlewaretoken", token)])

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, path: str, data: bytes | None) -> str:
        request = urllib.request.Request(  # noqa: S310  our own test server
            self.address + path, data, {"Cookie": self.cookie_header, "Origin": self.address}
        )
        try:
            answer: HTTPResponse = urllib.request.build_opener(_StayHere).open(request, timeout=_SECONDS)
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            self._keep(error.headers)
            return ""
        with answer:
            self._keep(answer.headers)
            return answer.read().decode()

    def _keep(self, headers: Any) -> None:
        for header in headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirections are answers: the cookies that come with them count."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.forms.append([])
            case "input" if has.get("name") and self.forms and _is_sent(has):
                self.forms[-1].append((has["name"], has.get("value", "on")))
            case "select":
                self._select = has.get("name", "")
            case "option" if self._select and self.forms and "selected" in has:
                self.forms[-1].append((self._select, has.get("value", "")))


def _is_sent(has: dict[str, str]) -> bool:
    return has.get("type") not in {"submit", "file"} and (
        "checked" in has or has.get("type") not in {"checkbox", "radio"}
    )
