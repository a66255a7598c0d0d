"""The JSON-LD in pages, read by two processors that fetch nothing: PyLD and Oxigraph's."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final, NoReturn

import pyoxigraph
import pytest
from pyld import jsonld  # type: ignore[import-untyped]  # it has no types
from tests.tool.publish.browser.hostile import BASE, write_hostile_project

from visitkg.project import find_project
from visitkg.publish.content import read_site
from visitkg.publish.page.site import make_pages

if TYPE_CHECKING:
    from pathlib import Path

    from visitkg.publish.content import Site

SCHEMA: Final = "https://schema.org/"
_TYPE: Final = "application/ld+json"


class _Blocks(HTMLParser):
    """Gathers the text of each block of JSON-LD, as an HTML parser sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and dict(attrs).get("type") == _TYPE
        if self.inside:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] += data


def refuse(url: str, _: dict[str, Any]) -> NoReturn:
    raise AssertionError(f"the JSON-LD can't be read without {url}")


def read_blocks(site: Site) -> dict[str, list[str]]:
    """Return the blocks of each page that has some."""
    found = {}
    for file in make_pages(site):
        if file.path.endswith(".html"):
            reader = _Blocks()
            reader.feed(file.content.decode())
            if reader.blocks:
                found[file.path] = reader.blocks
    return found


def read_by_pyld(block: str) -> set[str]:
    """Return the triples of a block in canonical N-Triples."""
    options = {"documentLoader": refuse, "format": "application/n-quads", "algorithm": "URDNA2015"}
    return set(jsonld.normalize(json.loads(block), options).splitlines())


def read_by_oxigraph(block: str) -> set[str]:
    """Return the triples of a block in canonical N-Triples."""
    quads = pyoxigraph.Dataset(pyoxigraph.parse(block, format=pyoxigraph.RdfFormat.JSON_LD))
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return {f"{quad} ." for quad in quads}


@pytest.fixture(scope="module")
def visit(visit_site: Site) -> dict[str, list[str]]:
    return read_blocks(visit_site)


def test_pages_have_one_block_each(visit: dict[str, list[str]]) -> None:
    assert len(visit) > 100
    assert {path for path, blocks in visit.items() if len(blocks) != 1} == set()


def test_two_processors_read_the_same_triples(visit: dict[str, list[str]]) -> None:
    different = {}
    for path, (block,) in visit.items():
        ours, theirs = read_by_oxigraph(block), read_by_pyld(block)
        assert theirs, path
        if ours != theirs:
            different[path] = ours ^ theirs
    assert different == {}


def test_each_block_speaks_of_what_its_page_tells(visit: dict[str, list[str]]) -> None:
    triples = "\n".join(read_by_pyld(visit["id/kim-jong-un.html"][0]))
    person = "<https://w3id.org/visitkg/id/kim-jong-un>"
    assert f"{person} <{SCHEMA}name> " in triples
    assert f"{person} <{SCHEMA}sameAs> <http://www.wikidata.org/entity/Q56226> ." in triples
    assert f"<{SCHEMA}Person>" in triples


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    project = find_project(write_hostile_project(tmp_path / "project"))
    (block,) = read_blocks(read_site(project))["id/closing.html"]
    assert "<" not in block
    lines = [line for line in read_by_pyld(block) if f"<{SCHEMA}name>" in line]
    assert all(line.startswith(f"<{BASE}id/closing>") for line in lines)
    assert any("</script></style></title></textarea>-->" in line for line in lines)
