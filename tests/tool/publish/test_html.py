"""What the Nu HTML checker says of all pages and their style: https://validator.github.io/validator/

The pages of a hostile project are among them, and one that is wrong: it shows that all were read.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.tool.need import need_module, need_program
from tests.tool.publish.browser.build import publish
from tests.tool.publish.browser.hostile import write_hostile_project

if TYPE_CHECKING:
    from pathlib import Path

_WRONG: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tram</title><ul><p>x</p></ul>'
)
_UNKNOWN: Final = "“paint-order”: Property “paint-order” doesn't exist."
"""The checker knows CSS without what SVG 2 adds: https://www.w3.org/TR/SVG2/painting.html#PaintOrder"""

_WRONG_STYLE: Final = "p { colour: red }"


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two sites, and with a page and a style that are wrong."""
    folder = tmp_path_factory.mktemp("pages")
    publish(root, folder / "visit")
    publish(write_hostile_project(folder / "project"), folder / "hostile")
    (folder / "wrong.html").write_text(_WRONG, encoding="utf-8")
    (folder / "wrong.css").write_text(_WRONG_STYLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    """Return what is checked: pages, styles, pictures."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".css", ".svg"})


@pytest.fixture(scope="module")
def messages(files: list[Path], folder: Path) -> dict[str, list[str]]:
    """Return what the checker says of each file, in one process for all."""
    java = need_program("java")
    checker = need_module("vnu-jar/build/dist/vnu.jar")
    options = ["--also-check-css", "--also-check-svg", "--no-langdetect", "--stdout"]
    done = subprocess.run(
        [java, "-Xss8m", "-jar", str(checker), *options, "--format", "json", *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.startswith("{"), done.stderr
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        if _UNKNOWN in message["message"]:
            continue
        path = message["url"].removeprefix(folder.as_uri().replace("///", "/")).lstrip("/")
        found.setdefault(path, []).append(_tell(message))
    return found


def _tell(message: dict[str, Any]) -> str:
    line, column = message.get("lastLine"), message.get("firstColumn")
    return f"{line}:{column}: {message['message']} {message.get('extract', '')!r}"


def test_the_checker_sees_what_is_wrong(messages: dict[str, list[str]]) -> None:
    (page,) = messages["wrong.html"]
    (style,) = messages["wrong.css"]
    assert "not allowed as child of element" in page
    assert "colour" in style


def test_no_page_or_style_or_picture_has_a_message(
    messages: dict[str, list[str]], files: list[Path], folder: Path
) -> None:
    pages = [path for path in files if path.is_relative_to(folder / "visit")]
    assert len(pages) > 500
    assert {path: found for path, found in messages.items() if not path.startswith("wrong.")} == {}
