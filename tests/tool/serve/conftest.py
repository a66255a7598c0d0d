"""Servers that several tests ask, and the data that they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.serve.server import ROOT, WITH_LIMITS, Server, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EX = "http://example.org/"
PEOPLE = 60
"""So many people are in the data: a product of four of them takes longer than any limit here."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a server of the project, with the limits that it has by itself."""
    with run(cwd=ROOT) as found:
        yield found


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with people in the default graph, and some more in named graphs."""
    lines = ["@prefix ex: <http://example.org/> ."]
    lines += [f"ex:p{number} ex:age {number} ." for number in range(PEOPLE)]
    lines += ['ex:p1 ex:name "Ann"@en , "\\uae40"@ko ; ex:note "two\\nlines, \\"quoted\\"" .']
    lines += ["ex:p2 ex:knows [ ex:age 7 ] ."]
    lines += ["ex:g1 { ex:p1 ex:knows ex:p2 } ex:g2 { ex:p2 ex:knows ex:p3 , ex:p4 }"]
    path = tmp_path_factory.mktemp("people") / "people.trig"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def graphs(people: Path) -> Iterator[Server]:
    """Return a server of people, in a default graph and two named ones."""
    with run(people) as found:
        yield found


@pytest.fixture(scope="session")
def tight(people: Path) -> Iterator[Server]:
    """Return a server of people whose answers are soon too long, or too late."""
    limits = {"timeout": 1.5, "most-rows": 100, "most-bytes": 16_000, "most-length": 1_000}
    with run(people, *(f"--{name}={value}" for name, value in limits.items())) as found:
        yield found


@pytest.fixture(scope="session")
def crowded(people: Path) -> Iterator[Server]:
    """Return a server of people with room for few, that believes who a client says it is."""
    limits = {"memory": 256, "running": 2, "running-for-one": 1, "waiting": 4}
    options = [f"--{name}={value}" for name, value in limits.items()]
    with run(people, *options, "--trust-proxy") as found:
        yield found


@pytest.fixture(scope="session")
def narrow(people: Path) -> Iterator[Server]:
    """Return a server of people that has little patience with clients."""
    limits = {
        "connections": 12,
        "headers": 4_096,
        "idle": 1.5,
        "length": 1_000,
        "patience": 0.5,
        "running": 1,
        "running_for_one": 1,
        "seconds": 3.0,
        "slow": 1.0,
    }
    with run(people, repr(limits), code=WITH_LIMITS) as found:
        yield found
