"""What is published is described truly: sizes, checksums, addresses, versions."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from visitkg.publish.catalog import make_catalog
from visitkg.publish.dataset_data import schema_dataset
from visitkg.publish.distribution import find_distributions, write_size
from visitkg.publish.download import make_descriptions, make_downloads
from visitkg.publish.page.edition import Edition
from visitkg.publish.representation import RDF_FORMATS
from visitkg.publish.versions import Version
from visitkg.publish.void import make_void
from visitkg.terms import DCAT, DCTERMS, FOAF, SPDX, VOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from visitkg.publish.content import Site
    from visitkg.publish.distribution import Distribution
    from visitkg.publish.file import File

BASE = "https://w3id.org/visitkg/"
DATASET = f"{BASE}dataset"
VERSIONS = (Version("1.0.0", "1.0.0", "2026-11-24"), Version("0.9", "0.9"))


@pytest.fixture(scope="module")
def downloads(visit_site: Site) -> tuple[dict[str, bytes], tuple[Distribution, ...]]:
    return collect(visit_site)


def collect(site: Site, folder: str = "") -> tuple[dict[str, bytes], tuple[Distribution, ...]]:
    files: dict[str, bytes] = {}
    found: list[tuple[Distribution, ...]] = []

    def run() -> Iterator[File]:
        found.append((yield from make_downloads(site, folder)))

    for file in run():
        assert file.path not in files
        files[file.path] = file.content
    return files, found[0]


def load(text: bytes, format_: RdfFormat = RdfFormat.TURTLE) -> Store:
    store = Store()
    store.extend(pyoxigraph.parse(text, format_))
    return store


def catalog(
    site: Site, distributions: Sequence[Distribution], versions: Sequence[Version] = ()
) -> Store:
    return load(next(iter(make_catalog(site, distributions, versions))).content)


def objects(store: Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return sorted(getattr(quad.object, "value", str(quad.object)) for quad in found)


def only(store: Store, subject: str, predicate: str) -> str:
    (value,) = objects(store, subject, predicate)
    return value


def test_each_dump_and_table_is_in_the_catalogue_with_what_its_bytes_are(
    visit_site: Site, downloads: tuple[dict[str, bytes], tuple[Distribution, ...]]
) -> None:
    files, distributions = downloads
    store = catalog(visit_site, distributions)
    described = {}
    for each in objects(store, DATASET, DCAT + "distribution"):
        url = only(store, each, DCAT + "downloadURL")
        content = files[url.removeprefix(BASE)]
        assert only(store, each, DCAT + "byteSize") == str(len(content))
        checksum = only(store, each, SPDX + "checksum")
        digest = hashlib.sha256(content).hexdigest()
        assert only(store, checksum, SPDX + "checksumValue") == digest
        assert only(store, checksum, SPDX + "algorithm") == f"{SPDX}checksumAlgorithm_sha256"
        assert only(store, each, DCTERMS + "license")
        described[url.rpartition(".")[2]] = only(store, each, DCAT + "mediaType").partition(
            "media-types/"
        )[2]
    assert described | {"parquet": ""} == {
        "csv": "text/csv",
        "gz": "application/n-triples",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
        "parquet": "",
        "rdf": "application/rdf+xml",
        "ttl": "text/turtle",
    }
    left = {"csv-metadata.json", "README.md", "SHA256SUMS"}
    expected = [path for path in files if path.rpartition("/")[2] not in left]
    assert len(distributions) == len(expected) >= 21


def test_the_catalogue_says_the_same_in_each_format(
    visit_site: Site, downloads: tuple[dict[str, bytes], tuple[Distribution, ...]]
) -> None:
    files = list(make_catalog(visit_site, downloads[1], VERSIONS))
    assert [file.path for file in files] == [f"catalog.{suffix}" for suffix in RDF_FORMATS]
    graphs = [set(load(file.content, RDF_FORMATS[file.path.partition(".")[2]])) for file in files]
    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)
    assert files == list(make_catalog(visit_site, downloads[1], VERSIONS))


def test_the_catalogue_says_of_the_dataset_what_the_graph_does(visit_site: Site) -> None:
    store = catalog(visit_site, ())
    for predicate in ("title", "description", "creator", "issued", "license"):
        node = NamedNode(DCTERMS + predicate)
        stated = set(visit_site.view.store.quads_for_pattern(NamedNode(DATASET), node, None))
        assert set(store.quads_for_pattern(NamedNode(DATASET), node, None)) == stated != set()
    assert objects(store, f"{BASE}catalog", DCAT + "dataset") == [DATASET]


def test_versions_follow_each_other(visit_site: Site) -> None:
    store = catalog(visit_site, (), VERSIONS)
    new, old = f"{BASE}catalog#version-1.0.0", f"{BASE}catalog#version-0.9"
    assert objects(store, DATASET, DCAT + "hasVersion") == [old, new]
    assert objects(store, DATASET, DCAT + "hasCurrentVersion") == [new]
    assert objects(store, new, DCAT + "prev") == objects(store, new, DCAT + "previousVersion")
    assert objects(store, new, DCAT + "prev") == [old]
    assert objects(store, old, DCAT + "prev") == []
    assert only(store, old, DCAT + "landingPage") == f"{BASE}0.9/"
    assert only(store, new, DCAT + "isVersionOf") == DATASET


def test_files_of_a_version_are_named_where_they_stay(visit_site: Site) -> None:
    _, distributions = collect(visit_site, "1.0.0/")
    assert {each.url.startswith(f"{BASE}1.0.0/") for each in distributions} == {True}


def test_void_is_where_programs_look_for_it(
    visit_site: Site, downloads: tuple[dict[str, bytes], tuple[Distribution, ...]]
) -> None:
    file = make_void(visit_site, downloads[1])
    assert file.path == ".well-known/void"
    assert file == make_void(visit_site, downloads[1])
    store = load(file.content)
    own = f"{BASE}.well-known/void"
    assert only(store, own, FOAF + "primaryTopic") == DATASET
    assert only(store, DATASET, VOID + "uriSpace") == BASE
    dumps = objects(store, DATASET, VOID + "dataDump")
    assert [url.removeprefix(BASE) in downloads[0] for url in dumps] == [True] * 5
    examples = objects(store, DATASET, VOID + "exampleResource")
    assert examples
    assert all(visit_site.documents[iri].is_thing for iri in examples)
    vocabularies = objects(store, DATASET, VOID + "vocabulary")
    assert f"{BASE}ontology#" in vocabularies
    assert f"{BASE}id/" not in vocabularies


def test_search_engines_are_told_of_the_dataset(
    visit_site: Site, downloads: tuple[dict[str, bytes], tuple[Distribution, ...]]
) -> None:
    files, distributions = downloads
    data = schema_dataset(visit_site, distributions)
    assert data["@type"] == "Dataset"
    # What Google requires and recommends: a description of 50 to 5,000 characters.
    assert 50 <= len(data["description"]) <= 5_000
    assert data["name"]
    assert data["license"].startswith("https://creativecommons.org/")
    assert data["temporalCoverage"] == "2025-09-02/2025-09-03"
    assert data["creator"][0]["name"] == "The visitkg project"
    assert len(data["distribution"]) == len(distributions)
    for each in data["distribution"]:
        content = files[each["contentUrl"].removeprefix(BASE)]
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["contentSize"] == f"{len(content)} B"


def test_the_page_shows_each_file_and_each_link_has_its_target(
    visit_site: Site, downloads: tuple[dict[str, bytes], tuple[Distribution, ...]]
) -> None:
    files, distributions = downloads
    made = {
        file.path: file.content
        for file in make_descriptions(Edition(visit_site), distributions, VERSIONS)
    }
    text = made["catalog.html"].decode()
    linked = set(re.findall(r'href="((?:dump|tables)/[^"]+)"', text))
    assert linked <= set(files)
    assert {each.path for each in distributions} <= linked
    assert all(each.sha256 in text for each in distributions)
    store = load(made["catalog.ttl"])
    for each in objects(store, DATASET, DCAT + "distribution"):
        assert f'id="{each.partition("#")[2]}"' in text
    for page in ("changelog.html", "versions.html"):
        assert b'href="catalog.html"' in made[page]
    assert b'href="0.9/index.html"' in made["versions.html"]


def test_a_project_without_a_description_has_a_catalogue_nevertheless(
    make_project: Callable[..., Site],
) -> None:
    site = make_project(":a a t:A .", home="https://mirror.example/")
    files, distributions = collect(site)
    assert all(each.url.startswith("https://mirror.example/") for each in distributions)
    store = catalog(site, distributions)
    dataset = "https://example.org/kg/catalog#dataset"
    assert only(store, dataset, DCTERMS + "title") == "project"
    assert only(store, dataset, DCAT + "version") == "0"
    assert objects(store, dataset, DCTERMS + "license") == []
    data = schema_dataset(site, distributions)
    assert "license" not in data
    assert "temporalCoverage" not in data
    made = {file.path for file in make_descriptions(Edition(site), distributions)}
    assert {"catalog.html", ".well-known/void", "search.json"} <= made
    assert not {"changelog.html", "versions.html", "versions.json", "releases.atom"} & made
    assert "dump/SHA256SUMS" in files


def test_a_scanty_description_is_completed(make_project: Callable[..., Site]) -> None:
    dcat, terms = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
    site = make_project(
        f"<https://example.org/kg/set> a <{dcat}Dataset> ; <{terms}creator> 'Ann', :ann ;"
        f" <{terms}issued> 'soon' ; <{terms}temporal> [ <{dcat}startDate> '2020-01-02' ] ."
        f" :ann a <{FOAF}Person> ; <{FOAF}name> 'Ann B' ."
    )
    store = catalog(site, ())
    assert only(store, "https://example.org/kg/set", DCTERMS + "title") == "project"
    data = schema_dataset(site, ())
    assert data["temporalCoverage"] == "2020-01-02/.."
    assert [each["@type"] for each in data["creator"]] == ["Organization", "Person"]
    assert "datePublished" not in data


def test_a_dataset_elsewhere_is_not_ours(make_project: Callable[..., Site]) -> None:
    site = make_project("<https://example.com/x> a <http://www.w3.org/ns/dcat#Dataset> .")
    assert objects(catalog(site, ()), "https://example.com/x", DCTERMS + "title") == []


def test_the_catalogue_gives_way_to_a_document(make_project: Callable[..., Site]) -> None:
    site = make_project("<https://example.org/kg/catalog> rdfs:label 'Cats' .")
    assert next(iter(make_catalog(site, find_distributions(site, ())))).path == "catalog-.ttl"


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (2_345_678, "2.3 MB")],
)
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert write_size(size) == words
