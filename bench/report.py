"""Results on the terminal and in `bench/results`."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from bench.figures import Result
from bench.machine import Machine

_LARGE: Final = 100
RESULTS: Final = Path(__file__).parent / "results"


@dataclass(slots=True)
class Report:
    machine: Machine
    command: str
    begun: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    results: list[Result] = field(default_factory=list)


def print_result(result: Result) -> None:
    print(f"\n{result.subject}")
    for name, value in result.values.items():
        each = "  ".join(figure(run[name]) for run in result.runs)
        print(f"  {name:<32}{figure(value):>12}   ({each})")
    print(f"  {'faults':<32}{faults(result):>12}", flush=True)


def save(report: Report, name: str) -> Path:
    """As JSON, and as a Markdown table beside it; answers the latter's path."""
    RESULTS.mkdir(exist_ok=True)
    stem = f"{report.begun[:19].replace(':', '')}-{name}"
    (RESULTS / f"{stem}.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)) + b"\n")
    table = RESULTS / f"{stem}.md"
    table.write_text(as_markdown(report), encoding="utf-8")
    return table


def as_markdown(report: Report) -> str:
    facts = [f"- {name.replace('_', ' ')}: {value}" for name, value in asdict(report.machine).items()]
    names = list(dict.fromkeys(name for result in report.results for name in result.values))
    rows = [
        "| " + " | ".join(["", *(result.subject for result in report.results)]) + " |",
        "|---" * (len(report.results) + 1) + "|",
        *("| " + " | ".join([name, *(_cell(r, name) for r in report.results)]) + " |" for name in names),
        "| " + " | ".join(["faults, summed", *map(faults, report.results)]) + " |",
    ]
    return "\n".join([f"# {report.command}", "", report.begun, "", *facts, "", *rows, ""])


def figure(value: float) -> str:
    """Three digits that count, or all before the point."""
    return f"{value:,.0f}" if value >= _LARGE else f"{value:.3g}"


def faults(result: Result) -> str:
    return ", ".join(f"{count} × {name}" for name, count in result.faults.items()) or "0"


def _cell(result: Result, name: str) -> str:
    return figure(result.values[name]) if name in result.values else ""
