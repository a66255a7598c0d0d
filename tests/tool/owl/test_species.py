from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.graph.parse import read_triples
from visitkg.owl.rules import RULES
from visitkg.owl.species import check_species
from visitkg.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from visitkg.graph.parse import Located
    from visitkg.owl.rule import Offence

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


def test_messages_say_what_is_wrong_and_what_to_do(golden: Callable[[Path, str], None]) -> None:
    lines = []
    for path in BREAKING:
        for offence in check_species(read_triples([path])).offences:
            assert offence.located
            lines.append(
                f"{path.name}:{offence.located.line}: {offence.message} "
                f"[{offence.rule}, {offence.section}, not OWL {offence.keeps_out_of}]"
            )
    golden(FOLDER / "breaks.txt", "\n".join(lines) + "\n")


def test_a_report_counts_what_it_looked_at() -> None:
    report = check_species(read_triples([FOLDER / "lite" / "borrowed-terms.ttl"]))
    counts = (report.triples, report.classes, report.properties, report.individuals)
    assert counts == (39, 5, 8, 5)
    assert report.restrictions == 1


def test_no_triples_count_as_nothing() -> None:
    report = check_species([])
    assert (report.species, report.triples, report.offences) == ("Lite", 0, ())


def test_files_are_judged_together() -> None:
    user = FOLDER / "breaks" / "untyped-class.ttl"
    declarer = FOLDER / "breaks" / "untyped-property.ttl"
    assert check_species(read_triples([user])).species == "Full"
    together = check_species(read_triples([user, declarer, FOLDER / "lite" / "classes.ttl"]))
    assert {offence.rule for offence in together.offences} == {"untyped-property"}


def test_a_triple_that_stands_in_two_files_offends_in_both(tmp_path: Path) -> None:
    original = FOLDER / "breaks" / "untyped-class.ttl"
    copy = tmp_path / "copy.ttl"
    copy.write_text("\n" + original.read_text(encoding="utf-8"), encoding="utf-8")
    report = check_species(read_triples([original, copy]))
    assert report.triples == 2
    assert {place(offence) for offence in report.offences} == {(original, 6), (copy, 7)}


def place(offence: Offence) -> tuple[Path, int | None]:
    assert offence.located
    return offence.located.path, offence.located.line


@pytest.mark.parametrize("prefixes", [{}, {"ex": "http://example.org/"}], ids=["none", "own"])
def test_messages_use_the_given_prefixes(prefixes: dict[str, str]) -> None:
    report = check_species(read_triples([FOLDER / "breaks" / "untyped-class.ttl"]), prefixes)
    name = "ex:Animal" if prefixes else "<http://example.org/Animal>"
    assert report.offences[0].message.startswith(f"{name} is used as a class")
    assert report.offences[0].term == "http://example.org/Animal"


def test_a_message_does_not_repeat_a_huge_literal(tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <http://example.org/> .\n"
        f'ex:a a owl:Thing ; ex:p "{"x" * 100_000}" . ex:p a owl:ObjectProperty .',
        encoding="utf-8",
    )
    (offence,) = check_species(read_triples([path])).offences
    assert len(offence.message) < 300


def declarations() -> list[Located]:
    """Return the triples of a Lite file without which a name that it uses has no type."""
    triples = list(read_triples([FOLDER / "lite" / "borrowed-terms.ttl"]))
    return [
        located
        for located in triples
        if isinstance(located.triple.object, pyoxigraph.NamedNode)
        and located.triple.object.value.startswith(OWL)
        and not located.triple.object.value.endswith("FunctionalProperty")
        and "Restriction" not in located.triple.object.value
        and located.triple.predicate.value.endswith("type")
    ]


def test_each_declaration_of_a_lite_file_is_needed() -> None:
    triples = list(read_triples([FOLDER / "lite" / "borrowed-terms.ttl"]))
    needed = {located.line for located in declarations()}
    assert len(needed) == 14
    for line in needed:
        left = [located for located in triples if located.line != line]
        report = check_species(left)
        assert report.species == "Full", line
        assert all(offence.rule.startswith("untyped-") for offence in report.offences)


@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_triples_does_not_matter(seed: Random) -> None:
    path = seed.choice(BREAKING)
    triples = list(read_triples([path]))
    expected = check_species(triples)
    shuffled = list(triples)
    seed.shuffle(shuffled)
    found = check_species(shuffled)
    assert found.species == expected.species
    assert {offence.rule for offence in found.offences} == {
        offence.rule for offence in expected.offences
    }
