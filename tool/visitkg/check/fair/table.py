"""All tests, in the order in which they are told."""

from __future__ import annotations

from typing import Final

from visitkg.check.fair.classes import CLASSES_OF
from visitkg.check.fair.dataset import DATASET
from visitkg.check.fair.documentation import DOCUMENTATION
from visitkg.check.fair.licence import LICENCE
from visitkg.check.fair.metadata import METADATA
from visitkg.check.fair.naming import NAMING
from visitkg.check.fair.properties import PROPERTIES_OF
from visitkg.check.fair.resolution import RESOLUTION
from visitkg.check.fair.reuse import REUSE

REQUIREMENTS: Final = (
    *NAMING,
    *METADATA,
    *LICENCE,
    *RESOLUTION,
    *REUSE,
    *DOCUMENTATION,
    *CLASSES_OF,
    *PROPERTIES_OF,
    *DATASET,
)
