"""What tests need beside the project, and what happens where it is missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

import pytest

NODE_MODULES: Final = "VISITKG_NODE_MODULES"
SCREENSHOTS: Final = "VISITKG_SCREENSHOTS"

_BROWSER: Final = Path(__file__).parent / "publish" / "browser"
_OWN_MODULES: Final = _BROWSER / "node_modules"
_PINNED: Final = _BROWSER / "package.json"


def need_program(name: str) -> str:
    """Return the path of a program, or skip; on the project's own CI fail instead.

    What pip installs lies beside the Python that runs, which need not be on the path.
    """
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    return beside or shutil.which(name) or _miss(f"no {name} here: what it judges is not judged")


def need_module(path: str) -> Path:
    """Return a file of a package that npm installed, or skip; on the project's own CI fail."""
    modules = Path(os.environ.get(NODE_MODULES, _OWN_MODULES))
    if not (modules / path).is_file():
        _miss(
            f"no {path} in {modules}: run npm ci --ignore-scripts beside {_PINNED.name} in "
            f"{_PINNED.parent}, or set {NODE_MODULES} to the folder node_modules that has it"
        )
    return modules / path


def screenshots() -> Path | None:
    """Return the folder in which pictures of pages are wanted, if they are."""
    wanted = os.environ.get(SCREENSHOTS)
    if not wanted:
        return None
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _miss(reason: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
