"""The check of the dataset's own description, and a second count by SPARQL."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

from visitkg.check.dataset import check_dataset
from visitkg.check.outcome import State
from visitkg.check.subject import Subject
from visitkg.check.void.distribution import project_file
from visitkg.graph.load import load_graph
from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.terms import VOID

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.check.outcome import Outcome

HEAD = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix ex: <http://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://example.org/dataset>
    a void:Dataset ;
"""


def found(outcome: Outcome) -> list[str]:
    return [str(finding) for finding in outcome.findings]


def describe(body: str) -> dict[str, str]:
    return {"data/dataset.ttl": f"{HEAD}{body}    .\n"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    void:triples 22 ;\n", []),
        ("    void:entities 9 ; void:classes 5 ; void:documents 2 ;\n", []),
        (
            "    void:triples 23 ;\n",
            [
                (
                    "data/dataset.ttl:10: <http://example.org/dataset>: "
                    "void:triples is stated as 23, but is 22"
                )
            ],
        ),
        (
            "    void:triples 22.0 ;\n",
            [
                (
                    "data/dataset.ttl:10: <http://example.org/dataset>: "
                    "void:triples is stated as 22.0, but is 22"
                )
            ],
        ),
        ("    void:classPartition [ void:class ex:Cat ; void:entities 1 ; void:triples 2 ] ;\n", 4),
        (
            "    void:propertyPartition [ void:property ex:nickname ; void:triples 2 ] ;\n",
            10,
        ),
        (
            (
                "    void:subset <http://example.org/dataset#a> ; void:triples 22 .\n"
                "<http://example.org/dataset#a> a void:Dataset ; void:triples 2 ;\n"
                "    void:dataDump <http://example.org/data/cat.ttl> ;\n"
            ),
            [],
        ),
        (
            (
                "    void:subset <http://example.org/dataset#a> ; void:triples 22 .\n"
                "<http://example.org/dataset#a> a void:Dataset ; void:triples 2 ;\n"
            ),
            [
                (
                    "data/dataset.ttl:11: <http://example.org/dataset#a>: "
                    "void:triples is stated as 2, which can't be verified: "
                    "no void:dataDump names a file of the project"
                )
            ],
        ),
        (
            "    void:triples 22 .\n<http://other.org/> a void:Dataset ; void:triples 5 ;\n",
            [],
        ),
        (
            (
                "    void:triples 22 .\n<http://other.org/> void:uriSpace 'http://purl.org/' .\n"
                "<http://example.org/links> a void:Linkset ; void:triples 1 ;\n"
                "    void:linkPredicate <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ;\n"
                "    void:objectsTarget <http://other.org/> ;\n"
            ),
            [
                (
                    "data/dataset.ttl:12: <http://example.org/links>: "
                    "void:triples is stated as 1, but is 0"
                )
            ],
        ),
        (
            "    void:triples 22 .\n<http://example.org/links> a void:Linkset ; void:triples 1 ;\n",
            [
                (
                    "data/dataset.ttl:11: <http://example.org/links>: void:triples is stated as 1, "
                    "which can't be verified: a linkset needs void:linkPredicate, "
                    "and void:uriSpace on its void:objectsTarget"
                )
            ],
        ),
        (
            "",
            [
                (
                    "data/dataset.ttl: warning: <http://example.org/dataset> states no counts: "
                    "add them with --update"
                )
            ],
        ),
    ],
    ids=[
        "right",
        "several right",
        "too many",
        "no integer",
        "classes left out",
        "a property wrong and others left out",
        "subset",
        "subset without files",
        "somebody else's dataset",
        "linkset",
        "linkset without ends",
        "no counts",
    ],
)
def test_what_is_stated_is_counted_again(
    make_subject: Callable[..., Subject], body: str, expected: list[str] | int
) -> None:
    outcome = check_dataset(make_subject(describe(body)))
    assert outcome.state is State.RAN
    if isinstance(expected, int):
        assert len(outcome.findings) == expected
    else:
        assert found(outcome) == expected


def test_each_partition_names_what_it_leaves_out_and_what_it_names_in_vain(
    make_subject: Callable[..., Subject],
) -> None:
    body = (
        "    void:classPartition [ void:class ex:Dog ; void:entities 0 ] ,\n"
        "        [ void:class ex:Cat ; void:entities 7 ] , [ void:class owl:Class ] ,\n"
        "        [ void:class ex:Cat ; void:entities 1 ] , [ void:entities 5 ] ;\n"
    )
    assert found(check_dataset(make_subject(describe(body)))) == [
        "data/dataset.ttl:11: ex:Cat: void:entities is stated as 7, but is 1",
        (
            "data/dataset.ttl:10: void:classPartition names ex:Dog, "
            "which nothing has or another part describes already"
        ),
        (
            "data/dataset.ttl:12: void:classPartition names ex:Cat, "
            "which nothing has or another part describes already"
        ),
        (
            "data/dataset.ttl:12: void:classPartition names no name, "
            "which nothing has or another part describes already"
        ),
        (
            "data/dataset.ttl:12: void:classPartition leaves out owl:AnnotationProperty, "
            "which has 5 triples"
        ),
        (
            "data/dataset.ttl:12: void:classPartition leaves out owl:DatatypeProperty, "
            "which has 6 triples"
        ),
        "data/dataset.ttl:12: void:classPartition leaves out owl:Ontology, which has 4 triples",
    ]


