"""What an IRI with a fragment names has a section in its document, and a page of its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from visitkg.publish.page.edition import Edition
from visitkg.publish.page.part import tell_parts
from visitkg.publish.page.site import make_pages
from visitkg.publish.publish import Versions, make_site
from visitkg.publish.representation import RDF_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from visitkg.publish.content import Site
    from visitkg.publish.page.part import Part

BASE = "https://example.org/kg/"
KINDS = {"class", "concept", "property", "scheme", "shape", "span"}


@pytest.fixture(scope="module")
def edition(visit_site: Site) -> Edition:
    return Edition(visit_site)


@pytest.fixture(scope="module")
def files(visit_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    nothing = tmp_path_factory.mktemp("nothing")
    made = make_site(visit_site, Versions(None, ()), nothing)
    return {file.path: file.content for file in made}


def parts_of(site: Site) -> Mapping[str, Part]:
    return Edition(site).parts


def triples_of(site: Site) -> Mapping[str, Sequence[Triple]]:
    parts = parts_of(site)
    return {
        page.subjects[0]: page.triples
        for document in site.documents.values()
        for page in tell_parts(document, parts)
    }


def read(text: bytes, suffix: str) -> set[Triple]:
    return {quad.triple for quad in parse(text, format=RDF_FORMATS[suffix])}


def test_each_span_shape_and_term_has_a_page_of_its_own(
    edition: Edition, files: Mapping[str, bytes]
) -> None:
    wanted = [s.iri for s in edition.known.values() if s.kind in KINDS and "#" in s.iri]
    assert {edition.known[iri].kind for iri in wanted} == KINDS
    assert len(wanted) > 600
    for iri in wanted:
        page = edition.parts[iri].page
        for suffix in ("html", *RDF_FORMATS):
            assert f"{page.path}.{suffix}" in files, iri


def test_pages_lie_where_their_names_say(edition: Edition) -> None:
    base = edition.base
    paths = {
        f"{base}id/editorialge-report#offset_0_56": "id/editorialge-report/offset_0_56",
        f"{base}ontology#Claim": "ontology/class/Claim",
        f"{base}ontology#asserts": "ontology/property/asserts",
        f"{base}shapes#Claim-evidence": "shapes/shape/Claim-evidence",
    }
    found = {iri: edition.parts[iri].page.path for iri in paths if iri in edition.parts}
    assert {iri: path for iri, path in paths.items() if iri in found} == found
    assert len(found) >= 3


def test_no_two_files_of_the_site_are_one_where_case_is_lost(files: Mapping[str, bytes]) -> None:
    assert len({path.casefold() for path in files}) == len(files)


def test_the_section_leads_to_the_page_and_the_page_back(
    edition: Edition, files: Mapping[str, bytes]
) -> None:
    for iri, part in edition.parts.items():
        document, _, fragment = iri.partition("#")
        path = edition.site.documents[document].path
        section = files[f"{path}.html"].decode().split(f'id="{fragment}"')[1].split("</section>")[0]
        assert f'{part.page.path.rpartition("/")[2]}.html"' in section, iri
        page = files[f"{part.page.path}.html"].decode()
        assert f'{path.rpartition("/")[2]}.html#{fragment}"' in page, iri
        assert f'<link rel="describes" href="{iri}">' in page


def test_the_graph_is_in_its_documents_and_again_in_parts(
    visit_site: Site, edition: Edition, files: Mapping[str, bytes]
) -> None:
    """Blank nodes bear the same labels, so that whoever joins N-Triples has each once."""
    graph = set(visit_site.triples())
    union: set[Triple] = set()
    for document in visit_site.documents.values():
        union |= read(files[f"{document.path}.nt"], "nt")
    assert union == graph
    for iri, part in edition.parts.items():
        told = read(files[f"{part.page.path}.nt"], "nt")
        assert told <= graph
        assert told >= {t for t in graph if t.subject == NamedNode(iri)}, iri
        blank = {t.object for t in told if isinstance(t.object, BlankNode)}
        assert {t.subject for t in told} == {NamedNode(iri), *blank}, iri
        assert {t for t in graph if t.subject in blank} <= told, iri


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD
@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_each_format_of_a_part_says_the_same(
    edition: Edition, files: Mapping[str, bytes], suffix: str
) -> None:
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    told = triples_of(edition.site)
    seen = 0
    for part in list(edition.parts.values())[::9]:
        text = files[f"{part.page.path}.{suffix}"]
        count = len(list(parse(text, format=RDF_FORMATS[suffix])))
        assert count == len(told[part.subject.iri]), part.subject.iri
        if count < 60:
            theirs = Graph().parse(data=text, format=names[suffix])
            ours = Graph().parse(data=files[f"{part.page.path}.nt"], format="nt")
            assert isomorphic(theirs, ours), part.subject.iri
            seen += 1
    assert seen > 50


def test_a_part_has_its_blank_nodes_and_those_below(make_project: Callable[..., Site]) -> None:
    site = make_project(
        ":a a t:One .",
        "t:One a owl:Class ; rdfs:subClassOf [ owl:unionOf ( t:Two [ t:deep 1 ] ) ] , _:shared ."
        " t:Two a owl:Class ; rdfs:subClassOf _:shared . _:shared t:p 1 .",
    )
    one, two = (triples_of(site)[f"{BASE}ontology#{name}"] for name in ("One", "Two"))
    assert len(one) == 3 + 1 + 4 + 1 + 1
    assert len(two) == 3
    assert len(site.triples()) == 2 + len(one) + 2
    (shared,) = {t.object for t in one} & {t.object for t in two if isinstance(t.object, BlankNode)}
    assert isinstance(shared, BlankNode)


def test_blank_nodes_in_a_circle_end(make_project: Callable[..., Site]) -> None:
    site = make_project("", "t:One a owl:Class ; t:p _:a . _:a t:p _:b . _:b t:p _:a .")
    assert len(triples_of(site)[f"{BASE}ontology#One"]) == 4


def paths_of(site: Site) -> dict[str, str]:
    return {iri.removeprefix(BASE): part.page.path for iri, part in parts_of(site).items()}


def test_names_that_differ_by_case_only_are_files_of_their_own(
    make_project: Callable[..., Site],
) -> None:
    paths = paths_of(
        make_project("", "t:Tram a owl:Class . t:tram a owl:Class . t:TRAM a owl:ObjectProperty .")
    )
    assert paths["ontology#Tram"] == "ontology/class/Tram"
    assert paths["ontology#TRAM"] == "ontology/property/TRAM"
    assert re.fullmatch(r"_/[0-9a-f]{32}", paths["ontology#tram"])


def test_a_page_gives_way_to_a_document_of_its_path(make_project: Callable[..., Site]) -> None:
    site = make_project(
        "<https://example.org/kg/ontology/class/tram> rdfs:label 'taken' .",
        "t:Tram a owl:Class .",
    )
    assert paths_of(site)["ontology#Tram"].startswith("_/")


@pytest.mark.parametrize(
    "fragment", ["a%2Fb", "../up", "x" * 200, "a?b", "index", "%00", ".", "a//b", "%25"]
)
def test_what_can_be_no_file_has_a_name_of_its_own(
    make_project: Callable[..., Site], fragment: str
) -> None:
    iri = f"{BASE}words#{fragment}"
    paths = paths_of(make_project(f"<{iri}> a t:Tram ; rdfs:label 'Odd' ."))
    assert re.fullmatch(r"_/[0-9a-f]{32}", paths[iri.removeprefix(BASE)])


def test_terms_at_the_base_itself_have_sections_on_the_front_page_and_pages(
    make_project: Callable[..., Site],
) -> None:
    site = make_project(f"<{BASE}#Tram> a owl:Class . <{BASE}#list> a t:Tram .")
    pages = {file.path: file.content.decode() for file in make_pages(site)}
    assert paths_of(site)["#Tram"] == "class/Tram"
    assert 'id="Tram"' in pages["index.html"]
    assert 'href="class/Tram.html"' in pages["index.html"]
    assert 'href="../index.html#Tram"' in pages["class/Tram.html"]
    assert "list/all.html" in pages


def test_parts_of_other_kinds_have_pages_too_but_not_what_a_document_tells_of_itself(
    make_project: Callable[..., Site],
) -> None:
    site = make_project(
        "@prefix v: <https://w3id.org/visitkg/ontology#> ."
        " @prefix d: <https://example.org/kg/d#> . @prefix dcat: <http://www.w3.org/ns/dcat#> ."
        " d:tram a t:Tram ; rdfs:label 'Tram' . d:late a v:Proposition ; t:of d:tram ;"
        " rdfs:label 'Tram is late' . d:one a v:Claim ; v:asserts d:late ;"
        " v:epistemicStatus t:Maybe . t:Maybe rdfs:label 'Maybe' ; v:strength 1 ."
        " <https://example.org/kg/set> a dcat:Dataset ; dcat:distribution"
        " <https://example.org/kg/set#file> . <https://example.org/kg/set#file> a"
        " dcat:Distribution ."
    )
    pages = {file.path: file.content.decode() for file in make_pages(site)}
    for path in ("d/thing/tram", "d/proposition/late", "d/claim/one"):
        page = pages[f"{path}.html"]
        assert "Tram is late" in page, path
        assert "Maybe</" in page, path
    assert "set#file" not in paths_of(site)
    assert 'id="file"' in pages["set.html"]
    block = re.search(r'ld\+json">(.*?)</script>', pages["d/thing/tram.html"])
    assert block is not None
    assert json.loads(block[1])["@type"] == "Thing"


def test_very_many_spans_are_rows_that_lead_to_their_pages(
    make_project: Callable[..., Site],
) -> None:
    pages = {
        count: {file.path: file.content.decode() for file in make_pages(make_project(spans(count)))}
        for count in (200, 201)
    }
    few, many = (pages[count]["id/report.html"] for count in (200, 201))
    assert few.count('<section class="told') == 200
    assert '<tr id="offset_0_5"' not in few
    assert many.count('<tr id="offset_') == 201
    assert '<tr id="offset_0_5"><th scope="row"><a href="../id/report/offset_0_5.html">' in many
    assert '<section class="told' not in many
    page = pages[201]["id/report/offset_0_5.html"]
    assert "0 up to 5 (5 characters)" in page
    assert "No claim rests on it." in page
    assert 'href="../../id/report.html#offset_0_5"' in page


def spans(count: int) -> str:
    return (
        "@prefix v: <https://w3id.org/visitkg/ontology#> ."
        " @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> ."
        " :report a v:SourceDocument ; rdfs:label 'Report' ."
    ) + "".join(
        f"<https://example.org/kg/id/report#offset_{n}_{n + 5}> a v:EvidenceSpan ;"
        f" nif:beginIndex {n} ; nif:endIndex {n + 5} ; nif:referenceContext :report ."
        for n in range(count)
    )


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup.partition("<main")[2]).split())


SHOWN: Mapping[str, Iterable[str]] = {
    "id/editorialge-report/offset_3479_3651": (
        "Span of a document",
        "Document Report on the visit by Editorialge https://editorialge.com/kim-jong-un-china-",
        "Sentence P11S2",
        "Characters 3,479 up to 3,651 (172 characters)",
        "Claims that rest on it",
        "The three leaders may stand together on the main platform ○ Speculated",
    ),
    "shapes/shape/Claim-epistemicStatus": (
        "Shape",
        "A claim has exactly one epistemic status of the closed list.",
        "Path epistemic status",
        "Severity sh:Violation",
        "Must hold",
        "Used by Claim",
    ),
    "shapes/shape/Claim": ("Looks at each Claim", "Nodes that it looks at 155"),
    "ontology/class/Meeting": (
        "Class",
        "An event at which two or more parties speak with each other by arrangement.",
        "Example A bilateral meeting of two heads of state.",
        "Not an example standing side by side at a parade.",
        "Shapes on it Meeting",
        "In the data 6 instances",
        "In questions Which events are of which kind?",
        "CAMEO",
    ),
    "ontology/property/asserts": ("Property", "From Claim", "To Proposition", "155 statements"),
}


@pytest.mark.parametrize(("path", "shown"), SHOWN.items(), ids=SHOWN)
def test_a_page_shows_what_there_is_to_know(
    files: Mapping[str, bytes], path: str, shown: Iterable[str]
) -> None:
    text = words(files[f"{path}.html"].decode())
    assert [each for each in shown if each not in text] == []


def test_a_term_is_drawn_between_its_neighbours(files: Mapping[str, bytes]) -> None:
    page = files["ontology/class/Meeting.html"].decode()
    (drawing,) = re.findall(r"<svg.*?</svg>", page)
    assert "is a: Event" in drawing
    assert '<a href="../../ontology.html#Event"' in drawing
    scheme = files["ontology/scheme/EpistemicStatusScheme.html"].decode()
    assert "and 2 more, told below" in scheme


def test_titles_of_parts_tell_them_apart_from_all_others(files: Mapping[str, bytes]) -> None:
    titles = [
        re.findall(r"<title>(.*?)</title>", text.decode())[0]
        for path, text in files.items()
        if path.endswith(".html")
    ]
    assert len(titles) == len(set(titles)) > 1_300


def test_no_part_is_made_for_a_folder_without_fragments(
    make_project: Callable[..., Site], tmp_path: Path
) -> None:
    site = make_project(
        ":a a <urn:x> .",
        "<https://example.org/kg/ontology> a owl:Ontology .",
        "<urn:s> a sh:NodeShape .",
    )
    assert parts_of(site) == {}
    assert list(make_site(site, Versions(None, ()), tmp_path))
