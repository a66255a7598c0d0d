"""Long answers through a pager, as other tools for the terminal show them."""

from __future__ import annotations

import shlex
import subprocess
from shutil import which
from typing import TYPE_CHECKING, Final

from visitkg.shell.interrupt import noted_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DEFAULT: Final = ("less", "-FRSX")


def pager_command(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that PAGER names, ``less`` without one; empty if there is no pager.

    An empty PAGER and ``cat`` mean that none is wanted.
    """
    try:
        words = tuple(shlex.split(environment["PAGER"])) if "PAGER" in environment else _DEFAULT
    except ValueError:  # a quote without its end
        return ()
    return words if words and words[0] != "cat" and which(words[0]) else ()


def scrolls_sideways(command: Sequence[str]) -> bool:
    """Tell whether a pager shows wide lines by scrolling: tables need no cut then."""
    options = [word for word in command[1:] if word.startswith("-") and word[1:2] != "-"]
    return bool(command) and command[0].endswith("less") and any("S" in each for each in options)


def page(command: Sequence[str], text: str) -> None:
    """Show a text by a pager; Ctrl-C is the pager's alone.

    What it leaves unread is none of our business, nor is how it ends.
    """
    # Whoever runs the shell names the pager.
    with (
        noted_signals(),
        subprocess.Popen(command, stdin=subprocess.PIPE) as process,  # noqa: S603
    ):
        process.communicate(text.encode())
