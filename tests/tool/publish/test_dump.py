"""The whole graph in one file, in each format: nothing lost, nothing added."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from visitkg.publish.checksum import digest_file, make_checksums
from visitkg.publish.dump import make_dumps
from visitkg.publish.file import File
from visitkg.publish.representation import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from visitkg.publish.content import Site

NAMES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


def canonical(triples: Iterable[Triple]) -> set[str]:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def read(text: bytes, suffix: str) -> set[str]:
    return canonical(quad.triple for quad in pyoxigraph.parse(text, RDF_FORMATS[suffix]))


def judge(name: str) -> Any:  # noqa: ANN401  (a module without types)
    """Return another library, or skip; on the project's own CI fail instead."""
    try:
        return import_module(name)
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        return pytest.skip(f"{name} is not installed: pip install --group dev")


@pytest.fixture(scope="module")
def dumps(visit_site: Site) -> dict[str, bytes]:
    return {file.path.partition("1.0.0.")[2]: file.content for file in make_dumps(visit_site)}


@pytest.fixture(scope="module")
def graph(visit_site: Site) -> set[str]:
    return canonical(visit_site.triples())


def test_the_dumps_are_named_after_project_and_version(visit_site: Site) -> None:
    assert [file.path for file in make_dumps(visit_site)] == [
        f"dump/visitkg-1.0.0.{suffix}" for suffix in ("ttl", "nt", "jsonld", "rdf", "nt.gz")
    ]


@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_a_dump_is_the_graph(dumps: dict[str, bytes], graph: set[str], suffix: str) -> None:
    assert len(graph) > 9_000
    assert read(dumps[suffix], suffix) == graph


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_another_parser_reads_the_same(
    dumps: dict[str, bytes], graph: set[str], suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    theirs = rdflib.Graph().parse(data=dumps[suffix], format=NAMES[suffix])
    assert read(theirs.serialize(format="nt", encoding="utf-8"), "nt") == graph


def test_another_processor_reads_the_same_json_ld(dumps: dict[str, bytes], graph: set[str]) -> None:
    pyld = judge("pyld")
    text = pyld.jsonld.to_rdf(json.loads(dumps["jsonld"]), {"format": "application/n-quads"})
    assert read(text.encode(), "nt") == graph


def test_the_packed_dump_is_the_plain_one(dumps: dict[str, bytes]) -> None:
    assert gzip.decompress(dumps["nt.gz"]) == dumps["nt"]
    # No time, no name, no system.
    assert dumps["nt.gz"][:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_a_dump_is_the_same_each_time(visit_site: Site, dumps: dict[str, bytes]) -> None:
    assert [file.content for file in make_dumps(visit_site)] == list(dumps.values())
    lines = dumps["nt"].splitlines()
    assert len(set(lines)) == len(lines)


def test_the_sums_are_those_of_the_files(visit_site: Site) -> None:
    files = {file.path: file.content for file in make_dumps(visit_site)}
    (sums,) = make_checksums(digest_file(File(*item)) for item in files.items())
    assert sums.path == "dump/SHA256SUMS"
    lines = [line.split("  ") for line in sums.content.decode().splitlines()]
    assert [name for _, name in lines] == sorted(path.removeprefix("dump/") for path in files)
    for digest, name in lines:
        assert digest == hashlib.sha256(files[f"dump/{name}"]).hexdigest()


def test_each_folder_has_its_own_sums() -> None:
    digests = [digest_file(File(path, b"x")) for path in ("b/x", "a/z", "a/y", "top")]
    sums = {file.path: file.content.decode() for file in make_checksums(digests)}
    assert list(sums) == ["SHA256SUMS", "a/SHA256SUMS", "b/SHA256SUMS"]
    assert [line[66:] for line in sums["a/SHA256SUMS"].splitlines()] == ["y", "z"]


@pytest.mark.parametrize(
    ("ontology", "version"),
    [
        ("", "0"),
        ('<https://example.org/kg/ontology> a owl:Ontology ; owl:versionInfo "2.1" .', "2.1"),
        ('<https://example.org/kg/ontology> a owl:Ontology ; owl:versionInfo "../2 b" .', "2-b"),
        ('<https://example.org/kg/ontology> a owl:Ontology ; owl:versionInfo "../.." .', "0"),
    ],
)
def test_without_a_dataset_the_version_is_that_of_the_ontology(
    make_project: Callable[..., Site], ontology: str, version: str
) -> None:
    site = make_project(":a rdfs:label 'A' .", ontology=ontology)
    paths = [file.path for file in make_dumps(site)]
    assert paths[0] == f"dump/project-{version}.ttl"


def test_the_folder_of_the_dumps_gives_way_to_documents(make_project: Callable[..., Site]) -> None:
    site = make_project("<https://example.org/kg/dump/a> rdfs:label 'A' .")
    assert next(iter(make_dumps(site))).path == "dump-/project-0.ttl"
