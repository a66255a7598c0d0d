"""What the pages in one folder of a site share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from visitkg.site.memory import Memory

if TYPE_CHECKING:
    from typing import Self

    from visitkg.publish.page.markup import Markup

_REMEMBERED: Final = 4_096


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: how links into it begin, the way up to the root, and what its pages share.

    ``parts`` are the few that are on each page; ``made`` is what was made for one of them lately,
    such as a link, and holds for the others: no link in it is to a section of the page itself.
    """

    prefix: str
    up: str
    parts: dict[str, Markup] = field(default_factory=dict)
    made: Memory[tuple[str, ...], Markup] = field(default_factory=lambda: Memory(_REMEMBERED))

    def apart(self) -> Self:
        """Return the same for one page whose links to its own sections differ."""
        return type(self)(self.prefix, self.up, self.parts)
