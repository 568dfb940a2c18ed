"""Figures of several runs: medians of what was measured, sums of what went wrong."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Values = dict[str, float]


@dataclass(slots=True)
class Figures:
    """What one run yielded."""

    values: Values
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Result:
    """What several runs of one subject yielded."""

    subject: str
    values: Values
    runs: list[Values]
    faults: dict[str, int]


def summed_up(subject: str, runs: Sequence[Figures]) -> Result:
    names = runs[0].values
    return Result(
        subject,
        {name: statistics.median(run.values[name] for run in runs) for name in names},
        [run.values for run in runs],
        dict(sum((+run.faults for run in runs), Counter())),
    )


def latency(name: str, seconds: Iterable[float]) -> Values:
    """Median, 99th percentile and maximum, in milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {f"{name} {which} ms": float("nan") for which in ("p50", "p99", "max")}
    return {
        f"{name} p50 ms": 1000 * percentile(ordered, 50),
        f"{name} p99 ms": 1000 * percentile(ordered, 99),
        f"{name} max ms": 1000 * ordered[-1],
    }


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Nearest rank."""
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]
