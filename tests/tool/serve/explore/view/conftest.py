"""The visit, explored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.tool.serve.explore.view.made import explore_data, explore_visit

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.serve.explore.explorer import Explorer


@pytest.fixture(scope="session")
def visit(root: Path) -> Explorer:
    """Return the explorer of the visit."""
    return explore_visit(root)


@pytest.fixture(scope="session")
def empty() -> Explorer:
    """Return the explorer of a graph that states nothing."""
    return explore_data()
