"""What the tests of the settings share."""

from tests.cast import cast as cast  # noqa: PLC0414  # a fixture is shared by its name
