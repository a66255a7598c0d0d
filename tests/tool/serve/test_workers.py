"""Processes that end before their time: others take their place, and none is left behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.tool.serve.server import (
    keepers,
    living,
    run,
    send_signal,
    wait_until_none_is_left,
    workers,
)

from visitkg.serve.front.pool import SPARE

if TYPE_CHECKING:
    from tests.tool.serve.server import Server

ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
AGES: Final = "SELECT ?s { ?s <http://example.org/age> ?age }"
ALL_WORKERS: Final = 2 * (max(2, os.cpu_count() or 1) + SPARE)
"""Those that ask the engine, and those that make pages."""

MANY: Final = 25


def answers(server: Server, number: int) -> bool:
    """Tell whether a query that nobody has asked before is answered, correctly."""
    return len(server.query(f"{AGES} # {number}").rows) == 61


def test_workers_that_are_killed_are_replaced(people: Path) -> None:
    with run(people) as server:
        server.until(lambda: len(workers(server)) == ALL_WORKERS)
        before = set(workers(server))
        for number in range(3):
            send_signal(workers(server), signal.SIGKILL)
            server.until(lambda number=number: server.query(f"{AGES} # {number}").status == 200)
            assert answers(server, -number)
        server.until(lambda: len(workers(server)) == ALL_WORKERS)
        assert not before & set(workers(server))


def test_whose_worker_is_killed_is_told(people: Path) -> None:
    with run(people) as server:
        connection = server.connect()
        connection.request("POST", "/sparql", ENDLESS, {"Content-Type": "application/sparql-query"})
        server.until(lambda: server.metric('visitkg_running{pool="queries"}') == 1)
        time.sleep(0.5)  # after so long the query itself may be to blame, and is not run again
        send_signal(workers(server), signal.SIGKILL)
        answer = connection.getresponse()
        assert answer.status == 500
        assert answer.read().startswith(b"The process that answered this has ended")
        connection.close()
        server.until(lambda: answers(server, 1))


def test_a_keeper_that_is_killed_is_replaced(people: Path) -> None:
    with run(people) as server:
        server.until(lambda: len(keepers(server)) == 2)
        for number, which in enumerate((0, 1)):
            before = keepers(server)
            os.kill(before[which], signal.SIGKILL)
            server.wait_for("The process that holds the data has ended; another one begins.")
            server.wait_for("Serving the new state of the data.", number + 1)
            assert answers(server, number)
            server.until(
                lambda before=before: (
                    len(keepers(server)) == 2 and not set(before) & set(keepers(server))
                )
            )
        assert server.metric('visitkg_reloads_total{result="taken"}') == 2


def test_a_server_that_is_killed_leaves_no_process_behind(people: Path) -> None:
    with run(people, ends_well=False) as server:
        server.until(lambda: len(workers(server)) == ALL_WORKERS)
        connection = server.connect()
        connection.request("POST", "/sparql", ENDLESS, {"Content-Type": "application/sparql-query"})
        server.until(lambda: server.metric('visitkg_running{pool="queries"}') == 1)
        assert len(living(server.process.pid)) >= 3 + ALL_WORKERS
        server.process.kill()
        server.process.wait()
        assert wait_until_none_is_left(server.process.pid, 15) == []
        connection.close()


def test_a_server_that_is_to_end_answers_what_it_was_asked(people: Path) -> None:
    with run(people, "--timeout", "2", ends_well=False) as server:
        connection = server.connect()
        connection.request("POST", "/sparql", ENDLESS, {"Content-Type": "application/sparql-query"})
        server.until(lambda: server.metric('visitkg_running{pool="queries"}') == 1)
        idle = server.connect()
        idle.connect()
        server.process.send_signal(signal.SIGTERM)
        answer = connection.getresponse()
        assert answer.status == 504
        answer.read()
        assert server.process.wait(20) == 0
        assert wait_until_none_is_left(server.process.pid) == []
        idle.close()
        connection.close()


def test_a_second_signal_ends_a_server_at_once(people: Path) -> None:
    with run(people, ends_well=False) as server:
        connection = server.connect()
        connection.request("POST", "/sparql", ENDLESS, {"Content-Type": "application/sparql-query"})
        server.until(lambda: server.metric('visitkg_running{pool="queries"}') == 1)
        begin = time.monotonic()
        for _ in range(2):
            server.process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        assert server.process.wait(20) == 0
        assert time.monotonic() - begin < 9
        assert wait_until_none_is_left(server.process.pid) == []
        connection.close()


def test_nothing_piles_up(people: Path) -> None:
    with run(people) as server:

        def measure() -> tuple[int, int]:
            front = server.process.pid
            return len(list(Path(f"/proc/{front}/fd").iterdir())), len(living(front))

        def use(number: int) -> None:
            assert answers(server, number)
            connection = server.connect()
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            connection.close()
            send_signal(workers(server)[-1:], signal.SIGKILL)

        def is_settled() -> bool:
            seen = measure()
            time.sleep(0.5)
            return len(workers(server)) == ALL_WORKERS and measure() == seen

        server.until(is_settled)
        before = measure()
        for number in range(MANY):
            server.until(lambda number=number: server.query(f"ASK {{}} # {number}").status == 200)
            use(number)
        server.until(lambda: measure()[0] <= before[0] + 2 and measure()[1] <= before[1])
