"""What the pages in one folder of a site share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitkg.publish.page.markup import Markup


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: how links into it begin, the way up to the root, and parts that are the same."""

    prefix: str
    up: str
    parts: dict[str, Markup] = field(default_factory=dict)
