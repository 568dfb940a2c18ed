"""Waits for something outside of this process, never longer than said."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

POLL_SECONDS = 0.02
ANSWER_SECONDS = 2


def wait_until(is_so: Callable[[], bool], *, what: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(POLL_SECONDS)


def url_answers(url: str) -> Callable[[], bool]:
    """Whether the URL answers with a success."""

    def is_so() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=ANSWER_SECONDS):  # noqa: S310  our own test server
                return True
        except (OSError, urllib.error.URLError):
            return False

    return is_so


def port_answers(port: int) -> Callable[[], bool]:
    """Whether somebody listens on the loopback port."""

    def is_so() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS).close()
        except OSError:
            return False
        return True

    return is_so
