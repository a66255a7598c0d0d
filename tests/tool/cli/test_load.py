"""``visitkg load`` and the exit codes of its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.endpoint.fake import Fake, Say, run_fake

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = b"""{"head": {"vars": ["count"]}, "results": {"bindings": [{"count":
{"type": "literal", "value": "%d"}}]}}"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 , 2 .\n", encoding="utf-8")
    with run_fake() as found:
        yield found


def load(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["load", *words])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_load_says_what_it_did(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers = [Say(COUNT % 0), Say(b"", status=204), Say(COUNT % 2)]
    assert load("--endpoint", fake.url, "--graph-store", fake.url, "a.ttl") == 0
    assert capsys.readouterr() == (
        "Loaded 2 triples of 1 file in 1 request; 2 were not there before.\n",
        "",
    )


def test_a_load_that_replaces_says_so(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers = [Say(COUNT % 9), Say(b"", status=204), Say(COUNT % 2)]
    words = ("--replace", "--graph", "urn:g")
    assert load("--endpoint", fake.url, "--graph-store", fake.url, *words, "a.ttl") == 0
    assert capsys.readouterr().out.endswith("in 1 request; nothing else is there.\n")
    assert (fake.heard[1].method, fake.heard[1].path) == ("PUT", "/sparql?graph=urn%3Ag")


def test_a_store_by_name_is_filled_where_the_project_says(
    fake: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "visitkg.toml").write_text(
        f'[endpoints.prod]\nquery = "{fake.url}"\ngraph-store = "{fake.url}/g"\n', encoding="utf-8"
    )
    fake.answers = [Say(COUNT % 0), Say(b"", status=204), Say(COUNT % 2)]
    assert load("--endpoint", "prod", "a.ttl") == 0
    assert capsys.readouterr().out.startswith("Loaded 2 triples")
    assert fake.heard[1].path == "/sparql/g?default"


FAULTS = {
    "no-graph-store": (["a.ttl"], 2, "it is not known where this store can be filled"),
    "standard-input": (["--graph-store", "http://localhost/", "-"], 2, "a load reads its files tw"),
    "no-file": (["--graph-store", "http://localhost/", "nowhere.ttl"], 3, "nowhere.ttl: no such"),
    "bad-graph": (["--graph", "g", "a.ttl"], 2, "'g' is no IRI of a graph"),
    "bad-time": (["--timeout", "0", "a.ttl"], 2, "0"),
}


@pytest.mark.parametrize(("words", "code", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told(
    words: list[str], code: int, message: str, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load("--endpoint", fake.url, *words) == code
    assert message in capsys.readouterr().err
    assert fake.heard == []


def test_a_load_without_a_store_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert load("a.ttl") == 2
    assert "no store to fill" in capsys.readouterr().err


@pytest.mark.parametrize("after", [1, 3])
def test_another_count_exits_with_3(
    after: int, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answers = [Say(COUNT % 0), Say(b"", status=204), Say(COUNT % after)]
    assert load("--endpoint", fake.url, "--graph-store", fake.url, "a.ttl") == 3
    assert f"has {after} triples after the load, and should have 2" in capsys.readouterr().err
