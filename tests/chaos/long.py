"""The long form: `python -m tests.chaos.long --kills 200 --seed 7 --database sqlite`.

Prints what happened as a table; the exit code is 1 when anything was lost, doubled, moved or different.
"""

import asyncio
import sys
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory

from tests.chaos.audit import faults_of
from tests.chaos.crowd import UNLIMITED, Crowd, crowd
from tests.chaos.killing import Kill, blackouts, kill_again_and_again, median
from tests.contract.desk import Desk, Parts, desk
from tests.services.postgres import Postgres, new_database
from tests.services.redis import Redis

_SHOWN_FAULTS = 20
_SHOWN_OUTPUT = 10_000
"""Characters of what the servers printed, shown when a run cannot be finished."""


def main() -> int:
    options = _options()
    # Whoever ends us must not leave servers behind.
    signal(SIGTERM, lambda *_: sys.exit(1))
    with _desk(options) as opened:
        try:
            faults = asyncio.run(_run(opened, options))
        except BaseException:
            sys.stderr.write(opened.output()[-_SHOWN_OUTPUT:])
            raise
    sys.stdout.writelines(f"FAULT {fault}\n" for fault in faults[:_SHOWN_FAULTS])
    return 1 if faults else 0


def _options() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.chaos.long", description=__doc__, formatter_class=ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--chats", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "two-servers"], default="sqlite")
    return parser.parse_args()


@contextmanager
def _desk(options: Namespace) -> Iterator[Desk]:
    with ExitStack() as services:
        folder = Path(services.enter_context(TemporaryDirectory(prefix="terefere-chaos-")))
        home = folder / "home"
        home.mkdir()
        yield services.enter_context(desk(home, _parts(options.database, folder, services), **UNLIMITED))


def _parts(kind: str, folder: Path, services: ExitStack) -> Parts:
    if kind == "sqlite":
        return Parts()
    for name in ("postgres", "redis"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    database = new_database(services.enter_context(Postgres(folder / "postgres")).url)
    if kind == "postgresql":
        return Parts(database)
    return Parts(database, services.enter_context(Redis(folder / "redis")).url, servers=2)


async def _run(opened: Desk, options: Namespace) -> list[str]:
    rng = Random(options.seed)
    async with crowd(opened, rng, chats=options.chats) as people:
        people.start()
        kills = await kill_again_and_again(people, rng, kills=options.kills)
        await people.end()
        faults = await faults_of(people, opened.log)
        _tell(options, people, kills, faults)
        return faults


def _tell(options: Namespace, people: Crowd, kills: list[Kill], faults: list[str]) -> None:
    noticed = blackouts(kills)
    rows = {
        "database": options.database,
        "seed": options.seed,
        "kills": len(kills),
        "chats": options.chats,
        "acknowledged messages": sum(len(talker.said) for talker in people.talkers),
        "connections made": sum(client.connections for client in people.clients),
        "numbers that came twice": sum(view.doubles for c in people.clients for view in c.views.values()),
        "refused for the moment": sum(client.refused_for_now for client in people.clients),
        "median blackout after the restart, s": f"{median(noticed):.2f}",
        "longest blackout after the restart, s": f"{max(noticed, default=0):.2f}",
        "faults": len(faults),
    }
    sys.stdout.writelines(f"| {name} | {value} |\n" for name, value in rows.items())


if __name__ == "__main__":
    sys.exit(main())
