"""A browser, one for all tests that look at pages: a second one can't begin beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from tests.tool.need import need_module, need_program
from tests.tool.publish.browser.watch import launch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium, or skip; on the project's own CI fail instead."""
    chromium = need_program("chromium")
    with sync_playwright() as playwright, launch(playwright, chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> Path:
    """Return the script of axe-core, or skip; on the project's own CI fail instead."""
    return need_module("axe-core/axe.min.js")
