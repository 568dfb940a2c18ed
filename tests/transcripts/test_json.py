import json as plain_json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from terefere.transcripts import json
from terefere.transcripts.model import Said
from tests.transcripts.chats import EVERY_KIND, HOSTILE, START, chat, hostile_chat


def test_a_transcript_comes_back_as_it_was() -> None:
    transcript = chat(*EVERY_KIND)
    assert msgspec.json.decode(json.render(transcript), type=json.Document).transcript == transcript


def test_the_names_that_programs_rely_on_stay() -> None:
    document = plain_json.loads(json.render(chat(*EVERY_KIND)))
    assert document["format"] == "terefere-transcript"
    assert document["version"] == 1
    lines = document["transcript"]["lines"]
    assert [line["kind"] for line in lines] == ["system", "said", "note", "system", "file", "said"]
    assert set(lines[4]) == {"kind", "at", "by", "name", "size", "sha256"}
    assert set(document["transcript"]) == {
        "chat",
        "channel",
        "company",
        "requester",
        "people",
        "started",
        "ended",
        "zone",
        "language",
        "audience",
        "lines",
    }


def test_the_requesters_json_holds_no_note() -> None:
    assert b"Premium" in json.render(chat(*EVERY_KIND))
    assert b"Premium" not in json.render(chat(*EVERY_KIND).for_requester())


def test_the_schema_knows_every_kind_of_line() -> None:
    assert {"Said", "Note", "SystemLine", "FileSent", "Person", "Transcript"} <= set(json.schema()["$defs"])


@given(some.text())
def test_any_text_survives_exactly(text: str) -> None:
    document = msgspec.json.decode(json.render(chat(Said(START, 1, text))), type=json.Document)
    assert document.transcript.lines == (Said(START, 1, text),)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_exactly(text: str) -> None:
    document = plain_json.loads(json.render(chat(Said(START, 1, text))))
    assert document["transcript"]["lines"][0]["text"] == text


def test_hostile_names_survive_exactly() -> None:
    transcript = hostile_chat()
    document = plain_json.loads(json.render(transcript))
    assert document["transcript"]["channel"] == transcript.channel
