"""Who may give out the next number of a stream."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from terefere.chat.models import Chat
from terefere.core.ids import Seq, StreamId
from terefere.events.heads import LockedHeads, heads_for_database, read_heads
from tests.chat.world import World

ONE, OTHER = StreamId(400), StreamId(404)


def test_numbers_begin_at_one_and_have_no_holes(world: World) -> None:
    heads = heads_for_database()
    with transaction.atomic():
        assert heads.advance({ONE: 3, OTHER: 1}) == {ONE: 1, OTHER: 1}
        assert heads.advance({ONE: 1}) == {ONE: 4}
    assert read_heads([ONE, OTHER, StreamId(408)]) == {ONE: 4, OTHER: 1}


def test_a_rollback_gives_the_numbers_back(world: World) -> None:
    heads = heads_for_database()
    with transaction.atomic():
        heads.advance({ONE: 3})
        transaction.set_rollback(True)
    heads.forget()
    with transaction.atomic():
        assert heads.advance({ONE: 1}) == {ONE: Seq(1)}


def test_a_restart_goes_on_where_the_database_stands(world: World) -> None:
    with transaction.atomic():
        heads_for_database().advance({ONE: 3})
    with transaction.atomic():
        assert heads_for_database().advance({ONE: 1}) == {ONE: 4}


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
class TestSeveralProcesses:
    def test_who_wrote_last_is_known(self, world: World) -> None:
        mine, theirs = LockedHeads(), LockedHeads()
        with transaction.atomic():
            assert mine.hold([]) == set()
            assert mine.hold([ONE]) == set()
            mine.advance({ONE: 1})
        with transaction.atomic():
            assert mine.hold([ONE, OTHER]) == set()
            assert theirs.hold([ONE, OTHER]) == {ONE}
            theirs.advance({ONE: 1})
        with transaction.atomic():
            assert mine.hold([ONE, OTHER]) == {ONE}

    def test_twins_at_two_processes_at_once_are_one_request(self, world: World) -> None:
        """The person has no stream yet that could be locked."""
        start = threading.Barrier(2)
        commands = [world.start(world.vera) for _ in range(2)]

        def at_once(process: World, number: int) -> Callable[[], None]:
            def run() -> None:
                start.wait()
                process.run(commands[number])
                connection.close()

            return run

        threads = [threading.Thread(target=at_once(World(), number)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Chat.objects.count() == 1
