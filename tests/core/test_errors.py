"""Refusals: one tree, stable codes, sentences for people."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import terefere
from terefere.core.errors import NotFound, Refused

SOURCES: Final = Path(terefere.__file__).parent
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")


def every_refusal() -> list[type[Refused]]:
    """All subclasses in the package, wherever they live."""
    for module in pkgutil.walk_packages(terefere.__path__, "terefere."):
        if not module.ispkg and module.name.rpartition(".")[2] == "errors":
            importlib.import_module(module.name)
    return sorted(descendants(Refused), key=lambda refusal: refusal.__qualname__)


def descendants(of: type[Refused]) -> Iterator[type[Refused]]:
    for child in of.__subclasses__():
        if child.__module__.startswith("terefere."):
            yield child
            yield from descendants(child)


every = pytest.mark.parametrize("refusal", every_refusal(), ids=lambda refusal: refusal.__name__)


def raised_with() -> dict[str, list[set[str]]]:
    """For each refusal by name: which values each of its raisers gives."""
    calls: dict[str, list[set[str]]] = {}
    for file in SOURCES.rglob("*.py"):
        tree = ast.parse(file.read_text())
        calls_in_file = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        called = {id(call.func) for call in calls_in_file}
        for call in calls_in_file:
            if isinstance(call.func, ast.Name):
                given = {keyword.arg for keyword in call.keywords if keyword.arg}
                calls.setdefault(call.func.id, []).append(given)
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and id(node.exc) not in called:
                calls.setdefault(node.exc.id, []).append(set())
    return calls


def test_codes_are_unique() -> None:
    codes = [refusal.code for refusal in every_refusal()]
    assert len(codes) > 20
    assert sorted(codes) == sorted(set(codes))
    assert Refused.code not in codes


@every
def test_a_refusal_has_a_code_a_sentence_and_a_status_of_its_own(refusal: type[Refused]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", refusal.code)
    assert "code" in vars(refusal), "a code that is inherited is somebody else's"
    assert "sentence" in vars(refusal)
    assert refusal.sentence.isascii()
    assert refusal.sentence[0].isupper()
    assert refusal.sentence.endswith((".", "?"))
    assert 400 <= refusal.status < 600


@every
def test_every_raiser_fills_the_placeholders_of_the_sentence(refusal: type[Refused]) -> None:
    wanted = set(PLACEHOLDER.findall(refusal.sentence))
    assert refusal.sentence.count("%") == len(wanted), "nothing else may look like a placeholder"
    for given in raised_with().get(refusal.__name__, []):
        assert given >= wanted


def test_a_refusal_carries_its_values() -> None:
    refused = NotFound(what="chat")
    assert (str(refused), refused.values) == ("not_found", {"what": "chat"})
