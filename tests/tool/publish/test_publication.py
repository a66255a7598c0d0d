"""Nanopublications are documents of the site, and versions lead to where they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from visitkg.publish.content import read_site
from visitkg.publish.moved import find_moved
from visitkg.publish.page.edition import Edition
from visitkg.publish.page.nanopublication import make_publications
from visitkg.publish.page.site import make_pages
from visitkg.publish.publication import read_publications
from visitkg.publish.publish import Versions, make_site
from visitkg.publish.versions import Version
from visitkg.publish.views import read_exported

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from visitkg.publish.content import Site

BASE = "https://example.org/kg/"
CLAIM = (
    "@prefix v: <https://w3id.org/visitkg/ontology#> . :late a v:Proposition ; t:of :tram ;"
    " rdfs:label 'Tram is late' . :one a v:Claim ; v:asserts :late ; v:epistemicStatus t:Maybe ."
    " t:Maybe rdfs:label 'Maybe' ; v:strength 1 . "
)


def files_of(site: Site, folder: Path, released: Version | None = None) -> Mapping[str, bytes]:
    made = make_site(site, Versions(released, ()), folder / "not-there")
    return {file.path: file.content for file in made}


def test_each_nanopublication_is_a_page_and_trig_and_together_they_are_the_export(
    visit_site: Site, tmp_path: Path
) -> None:
    files = files_of(visit_site, tmp_path)
    trig = [path for path in files if path.startswith("np/") and path.endswith(".trig")]
    assert len(trig) == 155
    parts = [set(parse(files[path], format=RdfFormat.TRIG)) for path in trig]
    whole = set(parse(files["export/nanopublications.trig"], format=RdfFormat.TRIG))
    assert set().union(*parts) == whole
    assert sum(map(len, parts)) == len(whole)
    for path in trig:
        page = files[f"{path.removesuffix('.trig')}.html"].decode()
        assert re.search(r'class="badge s\d"', page.partition("<h1>")[0]), path
        name = path.rpartition("/")[2]
        assert f'<link rel="alternate" type="application/trig" href="{name}"' in page
        for graph in ("head", "assertion", "provenance", "pubinfo"):
            assert page.count(f'id="{graph}"') == 1, path


def test_a_claim_leads_to_its_nanopublication_and_back(
    make_project: Callable[..., Site], tmp_path: Path
) -> None:
    files = files_of(make_project(CLAIM), tmp_path)
    assert 'href="../np/one.html"' in files["id/one.html"].decode()
    page = files["np/one.html"].decode()
    assert 'href="../id/one.html"' in page
    assert page.index("Maybe") < page.index("<h1>")


def test_a_literal_that_looks_like_a_graph_does_not_break_the_page(
    make_project: Callable[..., Site], tmp_path: Path
) -> None:
    text = "x\\n}\\n\\nsub:evil {\\n<script>"
    data = CLAIM.replace("'Tram is late'", f"'Tram is late' , '{text}'@de")
    page = files_of(make_project(data), tmp_path)["np/one.html"].decode()
    assert "<script>" not in page
    for graph in ("head", "assertion", "provenance", "pubinfo"):
        assert page.count(f'id="{graph}"') == 1


def test_a_document_of_the_graph_keeps_its_page(
    make_project: Callable[..., Site], tmp_path: Path
) -> None:
    data = f"{CLAIM} <{BASE}np/one> rdfs:label 'Mine' ."
    files = files_of(make_project(data), tmp_path)
    assert "<bdi>Mine</bdi></h1>" in files["np/one.html"].decode()
    assert "np/one.trig" in files
    assert "np/one.ttl" in files


def test_without_claims_there_are_none(make_project: Callable[..., Site], tmp_path: Path) -> None:
    files = files_of(make_project(":a a t:Tram ."), tmp_path)
    assert not any(path.startswith("np/") or path.endswith(".trig") for path in files)


@pytest.mark.parametrize(
    ("versions", "moved"),
    [
        ([], {"1.0.0/ontology": "ontology"}),
        (["0.9.0"], {"1.0.0/ontology": "ontology"}),
        (["1.0.0"], {}),
        (["1.1.0", "1.0.0"], {}),
    ],
)
def test_the_iri_of_a_version_leads_to_it_once_it_is_released(
    visit_site: Site, versions: list[str], moved: Mapping[str, str]
) -> None:
    told = [Version(name, name) for name in versions]
    assert find_moved(visit_site, read_exported(visit_site), told) == moved


def test_a_version_that_is_released_has_its_ontology_at_its_iri(
    visit_site: Site, tmp_path: Path
) -> None:
    files = files_of(visit_site, tmp_path, Version("1.0.0", "1.0.0"))
    for suffix in ("html", "ttl", "nt", "jsonld", "rdf"):
        assert f"1.0.0/ontology.{suffix}" in files
    assert b"1.0.0/ontology" not in files["_redirects"]
    assert b'"^1[.]0[.]0/ontology' not in files[".htaccess"]


def test_hosts_of_static_files_are_told_where_a_version_leads(
    visit_site: Site, tmp_path: Path
) -> None:
    lines = files_of(visit_site, tmp_path)["_redirects"].decode().splitlines()
    assert "/visitkg/1.0.0/ontology /visitkg/ontology.html 302" in lines
    assert "/visitkg/1.0.0/ontology.ttl /visitkg/ontology.ttl 302" in lines
    assert len(lines) == 6


def test_no_version_leads_anywhere_without_one(make_project: Callable[..., Site]) -> None:
    site = make_project(":a a t:Tram .")
    assert find_moved(site, read_exported(site), []) == {}


def test_a_version_that_the_graph_tells_itself_keeps_its_page(
    make_project: Callable[..., Site],
) -> None:
    site = make_project(
        f"<{BASE}1.0/ontology> rdfs:label 'told' .",
        f"<{BASE}ontology> a owl:Ontology ; owl:versionInfo '1.0' .",
    )
    assert find_moved(site, read_exported(site), []) == {}


def test_a_version_that_is_only_mentioned_is_told_where_it_is_frozen(
    make_project: Callable[..., Site], tmp_path: Path
) -> None:
    ontology = (
        f"<{BASE}ontology> a owl:Ontology ; owl:versionIRI <{BASE}1.0/ontology> ;"
        f" owl:priorVersion <{BASE}0.9/ontology> , <{BASE}0.8/ontology> . t:Tram a owl:Class ."
    )
    site = make_project(":a a t:Tram .", ontology)
    mentioned = files_of(site, tmp_path)
    for name in ("1.0", "0.9", "0.8"):
        assert b"What points here" in mentioned[f"{name}/ontology.html"]
    previous = tmp_path / "previous"
    for suffix in ("html", "ttl"):
        (previous / "0.9").mkdir(parents=True, exist_ok=True)
        (previous / "0.9" / f"ontology.{suffix}").write_text("as it was")
    versions = Versions(Version("1.0", "1.0"), (Version("0.9", "0.9"),))
    made = list(make_site(site, versions, previous))
    files = {file.path: file.content for file in made}
    assert len(files) == len(made)
    assert b"Tram" in files["1.0/ontology.html"]
    assert files["0.9/ontology.html"] == b"as it was"
    assert b"What points here" in files["0.8/ontology.html"]
    assert f'href="{BASE}1.0/ontology"'.encode() in files["ontology.html"]


def test_pages_alone_lead_to_no_nanopublications(make_project: Callable[..., Site]) -> None:
    site = make_project(CLAIM)
    pages = {file.path: file.content.decode() for file in make_pages(site)}
    assert "np/one.html" not in pages
    assert "nanopublication" not in pages["id/one.html"]
    content = read_exported(site)
    publications = read_publications(site, content)
    assert list(publications) == [f"{BASE}id/one"]
    with_them = make_publications(Edition(site, publications), content)
    assert [file.path for file in with_them] == ["np/one.trig", "np/one.html"]
    assert read_site(site.project).documents == site.documents
