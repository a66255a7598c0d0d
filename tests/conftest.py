"""What all tests share: the checkout, and the place of the W3C suites beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(autouse=True)
def _datatypes_of_rdflib() -> Iterator[None]:
    """Give rdflib back its own conversions of literals, which owlrl replaces for all."""
    mapping = rdflib.term._toPythonMapping  # noqa: SLF001  (it has no public name)
    before = dict(mapping)
    yield
    if mapping != before:
        mapping.clear()
        mapping.update(before)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="write the golden files anew instead of comparing with them",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return what compares a text with a golden file, or writes it with --regenerate."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--regenerate"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no golden file {path}: run pytest with --regenerate"
        assert text == path.read_text(encoding="utf-8")

    return compare
