"""Stores that the tests ask: one that is told what to say, and two real ones."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.tool.endpoint import engines
from tests.tool.endpoint.fake import run_fake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tool.endpoint.engines import Engine
    from tests.tool.endpoint.fake import Fake


@pytest.fixture
def fake() -> Iterator[Fake]:
    with run_fake() as found:
        yield found


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    folder = base / "stores" if run is None else base.parent / f"stores-{run}"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def oxigraph(shared_folder: Path) -> Iterator[Engine]:
    with engines.oxigraph(shared_folder) as found:
        yield found


@pytest.fixture(scope="session")
def virtuoso(shared_folder: Path) -> Iterator[Engine]:
    with engines.virtuoso(shared_folder) as found:
        yield found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each of the real stores."""
    found: Engine = request.getfixturevalue(request.param)
    return found
