"""The description of the protocol says what the types say."""

import json
import re
from typing import Any

import pytest

from terefere.gateway.asyncapi import FROM_CLIENT, FROM_SERVER, document, page

EVERY_FRAME = [*FROM_CLIENT, *FROM_SERVER]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(json.dumps(document("1.2.3")))
    return answer


def test_every_frame_is_described_under_its_name(described: dict[str, Any]) -> None:
    messages = described["components"]["messages"]
    assert {name: message["name"] for name, message in messages.items()} == {
        frame.__name__: frame.__struct_config__.tag for frame in EVERY_FRAME
    }


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described)))
    assert references
    for reference in references:
        place: Any = described
        for step in reference.split("/"):
            place = place[step]


def test_both_doors_speak_both_ways(described: dict[str, Any]) -> None:
    assert {channel["address"] for channel in described["channels"].values()} == {"/ws/agent", "/ws/external"}
    assert set(described["operations"]) == {
        "receive-agent",
        "send-agent",
        "receive-external",
        "send-external",
    }


def test_the_page_tells_each_frame_and_what_a_field_is_without_being_said() -> None:
    words = page("1.2.3")
    assert words.startswith("# The protocol, version 1.2.3\n")
    for frame in EVERY_FRAME:
        assert f"\n### {frame.__struct_config__.tag}\n" in words
    assert "- `limit` (else `50`)" in words
    assert "- `resume` (else `{}`)" in words
