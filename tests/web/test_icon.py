"""`/favicon.ico`: where browsers look for an icon by themselves."""

from django.test import Client


def test_the_icon_is_the_mark_of_the_pages(browser: Client) -> None:
    answer = browser.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/terefere/mark.svg")
    assert browser.post("/favicon.ico").status_code == 405
