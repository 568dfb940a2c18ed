import re

from terefere.transcripts import text
from tests.transcripts.chats import EVERY_KIND, HOSTILE, chat, hostile_chat

WHOLE = """\
Transcript of chat #12
======================
Példa Kft.

Chat channel: Support
Requester:    Carol Kőműves
People:       Alice Árvay (agent)
              Carol Kőműves (customer user)
              Vera (public user)
Started:      21 November 2026, 23:30
Ended:        22 November 2026, 00:30
Time zone:    Europe/Budapest (UTC+01:00)

Saturday, 21 November 2026
--------------------------

23:30  * Alice Árvay joined the chat.

23:31  Carol Kőműves (customer user)
       Árvíztűrő tükörfúrógép, őű ŐŰ!
       Második sor

Sunday, 22 November 2026
------------------------

00:10  Carol Kőműves (sent a file)
       képernyőkép.png
       2.3 MB, SHA-256 abababababababababababababababababababababababababababababababab

00:11  Alice Árvay (agent)
       Thanks, that helps.
"""


def test_the_requesters_text_holds_every_kind_of_line() -> None:
    assert text.render(chat(*EVERY_KIND).for_requester()).decode().replace("\xa0", " ") == WHOLE


def test_the_agents_text_marks_notes_and_says_for_whom_it_is() -> None:
    shown = text.render(chat(*EVERY_KIND)).decode()
    assert "For agents only: internal notes included." in shown
    assert "Alice Árvay (internal note, agents only)\n       Premium contract, be quick" in shown


def test_no_message_can_pass_itself_off_as_a_line_of_the_document() -> None:
    shown = text.render(hostile_chat()).decode()
    assert "forged" in shown
    written = [line for line in shown.splitlines() if re.match(r"\d\d:\d\d  ", line)]
    assert len(written) == 4 * len(HOSTILE)


def test_no_control_reaches_a_terminal() -> None:
    shown = text.render(hostile_chat()).decode()
    assert "escape [U+001B][2J" in shown
    assert "NUL [U+0000]" in shown
    assert "half a pair: [U+D83D] and [U+DC00]" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]", shown)


def test_a_chat_that_runs_and_is_empty_says_so() -> None:
    shown = text.render(chat(ended=None)).decode()
    assert re.search(r"^Ended: +not yet$", shown, re.MULTILINE)
    assert shown.endswith("Nothing was said in this chat.\n")
