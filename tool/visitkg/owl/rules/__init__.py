"""What OWL 1 asks of a graph.

Reading order: ``dl`` (the rules of OWL DL) and ``lite`` (those that OWL Lite adds).
"""

from __future__ import annotations

from typing import Final

from visitkg.owl.rule import Rule
from visitkg.owl.rules import dl, lite

RULES: Final[tuple[Rule, ...]] = tuple(
    value for module in (dl, lite) for value in vars(module).values() if isinstance(value, Rule)
)
"""Every rule that the species check knows, in the order of the files."""
