"""What the pages look like and do: styles and scripts, each from the package of its pages."""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from visitkg.publish.server.header import content_type
from visitkg.serve.message import Response

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PLAIN: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:css|js|json|svg)")
_FOLDERS: Final = ("", "editor", "question", "view")


def show_asset(name: str) -> Response | None:
    """Return an asset of the explorer; None if there is none of this name."""
    return _read(name) if _PLAIN.fullmatch(name) else None


def show_shared_asset(name: str) -> Response | None:
    """Return an asset that the explorer shares with published pages; None if there is none."""
    if not _PLAIN.fullmatch(name):
        return None
    return _give(files("visitkg.publish") / "assets" / name)


def _read(name: str) -> Response | None:
    package = files("visitkg.serve.explore")
    for folder in _FOLDERS:
        given = _give((package / folder if folder else package) / "assets" / name)
        if given is not None:
            return given
    return None


def _give(path: Traversable) -> Response | None:
    if not path.is_file():
        return None
    body = path.read_bytes()
    media_type = content_type(path.name.rpartition(".")[2])
    tag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    return Response(200, (("Content-Type", media_type), ("ETag", tag)), body)
