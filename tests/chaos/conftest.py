"""What every test of the chaos suite may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
# Where nobody listens, asyncio of Python 3.11 leaves the socket to the collector, which complains.
_REFUSED_CONNECTIONS = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.chaos)
            item.add_marker(_REFUSED_CONNECTIONS)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """What a test leaves to the collector is not found by the next one."""
    yield
    gc.collect()


@pytest.fixture
def seed() -> int:
    """The same seed, the same chance: CHAOS_SEED=… repeats a run, as far as the machine plays along."""
    return int(os.environ.get("CHAOS_SEED", "1"))