def offer(name: str, size: int, digest: str, algorithm: str = "sha256") -> str:
    return (
        f"    dcat:distribution <http://example.org/dataset#{name}> .\n"
        f"<http://example.org/dataset#{name}> dcat:downloadURL <http://example.org/{name}> ;\n"
        f"    dcat:byteSize {size} ; spdx:checksum [\n"
        f"        spdx:algorithm spdx:checksumAlgorithm_{algorithm} ;\n"
        f'        spdx:checksumValue "{digest}"^^xsd:hexBinary ] ;\n'
    )


def test_sizes_and_digests_of_files_are_compared(make_subject: Callable[..., Subject]) -> None:
    data = make_subject().project.root / "data/cat.ttl"
    content = data.read_bytes()
    right = offer("data/cat.ttl", len(content), sha256(content).hexdigest())
    outcome = check_dataset(make_subject(describe("    void:triples 22 ;\n" + right)))
    assert outcome.summary == "3 numbers stated by 1 file, 1 distribution compared"
    assert found(outcome) == ["data/dataset.ttl: no dcat:distribution offers ontology/cat.ttl"]
    wrong = offer("data/cat.ttl", 7, "abc")
    assert found(check_dataset(make_subject(describe("    void:triples 22 ;\n" + wrong))))[:2] == [
        (
            "data/dataset.ttl:13: <http://example.org/dataset#data/cat.ttl>: "
            f"dcat:byteSize is stated as 7, but is {len(content)}"
        ),
        (
            "data/dataset.ttl:15: <http://example.org/dataset#data/cat.ttl>: "
            f"spdx:checksumValue is stated as abc, but is {sha256(content).hexdigest()}"
        ),
    ]


def test_a_checksum_of_an_unknown_algorithm_cannot_be_verified(
    make_subject: Callable[..., Subject],
) -> None:
    data = make_subject().project.root / "data/cat.ttl"
    body = offer("data/cat.ttl", data.stat().st_size, "abc", "crc7")
    outcome = check_dataset(make_subject(describe("    void:triples 22 ;\n" + body)))
    assert found(outcome)[0].endswith(
        "which can't be verified: its spdx:algorithm is missing or unknown"
    )


@pytest.mark.parametrize(
    "name", ["dump.nt.gz", "../outside.ttl", "data"], ids=["not here", "outside", "folder"]
)
def test_a_distribution_that_is_no_file_of_the_project_is_counted_as_such(
    make_subject: Callable[..., Subject], name: str
) -> None:
    outcome = check_dataset(make_subject(describe("    void:triples 22 ;\n" + offer(name, 1, ""))))
    assert outcome.summary.endswith(", 0 distributions compared, 1 not in the project")
    assert found(outcome) == []


def test_a_project_without_a_description_has_nothing_to_check(
    make_subject: Callable[..., Subject],
) -> None:
    outcome = check_dataset(make_subject())
    assert outcome.state is State.NOTHING
    assert outcome.summary == "nothing to check here: no file describes a void:Dataset"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "    void:triples 1 ; void:documents 9 ;\n",
        "    void:triples 1 ; void:classPartition [ void:class ex:Dog ; void:entities 3 ] ;\n",
        "    void:propertyPartition [ void:property ex:nickname ; void:triples 2 ] ;\n",
        "    void:triples 1 ;\n" + offer("data/cat.ttl", 1, "abc"),
    ],
    ids=["no counts", "wrong counts", "stale class", "missing properties", "distribution"],
)
def test_an_update_makes_every_number_right_and_a_second_one_changes_nothing(
    make_subject: Callable[..., Subject], body: str
) -> None:
    subject = make_subject(describe(body), update=True)
    first = check_dataset(subject)
    assert "corrected" in first.summary
    assert [text for text in found(first) if "offers" not in text] == []
    written = Path("data/dataset.ttl").read_text(encoding="utf-8")
    again = check_dataset(subject)
    assert "corrected" not in again.summary
    assert Path("data/dataset.ttl").read_text(encoding="utf-8") == written


