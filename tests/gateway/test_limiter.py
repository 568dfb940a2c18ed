"""How much one connection may ask for."""

from hypothesis import given
from hypothesis import strategies as st

from terefere.gateway.limiter import Limiter


def allowed(limiter: Limiter, count: int, *, now: float) -> int:
    return sum(limiter.allows(now=now) for _ in range(count))


def test_a_burst_is_allowed_and_then_so_many_a_second() -> None:
    limiter = Limiter(per_second=2, burst=5)
    assert allowed(limiter, 100, now=1_000) == 5
    assert allowed(limiter, 100, now=1_000.4) == 0
    assert allowed(limiter, 100, now=1_002) == 4
    assert allowed(limiter, 100, now=5_000) == 5


@given(st.lists(st.floats(0, 10), max_size=200))
def test_never_more_than_the_burst_and_the_rate_together(pauses: list[float]) -> None:
    limiter = Limiter(per_second=3, burst=7)
    now = begin = 1_000.0
    passed = 0
    for pause in pauses:
        now += pause
        passed += limiter.allows(now=now)
        assert passed <= 7 + 3 * (now - begin) + 1e-6
