"""Names of files and folders that are made of what a project is called, and don't clash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from visitkg.publish.content import Site

NO_VERSION: Final = "0"
"""The version of a dataset that has none."""

_UNFIT: Final = re.compile(r"[^A-Za-z0-9_+.-]+")


def version_name(version: str) -> str:
    """Return a version as it stands in names of files and folders."""
    return fit_name(version) or NO_VERSION


def fit_name(text: str) -> str:
    """Return a text with nothing but ASCII letters, digits, and the signs ``_+.-``."""
    return _UNFIT.sub("-", text).strip(".-")


def free_name(site: Site, name: str) -> str:
    """Return a name in the root of the site, changed if documents of the project lie there."""
    taken = {d.path.partition("/")[0] for d in site.documents.values() if d.triples}
    while name in taken:
        name += "-"
    return name
