"""The check of reading: every file, by two parsers."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

from visitkg.check.outcome import Outcome, State
from visitkg.check.parse import check_parse
from visitkg.check.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.project import Project


def findings(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def test_a_sound_project_is_read_and_counted(make_subject: Callable[..., Subject]) -> None:
    outcome = check_parse(make_subject())
    assert outcome == Outcome("22 triples in 2 files, read by two parsers")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("data/empty.ttl", "", ["data/empty.ttl: this file states nothing"]),
        (
            "data/prefixes.ttl",
            "@prefix ex: <http://example.org/> .\n",
            ["data/prefixes.ttl: this file states nothing"],
        ),
        (
            "data/broken.ttl",
            "@prefix ex: <http://example.org/> .\nex:a exx:b ex:c .\n",
            [
                (
                    "data/broken.ttl:2:6: unknown prefix 'exx:'\n"
                    "    ex:a exx:b ex:c .\n"
                    "         ~~~^\n"
                    "Did you mean 'ex:'?"
                )
            ],
        ),
        (
            "data/forgotten.tll",
            "<http://example.org/a> a <http://example.org/b> .\n",
            [
                (
                    "data/forgotten.tll: warning: this file is not read: "
                    "nothing here knows the suffix '.tll'"
                )
            ],
        ),
        (
            "data/late.ttl",
            (
                "<http://example.org/a> <http://example.org/b> <<( <http://example.org/a> "
                "<http://example.org/b> 1 )>> .\n"
            ),
            ["data/late.ttl: rdflib refuses what pyoxigraph accepts: "],
        ),
    ],
    ids=["empty", "prefixes alone", "broken", "misspelt suffix", "RDF 1.2"],
)
def test_what_cannot_be_trusted_is_found(
    make_subject: Callable[..., Subject], name: str, text: str, expected: list[str]
) -> None:
    found = findings(check_parse(make_subject({name: text})))
    assert len(found) == len(expected)
    assert all(one.startswith(begin) for one, begin in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data/a.nt", "<http://example.org/a> <http://example.org/b> _:c .\n"),
        (
            "data/a.rdf",
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                'xmlns:ex="http://example.org/"><rdf:Description rdf:about="#x">'
                "<ex:b>1</ex:b></rdf:Description></rdf:RDF>"
            ),
        ),
        ("data/a.jsonld", '{"@id": "http://example.org/a", "http://example.org/b": 1}'),
        (
            "data/a.ttl",
            (
                "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
                '<#a> <#b> "01"^^xsd:integer , "no number"^^xsd:integer , 1.0 , 1e3 , true ,\n'
                '  "2025-02-30"^^xsd:date , "é\\u0041\\n"@zh-Hans , [ <#c> ( 1 [] ) ] .\n'
            ),
        ),
        ("data/notes.md", "Not RDF, and known not to be.\n"),
    ],
    ids=["N-Triples", "RDF/XML", "JSON-LD", "odd literals", "notes"],
)
def test_two_parsers_agree_on_every_format(
    make_subject: Callable[..., Subject], name: str, text: str
) -> None:
    assert findings(check_parse(make_subject({name: text}))) == []


def test_a_difference_between_the_parsers_is_shown_with_its_line(
    make_subject: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = rdflib.Dataset.serialize
    monkeypatch.setattr(
        rdflib.Dataset,
        "serialize",
        lambda dataset, **options: original(dataset, **options).replace(b"Tommy", b"Timmy"),
    )
    assert findings(check_parse(make_subject())) == [
        (
            "data/cat.ttl:6: only pyoxigraph reads 1 triple of it, such as "
            '<http://example.org/id/tom> <http://example.org/ontology#nickname> "Tommy"'
        ),
        (
            "data/cat.ttl: only rdflib reads 1 triple of it, such as "
            '<http://example.org/id/tom> <http://example.org/ontology#nickname> "Timmy"'
        ),
    ]


@pytest.mark.parametrize("normalize", [True, False])
def test_rdflib_is_left_as_it_was(
    make_subject: Callable[..., Subject], monkeypatch: pytest.MonkeyPatch, *, normalize: bool
) -> None:
    # pySHACL, which other tests ask, switches it off for good.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", normalize)
    level = logging.getLogger("rdflib.term").level
    check_parse(make_subject())
    assert rdflib.NORMALIZE_LITERALS is normalize
    assert logging.getLogger("rdflib.term").level == level


def test_named_files_are_read_alone(make_subject: Callable[..., Subject]) -> None:
    project: Project = make_subject().project
    outcome = check_parse(Subject(project, (Path("data/cat.ttl"),)))
    assert outcome.summary == "2 triples in 1 file, read by two parsers"
    assert outcome.state is State.RAN