def test_an_update_keeps_all_else_that_is_said(make_subject: Callable[..., Subject]) -> None:
    body = (
        "    void:triples 1 ; <http://purl.org/dc/terms/title> 'Cats' ; ex:nickname _:b .\n"
        "_:b ex:nickname 1 ;\n"
    )
    subject = make_subject(describe(body), update=True)
    before = {str(item.triple.predicate) for item in read_triples(["data/dataset.ttl"])}
    check_dataset(subject)
    after = {str(item.triple.predicate) for item in read_triples(["data/dataset.ttl"])}
    assert before == after
    assert "'Cats'" not in Path("data/dataset.ttl").read_text(encoding="utf-8")
    assert '"Cats"' in Path("data/dataset.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def counted(root: Path) -> rdflib.Graph:
    """Return the lite files as rdflib reads them; a store would take 1.0 and 1.00 for one term."""
    return load_graph(find_project(root).lite_files())


@pytest.fixture(scope="module")
def described(root: Path) -> rdflib.Graph:
    return load_graph([root / "data" / "dataset.ttl"])


def stated(described: rdflib.Graph, query: str) -> Counter[tuple[str, ...]]:
    rows = described.query(f"PREFIX void: <{VOID}> SELECT {query}")
    return Counter(tuple(str(term) for term in row) for row in rows)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("statistic", "count"),
    [
        ("triples", len),
        ("entities", lambda g: len({s for s in g.subjects() if isinstance(s, rdflib.URIRef)})),
        ("classes", lambda graph: len(set(graph.objects(None, rdflib.RDF.type)))),
        ("properties", lambda graph: len(set(graph.predicates()))),
        ("distinctSubjects", lambda graph: len(set(graph.subjects()))),
        ("distinctObjects", lambda graph: len(set(graph.objects()))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rdflib_counts_what_the_dataset_states(
    counted: rdflib.Graph,
    described: rdflib.Graph,
    statistic: str,
    count: Callable[[rdflib.Graph], int],
) -> None:
    found = stated(described, f"?n {{ ?d void:classPartition ?p ; void:{statistic} ?n }}")
    assert set(found) == {(str(count(counted)),)}


def test_rdflib_counts_the_members_of_each_class(
    counted: rdflib.Graph, described: rdflib.Graph
) -> None:
    kinds = set(counted.objects(None, rdflib.RDF.type))
    assert len(kinds) > 50
    assert stated(described, "?c ?n { ?p void:class ?c ; void:entities ?n }") == Counter(
        (
            str(kind),
            str(sum(isinstance(s, rdflib.URIRef) for s in counted[: rdflib.RDF.type : kind])),
        )
        for kind in kinds
    )


def test_rdflib_counts_the_triples_of_each_property(
    counted: rdflib.Graph, described: rdflib.Graph
) -> None:
    uses = Counter(str(predicate) for predicate in counted.predicates())
    assert len(uses) > 50
    assert stated(described, "?p ?n { ?x void:property ?p ; void:triples ?n }") == Counter(
        (predicate, str(number)) for predicate, number in uses.items()
    )


def test_every_file_of_the_visit_is_offered_with_size_and_digest(root: Path) -> None:
    outcome = check_dataset(Subject(find_project(root)))
    assert outcome.findings == ()
    compared = re.search(r"(\d+) distributions compared", outcome.summary)
    assert compared
    assert int(compared[1]) == len(find_project(root).graph_files()) - 1


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://example.org/data/cat.ttl", "data/cat.ttl"),
        ("http://example.org/data/dog.ttl", None),
        ("http://example.org/../outside.ttl", None),
        ("http://other.org/data/cat.ttl", None),
        ("file:{root}/data/cat.ttl", "data/cat.ttl"),
        ("file:///etc/hostname", None),
    ],
    ids=["below the base", "not there", "outside", "another host", "file", "another file"],
)
def test_an_iri_names_a_file_of_the_project_or_none(
    make_subject: Callable[..., Subject], iri: str, name: str | None
) -> None:
    project = make_subject().project
    found_file = project_file(project, iri.format(root=project.root.resolve()))
    expected = None if name is None else (project.root / name).resolve()
    assert (found_file and found_file.resolve()) == expected


def test_a_relative_download_is_a_file_beside_the_description(
    make_subject: Callable[..., Subject],
) -> None:
    body = (
        "    void:triples 22 ; dcat:distribution <http://example.org/d> .\n"
        "<http://example.org/d> dcat:downloadURL <cat.ttl> ; dcat:byteSize 1 ;\n"
    )
    outcome = check_dataset(make_subject(describe(body)))
    assert "1 distribution compared" in outcome.summary
    assert "dcat:byteSize is stated as 1, but is" in found(outcome)[0]
