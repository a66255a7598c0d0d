"""The stores that are asked: one of each kind for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.shacl.endpoint.stores import start_oxigraph, start_virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tool.shacl.endpoint.stores import StoreSource


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSource]:
    """Return an Oxigraph that is served over HTTP."""
    with start_oxigraph(tmp_path_factory.mktemp("oxigraph")) as source:
        yield source


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSource]:
    """Return a Virtuoso that is served over HTTP."""
    with start_virtuoso(tmp_path_factory.mktemp("virtuoso")) as source:
        yield source


@pytest.fixture(params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest) -> StoreSource:
    """Return each real store in turn."""
    source: StoreSource = request.getfixturevalue(request.param)
    return source
