"""visitkg: a visit as a knowledge graph that can be trusted line by line."""

from __future__ import annotations

__version__ = "0.1.0"
