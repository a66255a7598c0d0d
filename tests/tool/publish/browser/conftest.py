"""The published visit, served, and a browser that looks at it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from tests.tool.publish.browser.build import publish
from tests.tool.publish.browser.serve import serve
from tests.tool.publish.browser.watch import DESK, Look, Watched, open_context, open_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the published visit."""
    return publish(root, tmp_path_factory.mktemp("published") / "site")


@pytest.fixture(scope="session")
def home(published: Path) -> Iterator[str]:
    """Return the address at which the published visit is served."""
    with serve(published) as address:
        yield address


@pytest.fixture(scope="session")
def context(browser: Browser) -> Callable[[Look], BrowserContext]:
    """Return what gives the context of each look; all pages of a look share it."""
    return cache(partial(open_context, browser))


@pytest.fixture
def look_at(
    context: Callable[[Look], BrowserContext], home: str
) -> Iterator[Callable[..., Watched]]:
    """Return what opens a page of the visit; no page may have had trouble in the end."""
    opened: list[Watched] = []

    def look(path: str, as_: Look = DESK) -> Watched:
        watched = open_page(context(as_), home)
        opened.append(watched)
        watched.go(path)
        return watched

    yield look
    for watched in opened:
        watched.page.close()
    assert [trouble for watched in opened for trouble in watched.troubles] == []
