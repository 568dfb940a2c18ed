"""Measures Terefere. Every figure is defined in bench/README.md."""

import sys
import tempfile
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from signal import SIGTERM, signal
from typing import Final

from bench import conversation, history, idle, small
from bench.cores import SERVER_CORE, all_cores
from bench.figures import Figures, Result, summed_up
from bench.machine import examine
from bench.report import Report, print_result, save
from bench.servers import DatabaseKind

_DATABASES: Final[tuple[DatabaseKind, ...]] = ("sqlite", "postgresql")
_QUICK_SECONDS: Final = 3.0
_QUICK_CONNECTIONS: Final = 1_000
_EVERYTHING: Final = (
    ["conversation"],
    ["conversation", "--chats", "1", "--turns"],
    ["idle"],
    ["history"],
    ["small"],
)

Measure = Callable[[Namespace], Iterator[Result]]


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 where anything went wrong in any run."""
    # Whoever ends us must not leave servers behind.
    signal(SIGTERM, lambda *_: sys.exit(1))
    if arguments and not arguments[0].startswith("-"):
        return _measure(arguments)
    return max(_measure([*measurement, *arguments]) for measurement in _EVERYTHING)


def _measure(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    report = Report(machine=examine(options.folder), command=" ".join(["python -m bench", *arguments]))
    for result in options.measure(options):
        report.results.append(result)
        print_result(result)
    if not options.quick:
        print(f"\nwritten to {save(report, options.measurement)}", flush=True)
    return 1 if any(result.faults for result in report.results) else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    kinds = parser.add_subparsers(dest="measurement", required=True)
    talking = _kind(
        kinds.add_parser("conversation", help="chats that talk as fast as they can"), _conversation
    )
    talking.add_argument("--chats", type=int, default=200)
    talking.add_argument("--turns", action="store_true", help="the two parties take turns")
    talking.add_argument(
        "--subjects", nargs="+", choices=["terefere", "relay"], default=["terefere", "relay"]
    )
    sitting = _kind(kinds.add_parser("idle", help="signed-in connections that say nothing"), _idle)
    sitting.add_argument("--connections", type=int, default=10_000)
    _kind(kinds.add_parser("history", help="the last 50 of 1,000 messages"), _history)
    _kind(kinds.add_parser("small", help="start, idle process, page, PDF"), _small)
    return parser


def _kind(parser: ArgumentParser, measure: Measure) -> ArgumentParser:
    parser.formatter_class = ArgumentDefaultsHelpFormatter
    parser.set_defaults(measure=measure)
    parser.add_argument("--database", choices=[*_DATABASES, "both"], default="both")
    parser.add_argument("--seconds", type=float, default=10, help="length of the window")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--unpinned", action="store_true", help="let the server use every core")
    parser.add_argument("--quick", action="store_true", help="one short run, and nothing written down")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="where databases lie"
    )
    return parser


def _conversation(options: Namespace) -> Iterator[Result]:
    for database in _databases(options):
        plan = conversation.Plan(
            database, options.chats, _seconds(options), options.turns, _cores(options), options.folder
        )
        runs: dict[conversation.Subject, list[Figures]] = {subject: [] for subject in options.subjects}
        for _ in range(_runs(options)):
            for subject, figures in runs.items():
                figures.append(conversation.measure(subject, plan))
        for subject, figures in runs.items():
            yield summed_up(f"{subject} on {database}", figures)


def _idle(options: Namespace) -> Iterator[Result]:
    connections = min(options.connections, _QUICK_CONNECTIONS) if options.quick else options.connections
    seconds = max(_seconds(options), 2 * idle.PING_SECONDS)
    for database in _databases(options):
        plan = idle.Plan(database, connections, seconds, _cores(options), options.folder)
        yield summed_up(f"terefere on {database}", [idle.measure(plan) for _ in range(_runs(options))])


def _history(options: Namespace) -> Iterator[Result]:
    for database in _databases(options):
        plan = history.Plan(database, _seconds(options), _cores(options), options.folder)
        yield summed_up(f"terefere on {database}", [history.measure(plan) for _ in range(_runs(options))])


def _small(options: Namespace) -> Iterator[Result]:
    for database in _databases(options):
        plan = small.Plan(database, _cores(options), options.folder)
        yield summed_up(f"terefere on {database}", [small.measure(plan) for _ in range(_runs(options))])


def _databases(options: Namespace) -> Sequence[DatabaseKind]:
    return _DATABASES if options.database == "both" else [options.database]


def _seconds(options: Namespace) -> float:
    return _QUICK_SECONDS if options.quick else float(options.seconds)


def _runs(options: Namespace) -> int:
    return 1 if options.quick else int(options.runs)


def _cores(options: Namespace) -> set[int]:
    return all_cores() if options.unpinned else SERVER_CORE
