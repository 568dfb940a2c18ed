"""What holds on every page, whoever asks."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.answers import Answer

PAGES = ["/", "/sign-in/", "/agent/sign-in/", "/agent/", "/chats/1/transcript.pdf", "/nowhere/", "/channels/"]
NONCE = re.compile(r"'nonce-([^']+)'")


@pytest.mark.parametrize("path", PAGES)
def test_the_content_security_policy_is_strict(browser: Client, alice: Client, path: str) -> None:
    for person in (browser, alice):
        policy = directives(person.get(path))
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert policy["form-action"] == policy["connect-src"] == policy["style-src"] == ["'self'"]
        assert {NONCE.sub("'nonce'", source) for source in policy["script-src"]} <= {"'self'", "'nonce'"}
        assert not [source for sources in policy.values() for source in sources if "unsafe" in source]


@pytest.mark.parametrize("path", ["/", "/agent/"])
def test_every_script_in_the_page_carries_the_nonce_of_its_answer(alice: Client, path: str) -> None:
    answers = [alice.get(path, headers={"accept-encoding": "identity"}) for _ in range(3)]
    nonces = [nonce_of(answer) for answer in answers]
    assert len(set(nonces)) == len(nonces)
    for answer, nonce in zip(answers, nonces, strict=True):
        scripts = re.findall(r"<script[^>]*>", answer.text)
        runs = [script for script in scripts if "application/json" not in script]
        assert len(runs) >= 4
        assert [script for script in runs if f'nonce="{nonce}"' not in script] == []
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_may_frame_or_sniff_or_follow_a_page(browser: Client, cast: Cast, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize("path", ["/", "/agent/sign-in/", "/agent/", "/chats/1/transcript.pdf"])
def test_pages_of_persons_are_kept_nowhere(alice: Client, path: str) -> None:
    assert "no-store" in alice.get(path).headers["Cache-Control"]


def test_a_page_that_is_not_there_says_so_as_one_that_may_not_be_seen(browser: Client, cast: Cast) -> None:
    answer = browser.get("/nowhere/")
    assert (answer.status_code, "There is nothing here that you may see." in answer.text) == (404, True)
    assert "Itt nincs semmi" in browser.get("/nowhere/", headers={"accept-language": "hu"}).text


def directives(answer: Answer) -> dict[str, list[str]]:
    pieces = [
        piece.split() for piece in answer.headers["Content-Security-Policy"].split(";") if piece.strip()
    ]
    return {name: sources for name, *sources in pieces}


def nonce_of(answer: Answer) -> str:
    found = NONCE.search(answer.headers["Content-Security-Policy"])
    assert found is not None
    return found[1]
