"""Who validates what lies in a triple store, and the stores: their commands and their paths."""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

from endpoint_proxy import GRAPH, QUERY
from serve_peers import GRAPH_IRI, OXIGRAPH, VIRTUOSO, find_servers
from validate_peers import PYSHACL, Missing, find_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from serve_peers import Server

ENDPOINT: Final = "<endpoint>"
WHOLE: Final = "<graph>"
SHAPES: Final = "<shapes>"
COPY: Final = "<copy>"
"""The words of a command that stand for addresses and files."""

OURS: Final = "visitkg validate --endpoint"
DOWNLOAD: Final = "download, then visitkg validate"
RUDOF: Final = "rudof, by shape"

_DOWNLOAD_CODE: Final = """
import shutil, subprocess, sys
from urllib.request import Request, urlopen
graph, copy, *command = sys.argv[1:]
with urlopen(Request(graph, headers={"Accept": "application/n-triples"})) as answer:
    with open(copy, "wb") as file:
        shutil.copyfileobj(answer, file)
sys.exit(subprocess.run(command).returncode)
"""
_RUDOF_CODE: Final = """
import sys
from pyrudof import (
    ResultShaclValidationFormat, Rudof, RudofConfig, ShaclFetchStrategy, ShaclFormat
)
rudof = Rudof(RudofConfig())
rudof.read_data(endpoint=sys.argv[1])
rudof.read_shacl(sys.argv[2], ShaclFormat.Turtle)
rudof.validate_shacl(fetch_strategy=ShaclFetchStrategy.ByShape)
print(rudof.serialize_shacl_validation_results(ResultShaclValidationFormat.NTriples))
"""
_PYSHACL_CODE: Final = """
import sys, pyshacl, rdflib
rdflib.NORMALIZE_LITERALS = False
shapes = rdflib.Graph().parse(sys.argv[2])
_, report, _ = pyshacl.validate(sys.argv[1], shacl_graph=shapes, sparql_mode=True)
print(report.serialize(format="nt"))
"""

_PATHS: Final = {
    OXIGRAPH: {QUERY: "/query", GRAPH: "/store?default"},
    VIRTUOSO: {
        QUERY: f"/sparql?default-graph-uri={GRAPH_IRI}",
        GRAPH: f"/sparql-graph-crud?graph-uri={GRAPH_IRI}",
    },
}


class Validator(NamedTuple):
    """What takes part: its command, and the format of its report."""

    name: str
    version: str
    command: tuple[str, ...]
    report: str

    def on(self, words: Mapping[str, str]) -> list[str]:
        """Return the command with addresses and files in the place of words."""
        return [words.get(word, word) for word in self.command]


def find_validators() -> Iterator[Validator | Missing]:
    """Yield ours, ours on a copy, and each other."""
    ours = find_program("visitkg") or "visitkg"
    known = version("visitkg")
    options = ("--shapes", SHAPES, "--format", "json")
    yield Validator(OURS, known, (ours, "validate", "--endpoint", ENDPOINT, *options), "json")
    copy = (sys.executable, "-c", _DOWNLOAD_CODE, WHOLE, COPY, ours, "validate", COPY, *options)
    yield Validator(DOWNLOAD, known, copy, "json")
    if find_spec("pyrudof") is None:
        yield Missing(RUDOF, "pip install pyrudof")
    else:
        command = (sys.executable, "-c", _RUDOF_CODE, ENDPOINT, SHAPES)
        yield Validator(RUDOF, version("pyrudof"), command, "nt")
    pyshacl = (sys.executable, "-c", _PYSHACL_CODE, ENDPOINT, SHAPES)
    yield Validator(PYSHACL, version("pyshacl"), pyshacl, "nt")


def find_stores() -> Iterator[tuple[Server, Mapping[str, str]] | Missing]:
    """Yield the stores, with their paths for those of the proxy."""
    for each in find_servers(None):
        if each.name in _PATHS:
            yield each if isinstance(each, Missing) else (each, _PATHS[each.name])


def words_for(port: int, shapes: Path, folder: Path) -> dict[str, str]:
    """Return what the words of a command stand for."""
    base = f"http://127.0.0.1:{port}"
    return {
        ENDPOINT: base + QUERY,
        WHOLE: base + GRAPH,
        SHAPES: str(shapes),
        COPY: str(folder / "copy.nt"),
    }
