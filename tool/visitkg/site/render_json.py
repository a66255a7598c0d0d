"""A description as JSON: the parts of ``visitkg.site.model`` by their names."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitkg.site.model import Description


def render_json(description: Description) -> str:
    """Return a description as JSON text, indented, with every value that it has.

    A value is an object with ``iri``, ``curie`` and ``label``; with ``text``, ``language`` and
    ``datatype``; or, for a node without an IRI, with ``facts``.
    """
    return json.dumps(asdict(description), ensure_ascii=False, indent=2)
