from __future__ import annotations

from pathlib import Path

import pytest

from visitkg.graph.parse import read_triples
from visitkg.owl.rules import RULES
from visitkg.owl.species import check_species

FOLDER = Path(__file__).parent / "species"
RULE_NAMES = {rule.name: rule for rule in RULES}
BREAKING = sorted((FOLDER / "breaks").glob("*.ttl"))


def marked_lines(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        number
        for number, line in enumerate(lines, start=1)
        for _ in range(line.partition("#")[2].count("breaks"))
    ]


@pytest.mark.parametrize("path", BREAKING, ids=lambda path: path.stem)
def test_a_breaking_file_breaks_its_rule_at_the_marked_lines_and_nothing_else(path: Path) -> None:
    rule = RULE_NAMES[path.name.split(".")[0]]
    report = check_species(read_triples([path]))
    # To break a rule of DL takes constructs that Lite leaves out: that is said apart.
    found = [
        (offence.rule, offence.located.line)
        for offence in report.offences
        if offence.keeps_out_of == rule.keeps_out_of and offence.located
    ]
    assert found == [(rule.name, line) for line in marked_lines(path)]
    assert report.species == {"DL": "Full", "Lite": "DL"}[rule.keeps_out_of]


@pytest.mark.parametrize(
    "path", sorted((FOLDER / "lite").glob("*.ttl")), ids=lambda path: path.stem
)
def test_a_file_of_owl_lite_breaks_nothing(path: Path) -> None:
    report = check_species(read_triples([path]))
    assert report.offences == ()
    assert report.species == "Lite"


@pytest.mark.parametrize("path", sorted((FOLDER / "dl").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_of_owl_dl_breaks_only_rules_of_lite(path: Path) -> None:
    report = check_species(read_triples([path]))
    assert {offence.keeps_out_of for offence in report.offences} == {"Lite"}
    assert report.species == "DL"


def test_each_rule_has_a_file_that_breaks_it() -> None:
    assert {path.name.split(".")[0] for path in BREAKING} == set(RULE_NAMES)
