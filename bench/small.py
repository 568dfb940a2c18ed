"""Single figures: an idle process, the time until it is ready, the desk's page, a PDF."""

import http.client
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import servers
from bench.cores import LOAD_CORE, on_cores, proportional_bytes, resident_bytes
from bench.figures import Figures, Values
from bench.people import Population
from bench.servers import DatabaseKind, Running, Site

MESSAGES: Final = 300
_PAGES: Final = 50
_WARM_UP_PAGES: Final = 10
_DOCUMENTS: Final = 5
_SETTLE_SECONDS: Final = 3.0
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    database: DatabaseKind
    server_cores: set[int]
    folder: Path


def measure(plan: Plan) -> Figures:
    """One run on a fresh database that was prepared before."""
    with servers.new_site(plan.database, plan.folder, plan.server_cores) as site:
        population = servers.populate(site, pairs=1, history=MESSAGES)
        faults: Counter[str] = Counter()
        values = _start(site, plan)
        with servers.serve(site, plan.server_cores) as running, on_cores(LOAD_CORE):
            values |= _pages(running, population, faults)
        return Figures(values, faults)


def _start(site: Site, plan: Plan) -> Values:
    begun = time.perf_counter()
    with servers.serve(site, plan.server_cores) as running:
        ready = time.perf_counter() - begun
        time.sleep(_SETTLE_SECONDS)
        return {
            "ready after s": ready,
            "idle process MiB, resident": resident_bytes(running.pid) / 2**20,
            "idle process MiB, proportional": proportional_bytes(running.pid) / 2**20,
        }


def _pages(running: Running, population: Population, faults: Counter[str]) -> Values:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    cookie = population.pairs[0].agent.cookie
    document = f"/agent/chats/{population.long_chat}/transcript.pdf"
    pages = [_get(connection, "/agent/", cookie, b"<!doctype html", faults) for _ in range(_PAGES)]
    documents = [_get(connection, document, cookie, b"%PDF", faults) for _ in range(_DOCUMENTS)]
    connection.close()
    return {
        "desk page, warm ms": 1000 * statistics.median(pages[_WARM_UP_PAGES:]),
        "PDF of 300 messages ms": 1000 * statistics.median(documents),
    }


def _get(
    connection: http.client.HTTPConnection, path: str, cookie: str, beginning: bytes, faults: Counter[str]
) -> float:
    """Seconds from the request to the last byte of the answer."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    content = answer.read()
    seconds = time.perf_counter() - begun
    if answer.status != _OK or not content.lower().startswith(beginning.lower()):
        faults[f"{path}: {answer.status}"] += 1
    return seconds
