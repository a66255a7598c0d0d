"""What all tests share: the checkout, and the place of the W3C suites beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the W3C suites, or skip; on the project's own CI fail instead."""
    folder = Path(os.environ.get("VISITKG_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        reason = f"no W3C suites in {folder}: set VISITKG_SHARED to the folder that holds them"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
