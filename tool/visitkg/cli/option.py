"""Options that mean the same in every command that has them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

project_option: Final = click.option(
    "--project",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="The folder of the project; by default the one around the working directory.",
)
