"""Moments as numbers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from terefere.core.clock import from_milliseconds, to_milliseconds, utc_now


@given(st.integers(0, 4_000_000_000_000))
def test_milliseconds_lead_back_to_the_moment(milliseconds: int) -> None:
    assert abs(to_milliseconds(from_milliseconds(milliseconds)) - milliseconds) <= 1


def test_the_zone_makes_no_difference() -> None:
    moment = datetime(2026, 3, 2, 9, 0, 0, 123_000, tzinfo=UTC)
    assert to_milliseconds(moment) == to_milliseconds(moment.astimezone()) == 1_772_442_000_123


def test_now_is_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)
