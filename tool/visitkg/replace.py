"""Write a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from visitkg.errors import InputError, Position


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to a temporary file beside ``path``, and move it there when it is whole.

    The mode of the file stays, and a link to it too. A device or a pipe is written into. Raise
    InputError if the folder or the file can't be written.
    """
    temporary: Path | None = None
    try:
        if path.exists() and not path.is_file():
            # A file that is moved there would take its place.
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        target = path.resolve()
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text)
        temporary.chmod(target.stat().st_mode if target.exists() else 0o666 & ~umask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise InputError(
            f"this file can't be written: {error.strerror}",
            position=Position(str(path)),
            remedy="Make the folder and the file writable.",
        ) from error


def umask() -> int:
    """Return the bits that new files and folders don't have."""
    # The mask can only be read by setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
