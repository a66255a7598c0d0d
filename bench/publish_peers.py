"""Who makes a site of a graph, ours first: which command, and which pages there are afterwards."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag

from reports import BASE
from validate_peers import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from publish_project import Project
    from validate import Run

OURS: Final = "visitkg publish"

_COUNT: Final = re.compile(rb"Published ([\d,]+) pages")
_CODE: Final = re.compile(r"<code>([^<]*)</code>")
"""What a page of Ontospy says first, and each section of pyLODE: the IRI."""
_READ: Final = """\
import sys
from pathlib import Path
from visitkg.project import find_project
from visitkg.publish.content import read_site
site = read_site(find_project(Path(sys.argv[1])))
"""


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes a site: its command, for what it has to have a page, for what it has one.

    ``prepare`` makes what must be there before it starts.
    """

    name: str
    on: Callable[[Project, Path], list[str]]
    wanted: Callable[[Project], frozenset[str]]
    told: Callable[[Project, Path], set[str]]
    count: Callable[[Run, Path], int]
    prepare: Callable[[Path], object] = lambda _: None

    @property
    def slug(self) -> str:
        """Return the name of the folder of its site."""
        return re.sub(r"\W+", "-", self.name)


def find_makers(folder: Path | None, *, is_ontology: bool) -> Iterator[Maker | Missing]:
    """Yield ours, then who documents a graph, and who documents ontologies alone if it is one."""
    yield Maker(
        OURS,
        lambda project, site: [
            *(sys.executable, "-m", "visitkg", "publish"),
            *("--project", str(project.folder), "--output", str(site)),
        ],
        lambda project: project.resources,
        told_by_us,
        lambda ended, _: _count_ours(ended.written),
    )
    ontospy = _find("ontospy", folder)
    yield (
        Maker(
            "Ontospy, HTML alone",
            lambda project, site: [
                *(ontospy, "gendocs", str(project.graph), "--outputpath", str(site)),
                *("--type", "html-complex", "--extra", "--individuals", "--nobrowser"),
            ],
            lambda project: project.resources,
            lambda _, site: _told_by_ontospy(site),
            lambda _, site: len(_told_by_ontospy(site)),
            lambda site: site.mkdir(),
        )
        if ontospy
        else Missing("Ontospy", "pip install ontospy")
    )
    if not is_ontology:
        return
    pylode = _find("pylode", folder)
    yield (
        Maker(
            "pyLODE, one page",
            lambda project, site: [pylode, str(project.graph), "-o", str(site / "index.html")],
            lambda project: project.terms,
            lambda _, site: _told_by_pylode(site / "index.html"),
            lambda _, site: len(list(site.glob("*.html"))),
            lambda site: site.mkdir(),
        )
        if pylode
        else Missing("pyLODE", "pip install 'pylode<3.4'")
    )


def read_only(project: Project) -> list[str]:
    """Return the command that reads all that is published, and writes nothing."""
    return [sys.executable, "-c", _READ, str(project.folder)]


def _find(name: str, folder: Path | None) -> str | None:
    return shutil.which(name, path=str(folder.absolute()) if folder else None)


def _count_ours(written: bytes) -> int:
    found = _COUNT.search(written)
    return int(found[1].replace(b",", b"")) if found else 0


def told_by_us(project: Project, site: Path) -> set[str]:
    """Return the IRIs that are told in all formats, in HTML at their fragment."""
    from visitkg.publish.address import FORMATS, Addresses

    addresses = Addresses(BASE, BASE)
    told: set[str] = set()
    sections: dict[str, frozenset[str]] = {}
    for iri in project.resources:
        document, fragment = urldefrag(iri)
        if document not in sections:
            paths = [site / f"{addresses.path(document)}.{suffix}" for suffix in FORMATS]
            is_whole = all(path.is_file() for path in paths)
            text = paths[0].read_text(encoding="utf-8") if is_whole else ""
            ids = re.findall(r' id="([^"]*)"', text)
            sections[document] = frozenset(map(unescape, ids)) | ({""} if text else set())
        if fragment in sections[document]:
            told.add(iri)
    return told


def _told_by_ontospy(site: Path) -> set[str]:
    """Return what there is a page for."""
    found = (_CODE.search(path.read_text(encoding="utf-8")) for path in site.glob("*-*.html"))
    return {unescape(each[1]) for each in found if each}


def _told_by_pylode(page: Path) -> set[str]:
    """Return what has a section in the page."""
    if not page.is_file():
        return set()
    return set(map(unescape, _CODE.findall(page.read_text(encoding="utf-8"))))
