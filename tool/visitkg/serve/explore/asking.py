"""Where an answer is asked for: a path and parameters, from which links to its other forms come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitkg.serve.explore.explorer import Explorer


@dataclass(frozen=True, slots=True)
class Asking:
    """The address of a page with an answer: ``/explore/sparql`` with ``query``, or a question.

    The same path with a suffix, such as ``.csv``, is the answer as data.
    """

    path: str
    parameters: tuple[tuple[str, str], ...]

    def but(self, name: str, value: str | None) -> Asking:
        """Return it with another value of a parameter, or without it."""
        kept = tuple(each for each in self.parameters if each[0] != name)
        return replace(self, parameters=kept if value is None else (*kept, (name, value)))

    def first(self, name: str) -> str | None:
        """Return the value of a parameter, None without one."""
        return next((value for key, value in self.parameters if key == name), None)

    def href(self, explorer: Explorer, suffix: str = "") -> str:
        """Return the address, with a suffix that asks for data if one is given."""
        path = f"{self.path}.{suffix}" if suffix else self.path
        return explorer.address(path, self.parameters)
