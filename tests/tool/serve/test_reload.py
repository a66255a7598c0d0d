"""Another state of the files takes the place of one that is served, if it is whole and valid."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Final

import pytest
from tests.tool.serve.server import ask, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tool.serve.server import Server

TAKEN: Final = "Serving the new state of the data."
REFUSED: Final = "What was served before still is."
CATS: Final = "SELECT ?cat ?age { ?cat ex:age ?age }"

SHAPES: Final = """\
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:CatShape a sh:NodeShape ; sh:targetSubjectsOf ex:age ; sh:property ex:CatShape-age .
ex:CatShape-age a sh:PropertyShape ; sh:path ex:age ; sh:minExclusive 0 ;
    sh:message "A cat has an age. Give it one." .
"""


def cats(age: int) -> str:
    return f"@prefix ex: <http://example.org/> .\nex:tom ex:age {age} .\nex:kit ex:age {age} .\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "visitkg.toml": 'name = "cats"\n[prefixes]\nex = "http://example.org/"\n',
        "data/cats.ttl": cats(1),
        "ontology/cats.ttl": "<http://example.org/age> a <http://example.org/Property> .\n",
        "shapes/cats.ttl": SHAPES,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(project: Path) -> Iterator[Server]:
    with run("--reload", cwd=project) as server:
        yield server


def ages(server: Server) -> set[str]:
    return {row["age"] for row in server.query(CATS).rows}


def test_a_file_that_changes_is_taken(watching: Server, project: Path) -> None:
    assert ages(watching) == {"1"}
    tag = watching.query(CATS).tag
    digest = watching.ask("/healthz").text
    (project / "data" / "cats.ttl").write_text(cats(2), encoding="utf-8")
    watching.wait_for(TAKEN)
    assert ages(watching) == {"2"}
    answer = watching.query(CATS, If_None_Match=tag)
    assert (answer.status, answer.tag == tag) == (200, False)
    assert watching.ask("/healthz").text != digest
    (project / "data" / "more.ttl").write_text(
        "<http://example.org/zoe> <http://example.org/age> 9 .\n", encoding="utf-8"
    )
    watching.wait_for(TAKEN, 2)
    assert ages(watching) == {"2", "9"}
    (project / "data" / "more.ttl").unlink()
    watching.wait_for(TAKEN, 3)
    assert ages(watching) == {"2"}
    assert watching.metric('visitkg_reloads_total{result="taken"}') == 3


BROKEN: Final = {
    "no Turtle": ("ex:tom ex:age 2", "data/cats.ttl:1:1: "),
    "not valid": (cats(0), "A cat has an age. Give it one."),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_state_that_is_broken_is_refused_until_it_is_mended(
    case: str, watching: Server, project: Path
) -> None:
    text, words = BROKEN[case]
    before = watching.query(CATS)
    (project / "data" / "cats.ttl").write_text(text, encoding="utf-8")
    watching.wait_for(REFUSED)
    assert any(words in line for line in watching.said), watching.said
    answer = watching.query(CATS)
    assert (answer.body, answer.tag) == (before.body, before.tag)
    assert watching.ask("/healthz").status == 200
    assert watching.metric('visitkg_reloads_total{result="refused"}') >= 1
    assert watching.metric('visitkg_reloads_total{result="taken"}') == 0
    (project / "data" / "cats.ttl").write_text(cats(3), encoding="utf-8")
    watching.wait_for(TAKEN)
    assert ages(watching) == {"3"}


def test_a_folder_that_goes_is_refused(watching: Server, project: Path) -> None:
    (project / "data" / "cats.ttl").unlink()
    (project / "data").rmdir()
    watching.wait_for(REFUSED)
    assert ages(watching) == {"1"}


def test_under_load_no_answer_is_lost_or_mixed(watching: Server, project: Path) -> None:
    """Each answer is that of one state, in the order in which the states were."""
    wrong: list[object] = []
    seen: list[int] = []
    end = threading.Event()

    def go_on(number: int) -> None:
        connection = watching.connect()
        while not end.is_set():
            answer = ask(connection, "/sparql?query=SELECT*%7B%3Fs%20ex:age%20%3Fage%7D")
            found = {int(row["age"]) for row in answer.rows} if answer.status == 200 else set()
            if len(found) != 1:
                wrong.append((answer.status, answer.text))
            elif number == 0:
                seen.extend(found)
        connection.close()

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for age in (2, 3):
        (project / "data" / "cats.ttl").write_text(cats(age), encoding="utf-8")
        watching.wait_for(TAKEN, age - 1)
    watching.until(lambda: 3 in seen)
    end.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert seen == sorted(seen)
    assert {*seen} >= {1, 3}


def test_without_the_option_a_signal_takes_a_new_state(project: Path) -> None:
    with run(cwd=project) as server:
        server.wait_for("Serving ")
        assert ages(server) == {"1"}
        (project / "data" / "cats.ttl").write_text(cats(5), encoding="utf-8")
        assert ages(server) == {"1"}
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(TAKEN)
        assert ages(server) == {"5"}


def test_named_files_are_watched_too(project: Path) -> None:
    path = project / "data" / "cats.ttl"
    with run(path, "--reload", cwd=project) as server:
        path.write_text(cats(7), encoding="utf-8")
        server.wait_for(TAKEN)
        assert ages(server) == {"7"}
        path.write_text("", encoding="utf-8")
        server.wait_for(REFUSED)
        assert ages(server) == {"7"}
