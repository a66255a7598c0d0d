"""A site written as its readers get it: by the command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def publish(project: Path, folder: Path) -> Path:
    """Publish a project into a new folder, and return that."""
    command = [sys.executable, "-m", "visitkg", "publish"]
    done = subprocess.run(
        [*command, "--project", str(project), "--output", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder
