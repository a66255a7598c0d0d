"""The project's own valid and invalid files, judged by us and by pySHACL alike.

pySHACL takes long, and longer for each file by itself: the files are joined, some at a time, each
with names of its own. With VISITKG_EXAMPLES set all files are judged, by default those of some of
these sets; ``test_shapes`` judges each file alone, by us.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from tests.tool.shacl.judge import ask_pyshacl_as_it_is, hear_ours

from visitkg.graph.load import load_graph
from visitkg.graph.parse import read_triples
from visitkg.project import find_project
from visitkg.shacl.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
FILES: Final = sorted((ROOT / "tests" / "shapes").glob("*/*valid*.ttl"))
ID: Final = "https://w3id.org/visitkg/id/"
SIZE: Final = 20
"""How many files are joined."""

STARTS: Final = range(0, len(FILES), SIZE)
JUDGED: Final = STARTS if os.environ.get("VISITKG_EXAMPLES") else STARTS[3::7]


@pytest.mark.parametrize("start", JUDGED)
def test_a_report_of_joined_files_is_that_of_pyshacl(start: int, tmp_path: Path) -> None:
    project, data = find_project(ROOT), tmp_path / "data.nt"
    serialize(join(FILES[start : start + SIZE]), data, RdfFormat.N_TRIPLES)
    paths = [data, *project.ontology_files()]
    shapes = load_graph(project.shape_files())

    theirs = ask_pyshacl_as_it_is(load_graph(paths), shapes)

    assert theirs.findings
    for engine in ("nodes", "columns"):
        ours = hear_ours(validate(paths, project.shape_files(), engine=engine), shapes)
        assert str(ours) == str(theirs), engine


def join(files: Sequence[Path]) -> Iterator[Triple]:
    """Yield the triples of all files, in each file other names for what it describes."""
    for number, path in enumerate(files):
        for located in read_triples([path]):
            subject, predicate, value = (
                NamedNode(term.value.replace(ID, f"{ID}{number}-", 1))
                if isinstance(term, NamedNode) and term.value.startswith(ID)
                else term
                for term in located.triple
            )
            yield Triple(subject, predicate, value)


def test_files_were_joined_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    judged = sum(len(FILES[start : start + SIZE]) for start in JUDGED)
    with capsys.disabled():
        print(f"\n{judged} of {len(FILES)} files were judged by pySHACL too")  # noqa: T201
    assert judged > SIZE
