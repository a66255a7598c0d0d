"""What is asked of an ontology or a dataset, and no graph can decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Left:
    """Tests under the names of those who ask for them, and who decides them."""

    asked_by: tuple[str, ...]
    reason: str


LEFT: Final = (
    Left(
        ("FOOPS! FIND2", "FOOPS! FIND3", "FOOPS! FIND_3_BIS", "LOV registration"),
        "a registry knows",
    ),
    Left(("FOOPS! OM3 DOI",), "an archive gives it"),
    Left(
        ("OOPS! P01", "OOPS! P09", "OOPS! P16", "OOPS! P17", "OOPS! P18"),
        "only who knows what terms mean can say",
    ),
    Left(("DWBP 6", "DWBP 16", "DWBP 31", "DWBP 32"), "people judge fitness"),
    Left(("DWBP 8", "DWBP 11", "DWBP 26", "DWBP 27"), "only a second release shows it"),
    Left(
        ("DWBP 18", "DWBP 20", "DWBP 22", "DWBP 23", "DWBP 24", "DWBP 25", "DWBP 28"),
        "asked of services and archives",
    ),
    Left(("DWBP 30", "DWBP 33", "DWBP 34"), "asked of those who use data"),
)
