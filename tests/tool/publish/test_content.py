"""Each triple of a graph stands in one document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from visitkg.errors import InputError, UsageError
from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.publish.content import read_site
from visitkg.publish.publish import Versions, make_site
from visitkg.publish.representation import RDF_FORMATS, explain_left_out, represent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pyoxigraph import Triple

    from visitkg.publish.content import Site

BASE = "https://example.org/kg/"


def canonical(triples: Iterable[Triple]) -> set[str]:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def test_all_documents_together_are_the_graph(visit_site: Site) -> None:
    project = visit_site.project
    files = [*project.graph_files(), *project.shape_files()]
    assert canonical(visit_site.triples()) == canonical(each.triple for each in read_triples(files))


def test_a_blank_node_stands_in_one_document(visit_site: Site) -> None:
    homes = Counter(
        node
        for document in visit_site.documents.values()
        if document.source is None
        for node in {t.subject for t in document.triples if isinstance(t.subject, BlankNode)}
    )
    assert homes
    assert set(homes.values()) == {1}


def test_each_iri_of_the_base_has_a_document(visit_site: Site) -> None:
    documents, addresses = visit_site.documents, visit_site.addresses
    mentioned = {
        node.value
        for triple in visit_site.triples()
        for node in triple
        if isinstance(node, pyoxigraph.NamedNode) and node.value.startswith(addresses.base)
    }
    missing = {iri for iri in mentioned if addresses.document(iri) not in documents}
    # What is left are files of documents, which are there as one of its representations.
    assert all(
        iri.removesuffix(".ttl") in documents and iri.endswith(".ttl")
        for iri in missing
        if not iri.startswith(f"{addresses.base}dump/")
    )
    assert len({document.path for document in documents.values()}) == len(documents)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_each_format_is_read_by_two_parsers_alike(
    visit_site: Site, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    seen = 0
    for document in list(visit_site.documents.values())[::9]:
        text = represent(document, suffix, visit_site.prefixes)
        ours = [q.triple for q in pyoxigraph.parse(text, RDF_FORMATS[suffix])]
        assert canonical(ours) == canonical(document.triples), document.iri
        if len(ours) < 100:
            read = rdflib.Graph().parse(data=text, format=names[suffix])
            # Written plainly and read again: rdflib keeps the case of languages.
            plain = read.serialize(format="nt", encoding="utf-8")
            theirs = [q.triple for q in pyoxigraph.parse(plain, RDF_FORMATS["nt"])]
            assert canonical(theirs) == canonical(ours)
        seen += 1
    assert seen > 40


def test_a_thing_is_no_document(visit_site: Site) -> None:
    kinds = {document.path: document.is_thing for document in visit_site.documents.values()}
    assert kinds["id/kim-jong-un"]
    assert kinds["id/editorialge-report"]
    assert not any(kinds[path] for path in ("ontology", "shapes", "dataset", "data/agent", "index"))


def test_a_foreign_subject_is_told_where_its_file_is(make_project: Callable[..., Site]) -> None:
    site = make_project("<urn:x> rdfs:label 'X' . <https://example.org/kg/data> a owl:Ontology .")
    (told,) = (d for d in site.documents.values() if "urn:x" in str(d.triples))
    assert told.iri == f"{BASE}data"
    assert told.source is not None


def test_a_foreign_subject_of_a_file_without_a_header_is_told_in_front(
    make_project: Callable[..., Site],
) -> None:
    site = make_project("<urn:x> rdfs:label 'X' .")
    assert "urn:x" in str(site.documents[BASE].triples)


def test_a_blank_node_of_nobody_is_kept(make_project: Callable[..., Site]) -> None:
    site = make_project("[] rdfs:label 'nobody' . _:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .")
    assert len(site.documents[BASE].triples) == 3


def test_blank_nodes_go_with_what_refers_to_them(make_project: Callable[..., Site]) -> None:
    site = make_project(":b :p _:x . :a :p _:x . _:x :q [ :r 1 ] .")
    assert len(site.documents[f"{BASE}id/a"].triples) == 3
    assert len(site.documents[f"{BASE}id/b"].triples) == 1


def test_two_readings_are_equal(make_project: Callable[..., Site]) -> None:
    text = ":a :p [ :q [] ] , [] ; :r 1.0 , 01 , 'x'@en-GB ."
    first, second = make_project(text), make_project(text)
    assert first.documents == second.documents
    for document in first.documents.values():
        for suffix in RDF_FORMATS:
            told = represent(document, suffix, first.prefixes)
            assert told == represent(document, suffix, second.prefixes)


def test_literals_keep_their_spelling(make_project: Callable[..., Site]) -> None:
    site = make_project(":a :p 01 , 1.50 , 'true'^^<http://www.w3.org/2001/XMLSchema#boolean> .")
    for suffix in RDF_FORMATS:
        text = represent(site.documents[f"{BASE}id/a"], suffix, site.prefixes)
        assert b"01" in text
        assert b"1.50" in text


UNSAYABLE = [":a <urn:x/1> 1 .", ":a <urn:x/> 1 .", r":a :p '\u0001' .", r":a :p '\uFFFF' ."]


@pytest.mark.parametrize("text", UNSAYABLE)
def test_what_xml_cannot_say_is_there_in_the_other_formats(
    make_project: Callable[..., Site], text: str, tmp_path: Path
) -> None:
    site = make_project(f"{text} :b :p 1 .")
    document = site.documents[f"{BASE}id/a"]
    with pytest.raises(InputError, match=r"XML.*<https://example.org/kg/id/a>"):
        represent(document, "rdf", site.prefixes)
    files = {f.path: f.content for f in make_site(site, Versions(None, ()), tmp_path)}
    assert "id/a.rdf" not in files
    assert "dump/project-0.rdf" not in files
    assert {"id/a.ttl", "id/a.nt", "id/a.jsonld", "id/b.rdf", "dump/project-0.ttl"} <= set(files)
    page = files["id/a.html"].decode()
    assert "a.rdf" not in page
    assert page.count("RDF/XML") == 0
    assert 'href="a.jsonld"' in page
    assert 'href="b.rdf"' in files["id/b.html"].decode()
    assert b"project-0.rdf" not in files["catalog.ttl"]
    told = explain_left_out(site)
    assert told is not None
    assert told.startswith("1 document is not there as .rdf: ")
    assert "<https://example.org/kg/id/a>" in told


def test_nothing_is_left_out_where_xml_can_say_all(make_project: Callable[..., Site]) -> None:
    assert explain_left_out(make_project(":a :p 'é' , '\t' , '\U00010000' ; :ü 1 .")) is None


def test_all_that_is_left_out_is_counted(make_project: Callable[..., Site]) -> None:
    told = explain_left_out(make_project(":a <urn:x/1> 1 . :b <urn:x/1> 1 ."))
    assert (told or "").startswith("2 documents are not there as .rdf: RDF/XML can't name")


def test_a_project_without_a_base_is_refused(tmp_path: Path) -> None:
    (tmp_path / "visitkg.toml").write_text("")
    with pytest.raises(UsageError, match="no base"):
        read_site(find_project(tmp_path))


def test_all_documents_together_are_the_graph_in_order(visit_site: Site) -> None:
    told = {triple for each in visit_site.documents.values() for triple in each.triples}
    assert visit_site.triples() == sorted(told, key=str)
