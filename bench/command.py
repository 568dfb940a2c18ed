"""The command line: what is measured, how often, and where the results go."""

import tempfile
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench import conversation
from bench.cores import SERVER_CORE, all_cores
from bench.figures import Figures, Result, summed_up
from bench.machine import examine
from bench.report import Report, print_result, save

_DATABASES: Final = ("sqlite", "postgresql")


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 where anything went wrong in any run."""
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    report = Report(machine=examine(options.folder), command=" ".join(["python -m bench", *arguments]))
    for result in options.measure(options):
        report.results.append(result)
        print_result(result)
    if not options.quick:
        print(f"\nwritten to {save(report, options.measurement)}")
    return 1 if any(result.faults for result in report.results) else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=ArgumentDefaultsHelpFormatter
    )
    kinds = parser.add_subparsers(dest="measurement", required=True)
    _add(kinds.add_parser("conversation", help="two-party chats as fast as they can"), _conversation)
    return parser


def _add(parser: ArgumentParser, measure: Callable[[Namespace], list[Result]]) -> None:
    parser.formatter_class = ArgumentDefaultsHelpFormatter
    parser.set_defaults(measure=measure)
    parser.add_argument("--database", choices=[*_DATABASES, "both"], default="both")
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--turns", action="store_true", help="the two parties take turns")
    parser.add_argument("--subjects", nargs="+", choices=["terefere", "relay"], default=["terefere", "relay"])
    parser.add_argument("--unpinned", action="store_true", help="let the server use every core")
    parser.add_argument("--quick", action="store_true", help="one short run, and nothing written down")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the databases lie"
    )


def _conversation(options: Namespace) -> list[Result]:
    results = []
    for database in _DATABASES if options.database == "both" else [options.database]:
        plan = conversation.Plan(
            database=database,
            chats=options.chats,
            seconds=3 if options.quick else options.seconds,
            in_turns=options.turns,
            server_cores=all_cores() if options.unpinned else SERVER_CORE,
            folder=options.folder,
        )
        runs: dict[conversation.Subject, list[Figures]] = {subject: [] for subject in options.subjects}
        for _ in range(1 if options.quick else options.runs):
            for subject, figures in runs.items():
                figures.append(conversation.measure(subject, plan))
        results += [summed_up(f"{subject} on {database}", figures) for subject, figures in runs.items()]
    return results
