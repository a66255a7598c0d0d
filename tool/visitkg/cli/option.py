"""Options that mean the same in every command that has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from visitkg.graph.spill import Spill


def _read_memory(_: click.Context, __: click.Parameter, text: str | None) -> Spill | None:
    if text is None:
        return None
    # Imported here: few commands are given a limit.
    from visitkg.graph.spill import Spill, read_limit

    return Spill(read_limit(text))


memory_option: Final = click.option(
    "--memory",
    metavar="SIZE",
    callback=_read_memory,
    help="Take no more memory than this, such as 2GiB: the rest goes to temporary files.",
)

project_option: Final = click.option(
    "--project",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="The folder of the project; by default the one around the working directory.",
)
