"""What owl:imports adds, what it may not add, and what is said of that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat

from visitkg.errors import InputError
from visitkg.graph import fetch
from visitkg.graph.source import Source, read_source
from visitkg.shacl.imports import (
    explain_missing,
    follow_imports,
    read_header,
    refuse_missing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visitkg.shacl.imports import Imported

PREFIXES = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def follow(*names: str, mapping: Mapping[str, Path] | None = None, allow: bool = False) -> Imported:
    headers = [read_header(read_source(name)) for name in names]
    return follow_imports(headers, mapping or {}, allow=allow)


def summary(imported: Imported) -> tuple[list[str], list[str]]:
    """Return the names of what is added, and the IRIs of what is missing."""
    return (
        [source.name for source in imported.sources],
        [missing.iri for missing in imported.missing],
    )


SATISFIED = {
    "no import": ("", ""),
    "an ontology": ("<> owl:imports ex:cats .", "ex:cats a owl:Ontology ."),
    "its version": ("<> owl:imports ex:v1 .", "ex:cats owl:versionIRI ex:v1 ."),
    "an importer": (
        "<> owl:imports ex:cats .",
        "ex:cats owl:imports ex:dogs . ex:dogs a owl:Ontology .",
    ),
    "what declares prefixes": ("<> owl:imports ex:cats .", "ex:cats sh:declare [] ."),
    "a base": ("<> owl:imports ex:cats .", "@base <http://example.org/cats> . <> a owl:Ontology ."),
    "a file": ("<> owl:imports <b.ttl> .", ""),
    "a file with a fragment": ("<> owl:imports <b.ttl#> .", ""),
    "the file itself": ("<> owl:imports <> .", ""),
    "an ontology with a hash": (
        "<> owl:imports ex:cats .",
        "<http://example.org/cats#> a owl:Ontology .",
    ),
    "a vocabulary": ("<> owl:imports <http://www.w3.org/ns/shacl#> .", ""),
    "DASH": ("<> owl:imports <http://datashapes.org/dash> .", ""),
    "no IRI": ('<> owl:imports "http://example.org/cats" , [] .', ""),
    "only the word": ('<> ex:note "owl:imports" .', ""),
}


@pytest.mark.parametrize(("first", "second"), SATISFIED.values(), ids=SATISFIED)
def test_what_is_read_anyway_satisfies_an_import(first: str, second: str) -> None:
    write("a.ttl", first)
    write("b.ttl", second)
    assert summary(follow("a.ttl", "b.ttl")) == ([], [])


MISSING = {
    "an IRI of the web": ("<> owl:imports ex:cats .", ["http://example.org/cats"]),
    "two": (
        "<> owl:imports ex:cats , <https://example.org/dogs> .",
        ["http://example.org/cats", "https://example.org/dogs"],
    ),
    "one twice": (
        "<> owl:imports ex:cats . ex:x owl:imports ex:cats .",
        ["http://example.org/cats"],
    ),
    "what is only spoken of": (
        '<> owl:imports ex:cats . ex:cats ex:note "a note" .',
        ["http://example.org/cats"],
    ),
    "a name": ("<> owl:imports <urn:cats> .", ["urn:cats"]),
}


@pytest.mark.parametrize(("text", "iris"), MISSING.values(), ids=MISSING)
def test_what_is_not_there_is_missing(text: str, iris: list[str]) -> None:
    write("a.ttl", text)
    assert summary(follow("a.ttl")) == ([], iris)


def test_a_file_that_lies_beside_is_not_read_unless_it_is_allowed(tmp_path: Path) -> None:
    write("data/a.ttl", "<> owl:imports <b.ttl> .")
    write("data/b.ttl", "<> owl:imports <deep/c.ttl> .")
    write("data/deep/c.ttl", "")
    assert summary(follow("data/a.ttl")) == ([], [(tmp_path / "data/b.ttl").as_uri()])
    assert summary(follow("data/a.ttl", allow=True)) == (["data/b.ttl", "data/deep/c.ttl"], [])


def test_a_file_outside_the_folder_of_the_importer_is_never_read(tmp_path: Path) -> None:
    write("data/a.ttl", "<> owl:imports <../b.ttl> , <file:///etc/hostname> , <c.ttl> .")
    write("b.ttl", "")
    (tmp_path / "data" / "c.ttl").symlink_to("../b.ttl")
    assert summary(follow("data/a.ttl", allow=True)) == (
        [],
        [
            (tmp_path / "b.ttl").as_uri(),
            "file:///etc/hostname",
            (tmp_path / "data" / "c.ttl").as_uri(),
        ],
    )


def test_a_file_that_is_allowed_but_not_there_is_an_error() -> None:
    write("a.ttl", "<> owl:imports <b.ttl> .")
    with pytest.raises(InputError, match=r"^b\.ttl: no such file"):
        follow("a.ttl", allow=True)


def test_an_imported_file_that_is_broken_is_an_error() -> None:
    write("a.ttl", "<> owl:imports <b.ttl> .")
    write("b.ttl", "<> owl:imports <c.ttl> ; .. a owl:Ontology")
    with pytest.raises(InputError, match=r"^b\.ttl:4:"):
        follow("a.ttl", allow=True)


def test_a_mapping_gives_the_file_and_the_iris_of_its_origin() -> None:
    write("a.ttl", "<> owl:imports <http://example.org/cats#> .")
    vendor = write("vendor/cats.ttl", "<> a owl:Ontology . <#x> ex:p <other> .")
    imported = follow("a.ttl", mapping={"http://example.org/cats": vendor})
    assert summary(imported) == (["vendor/cats.ttl"], [])
    assert imported.sources[0].base_iri == "http://example.org/cats"


def test_a_mapping_to_what_is_read_anyway_adds_nothing() -> None:
    write("a.ttl", "<> owl:imports ex:cats .")
    cats = write("cats.ttl", "")
    assert summary(follow("a.ttl", "cats.ttl", mapping={"http://example.org/cats": cats})) == (
        [],
        [],
    )


def test_two_iris_may_be_mapped_to_one_file() -> None:
    write("a.ttl", "<> owl:imports ex:cats , ex:dogs .")
    pets = write("pets.ttl", "")
    mapping = {"http://example.org/cats": pets, "http://example.org/dogs": pets}
    assert summary(follow("a.ttl", mapping=mapping)) == (["pets.ttl"], [])


def test_imports_that_lead_back_end() -> None:
    write("a.ttl", "<> a owl:Ontology ; owl:imports <b.ttl> , <a.ttl> .")
    write("b.ttl", "<> owl:imports <c.ttl> .")
    write("c.ttl", "<> owl:imports <a.ttl> , <b.ttl> , <c.ttl> , ex:cats .")
    cats = write("cats.ttl", "<> owl:imports ex:cats , ex:dogs .")
    dogs = write("dogs.ttl", "<> owl:imports ex:cats .")
    mapping = {"http://example.org/cats": cats, "http://example.org/dogs": dogs}
    assert summary(follow("a.ttl", mapping=mapping, allow=True)) == (
        ["b.ttl", "c.ttl", "cats.ttl", "dogs.ttl"],
        [],
    )


def test_the_web_is_asked_only_if_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def give(address: str) -> Source:
        asked.append(address)
        text = PREFIXES + "<> owl:imports <more> , <file:///etc/hostname> ."
        return Source(Path(address), text.encode(), RdfFormat.TURTLE, address, address=address)

    monkeypatch.setattr(fetch, "fetch_source", give)
    write("a.ttl", "<> owl:imports <http://example.org/cats#x> , ex:cats .")
    assert summary(follow("a.ttl")) == ([], ["http://example.org/cats#x"])
    assert asked == []
    names = ["http://example.org/cats", "http://example.org/more"]
    assert summary(follow("a.ttl", allow=True)) == (names, ["file:///etc/hostname"])
    assert asked == names


def test_a_header_may_be_written_in_any_format() -> None:
    Path("a.rdf").write_text(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:owl="http://www.w3.org/2002/07/owl#">
  <owl:Ontology rdf:about="http://example.org/a">
    <owl:imports rdf:resource="http://example.org/cats"/>
  </owl:Ontology>
</rdf:RDF>""",
        encoding="utf-8",
    )
    header = read_header(read_source("a.rdf"))
    assert [str(each.position) for each in header.imports] == ["a.rdf:4"]
    assert "http://example.org/a" in header.names


MAPPED = "Name a file that has it, or map its IRI to one in the imports of the project"
TOLD = {
    "the web": (
        "ex:cats",
        f"""\
a.ttl:4: owl:imports <http://example.org/cats> is not read: nothing is fetched
{MAPPED}, or fetch it with --allow-imports.""",
    ),
    "a file": (
        "<file:///b.ttl>",
        """\
a.ttl:4: owl:imports <file:///b.ttl> is not read
Name the file too, or read it with --allow-imports.""",
    ),
    "a name": ("<urn:cats>", f"a.ttl:4: owl:imports <urn:cats> is not read\n{MAPPED}."),
}


@pytest.mark.parametrize(("iri", "expected"), TOLD.values(), ids=TOLD)
def test_what_is_missing_is_refused_with_its_place_and_the_remedy(iri: str, expected: str) -> None:
    write("a.ttl", f"<> owl:imports {iri} .")
    missing = follow("a.ttl").missing
    with pytest.raises(InputError) as caught:
        refuse_missing(missing)
    assert str(caught.value) == expected
    assert str(explain_missing(missing[0])) == expected


def test_what_is_missing_although_imports_are_allowed_is_refused_too() -> None:
    write("data/a.ttl", "<> owl:imports <file:///etc/hostname> , <urn:cats> .")
    with pytest.raises(InputError) as caught:
        refuse_missing(follow("data/a.ttl", allow=True).missing, allow=True)
    assert str(caught.value) == (
        "data/a.ttl:4: owl:imports <file:///etc/hostname> is not read: it lies outside the folder "
        "of the file that imports it\n"
        "Name the file too.\n"
        "data/a.ttl:4: owl:imports <urn:cats> is not read"
    )


def test_of_very_many_missing_imports_some_are_told() -> None:
    write("a.ttl", f"<> owl:imports {' , '.join(f'ex:n{n}' for n in range(22))} .")
    with pytest.raises(InputError) as caught:
        refuse_missing(follow("a.ttl").missing)
    lines = str(caught.value).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "And 2 more imports that are not read."


def test_nothing_missing_is_not_refused() -> None:
    refuse_missing(())


def test_the_shapes_of_the_suite_and_of_the_project_miss_nothing(root: Path, shared: Path) -> None:
    files = sorted([*(shared / "w3c-shacl").rglob("*.ttl"), *(root / "shapes").rglob("*.ttl")])
    assert len(files) > 120
    headers = [read_header(read_source(path)) for path in files]
    assert [follow_imports([header], {}).missing for header in headers if header.imports] == [
        () for header in headers if header.imports
    ]
