"""How files are named to other tools: from the folder of the repository, as URIs."""

from __future__ import annotations

import os
from pathlib import Path


def path_from(root: Path | None, path: str) -> str | None:
    """Return a path from ``root``, by default the working directory, or None if it isn't below.

    The parts are separated by ``/`` on every machine.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (links stay as they are named)
    for folder in (Path(os.path.abspath(root or ".")), (root or Path()).resolve()):  # noqa: PTH100  (as above)
        if absolute.is_relative_to(folder):
            return absolute.relative_to(folder).as_posix()
    return None


def uri_of(path: str) -> str:
    """Return the IRI of a file, or the relative one of a path; bytes that are no UTF-8 are kept."""
    # Imported here: only some reports need it.
    from urllib.parse import quote

    quoted = quote(os.fsencode(path), safe="/~")
    return f"file://{quoted}" if path.startswith("/") else quoted
