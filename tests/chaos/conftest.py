"""What every test of the chaos suite may ask for."""

import os

import pytest


@pytest.fixture
def seed() -> int:
    """The same seed, the same chance: CHAOS_SEED=… repeats a run, as far as the machine plays along."""
    return int(os.environ.get("CHAOS_SEED", "1"))
