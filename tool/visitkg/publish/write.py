"""Write a site whole or not at all, and touch only what has changed.

All files are written into a folder beside the one that is wanted; then the two change places. A
file that is the same as before is the same file: its time and its blocks on the disk stay.
"""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from visitkg.errors import InputError, Position, UsageError
from visitkg.publish.renew import renew
from visitkg.replace import umask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from visitkg.publish.file import File

MARK: Final = ".visitkg-site"
"""The file by which a site is known as ours; it holds the digest of what the site was made from."""

_MODE: Final = 0o777
_EXCHANGE: Final = 2
_HERE: Final = -100


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written anew, stayed as they were, and are gone, and how many pages are.

    A page is a file of HTML, with all other forms of it.
    """

    changed: int
    unchanged: int
    removed: int
    pages: int


def read_mark(output: Path) -> str | None:
    """Return the digest that a site was made from, None if there is none.

    Raise UsageError if what is there is no folder, or one that no site was written to before.
    """
    try:
        return (output / MARK).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if not output.exists() or (output.is_dir() and not any(output.iterdir())):
            return None
    except NotADirectoryError:
        pass
    except OSError as error:
        raise _unwritable(output, error) from error
    is_folder = output.is_dir()
    raise UsageError(
        "this folder holds something else than a site" if is_folder else "this is no folder",
        position=Position(str(output)),
        remedy="Name a new or empty folder, or give --force to replace all that is in it.",
    )


def write_site(
    files: Iterable[File],
    output: Path,
    digest: str,
    tell: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write the files in the place of what ``output`` holds; ``tell`` is told their number.

    Raise InputError if a folder or a file can't be written; ``output`` is then as it was.
    """
    output = output.resolve()
    folder: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(prefix=f".{output.name}.", dir=output.parent))
        folder.chmod(_MODE & ~umask())
        written = _fill(folder, files, output, tell)
        (folder / MARK).write_text(f"{digest}\n", encoding="utf-8")
        _change_places(folder, output)
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    return written


def _fill(
    folder: Path, files: Iterable[File], output: Path, tell: Callable[[int], None]
) -> Written:
    """Write the files into a new folder, taking from ``output`` those that are the same there."""
    folders: set[str] = {""}
    count = unchanged = pages = 0
    root, old_root = str(folder), str(output)
    is_there = output.exists()
    for file in files:
        parent = file.path.rpartition("/")[0]
        if parent not in folders:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            folders.add(parent)
        target, old = f"{root}/{file.path}", f"{old_root}/{file.path}"
        unchanged += renew(file, target, old if is_there else None)
        count += 1
        pages += file.path.endswith(".html")
        tell(count)
    before = _count_files(output)
    return Written(count - unchanged, unchanged, max(before - unchanged, 0), pages)


def _count_files(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder)) - (folder / MARK).exists()


def _change_places(new: Path, output: Path) -> None:
    """Let the new folder be ``output``, and what was there lie where the new one was."""
    if not output.exists():
        new.rename(output)
    elif not _exchange(new, output):
        # Two steps where the system has no single one: for a moment nothing is there.
        aside = new.with_name(f"{new.name}.old")
        output.rename(aside)
        try:
            new.rename(output)
        except OSError:
            aside.rename(output)
            raise
        aside.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return whether the system can: renameat2(2)."""
    # Imported here: only this needs it.
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code))


def _unwritable(output: Path, error: OSError) -> InputError:
    what = error.filename or output
    return InputError(
        f"the site can't be written: {what}: {error.strerror}",
        position=Position(str(output)),
        remedy="Make the folder above it writable, with room for all files.",
    )
