"""How much one connection may ask for. Pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class Limiter:
    """A bucket of `burst` tokens that fills again at `per_second`."""

    per_second: float
    burst: float
    _tokens: float = 0.0
    _since: float = 0.0

    def allows(self, *, now: float) -> bool:
        """Take a token, if there is one."""
        self._tokens = min(self.burst, self._tokens + (now - self._since) * self.per_second)
        self._since = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
