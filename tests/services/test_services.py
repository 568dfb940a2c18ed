"""The services that tests lean on are real, and do what their names say."""

import socket
import sys
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory

import psycopg
import pytest
import redis

from tests.services.ports import free_port
from tests.services.postgres import Postgres, new_database
from tests.services.process import ServerProcess
from tests.services.redis import Redis
from tests.services.waiting import port_answers, url_answers, wait_until


@pytest.fixture
def web_server(tmp_path: Path) -> ServerProcess:
    port = free_port()
    options = ["--bind", "127.0.0.1", "--directory", str(tmp_path)]
    return ServerProcess(
        [sys.executable, "-u", "-m", "http.server", str(port), *options],
        is_ready=url_answers(f"http://127.0.0.1:{port}/"),
        output=tmp_path / "output",
    )


def never_ready(code: str, folder: Path) -> ServerProcess:
    return ServerProcess([sys.executable, "-c", code], is_ready=lambda: False, output=folder / "output")


def test_a_free_port_can_be_taken() -> None:
    with socket.create_server(("127.0.0.1", free_port())):
        pass


def test_waiting_ends() -> None:
    with pytest.raises(TimeoutError, match="the moon falls"):
        wait_until(lambda: False, what="the moon falls", seconds=0.05)


def test_a_server_answers_until_it_is_stopped(web_server: ServerProcess) -> None:
    with web_server:
        assert web_server.is_ready()
        assert "GET / " in web_server.last_lines()
    assert not web_server.is_running()
    assert not web_server.is_ready()


def test_a_killed_server_starts_again_in_the_same_place(web_server: ServerProcess) -> None:
    with web_server:
        first = web_server.pid
        web_server.kill()
        assert not web_server.is_ready()
        web_server.start()
        assert web_server.is_ready()
        assert web_server.pid != first


def test_a_server_that_ends_at_once_says_why(tmp_path: Path) -> None:
    server = never_ready("raise SystemExit('no such port')", tmp_path)
    with pytest.raises(ChildProcessError, match="no such port"):
        server.start()


def test_a_server_that_never_gets_ready_is_killed(tmp_path: Path) -> None:
    server = never_ready("import time; time.sleep(60)", tmp_path)
    with pytest.raises(TimeoutError):
        server.start(seconds=0.1)
    assert not server.is_running()


def test_a_server_that_ignores_the_wish_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.services.process.STOP_SECONDS", 0.2)
    port = free_port()
    deaf = (
        "import signal, socket, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"server = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
    )
    command = [sys.executable, "-c", deaf]
    server = ServerProcess(command, is_ready=port_answers(port), output=tmp_path / "output")
    server.start().stop()
    assert server._process is not None
    assert server._process.returncode == -SIGKILL


def test_databases_on_one_server_are_apart(postgres_url: str) -> None:
    here, there = new_database(postgres_url), new_database(postgres_url)
    with psycopg.connect(here) as one, psycopg.connect(there) as other:
        one.execute("CREATE TABLE only_here (text text)")
        one.commit()
        with pytest.raises(psycopg.errors.UndefinedTable):
            other.execute("SELECT * FROM only_here")


def test_postgres_knows_the_case_of_every_script(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as session:
        assert session.execute("SELECT lower('ŐŰÉ')").fetchone() == ("őűé",)


def test_a_killed_postgres_comes_back_with_what_was_committed() -> None:
    with TemporaryDirectory() as folder, Postgres(Path(folder)) as server:
        with psycopg.connect(server.url) as session:
            session.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        server.kill()
        server.start()
        with psycopg.connect(server.url) as session:
            assert session.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_redis_keeps_while_it_runs(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("terefere:test", "42")
        assert client.getdel("terefere:test") == b"42"


def test_a_killed_redis_comes_back_empty(tmp_path: Path) -> None:
    with Redis(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        client.set("lost", "42")
        server.kill()
        server.start()
        assert client.get("lost") is None
