"""Files that can't be parsed, and the whole message for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visitkg.errors import InputError
from visitkg.graph.load import load_graph, load_store
from visitkg.graph.parse import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "@prefix visit: <http://e/> .\n"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
TURTLE_REMEDY = "Mend it; https://www.w3.org/TR/turtle/ describes Turtle."

CASES: dict[str, tuple[str, str | bytes, str]] = {
    "a misspelt prefix": (
        "event.ttl",
        HEAD + 'visit:x a visit:Y ;\n        vist:startsAt "..." ;\n    .\n',
        """\
event.ttl:3:9: unknown prefix 'vist:'
            vist:startsAt "..." ;
            ~~~~^
Did you mean 'visit:'?""",
    ),
    "a misspelt common prefix": (
        "a.ttl",
        HEAD + "visit:x skso:note 1 .",
        """\
a.ttl:2:9: unknown prefix 'skso:'
    visit:x skso:note 1 .
            ~~~~^
Did you mean 'skos:'?""",
    ),
    "a common prefix that is not declared": (
        "a.ttl",
        HEAD + "visit:x skos:note 1 .",
        """\
a.ttl:2:9: unknown prefix 'skos:'
    visit:x skos:note 1 .
            ~~~~^
Declare it: @prefix skos: <http://www.w3.org/2004/02/skos/core#> .""",
    ),
    "a prefix like no other": (
        "a.ttl",
        HEAD + "visit:x qqqq:note 1 .",
        """\
a.ttl:2:9: unknown prefix 'qqqq:'
    visit:x qqqq:note 1 .
            ~~~~^
Declare it: @prefix qqqq: <...> .""",
    ),
    "the empty prefix": (
        "a.ttl",
        HEAD + "visit:x :note 1 .",
        """\
a.ttl:2:9: unknown prefix ':'
    visit:x :note 1 .
            ^
Declare it: @prefix : <...> .""",
    ),
    "a prefix after a tab": (
        "a.ttl",
        HEAD + "visit:x\tvist:y 1 .",
        """\
a.ttl:2:9: unknown prefix 'vist:'
    visit:x\tvist:y 1 .
           \t~~~~^
Did you mean 'visit:'?""",
    ),
    "a prefix after letters of several bytes": (
        "a.ttl",
        HEAD + "visit:é\U0001f600한 vist:y 1 .",
        """\
a.ttl:2:11: unknown prefix 'vist:'
    visit:é\U0001f600한 vist:y 1 .
           \u3000\u3000 ~~~~^
Did you mean 'visit:'?""",
    ),
    "a prefix after lines in a string, ended by CR LF": (
        "a.ttl",
        HEAD.replace("\n", "\r\n") + 'visit:x visit:y """1\r\n2\r3""" ;\r\nvist:y 1 .',
        """\
a.ttl:5:1: unknown prefix 'vist:'
    vist:y 1 .
    ~~~~^
Did you mean 'visit:'?""",
    ),
    "a string that does not end": (
        "a.ttl",
        HEAD + 'visit:x visit:y """z\n\n .',
        f"""\
a.ttl:2:17: unexpected end of file
    visit:x visit:y \"\"\"z
                    ~~~^
{TURTLE_REMEDY}""",
    ),
    "a node that does not end": (
        "a.ttl",
        HEAD + "visit:x a [ visit:y 2 .",
        f"""\
a.ttl:2:23: blank node property lists should end with a ']'
    visit:x a [ visit:y 2 .
                          ^
{TURTLE_REMEDY}""",
    ),
    "a statement that does not end": (
        "a.ttl",
        HEAD + "visit:x a visit:y\n\n",
        f"""\
a.ttl:2:18: unexpected end
    visit:x a visit:y
                     ^
{TURTLE_REMEDY}""",
    ),
    "a space in an IRI": (
        "a.ttl",
        "<a:b> <a:b c> 1 .",
        f"""\
a.ttl:1:7: invalid IRI code point ' '
    <a:b> <a:b c> 1 .
          ~~~~~~^
{TURTLE_REMEDY}""",
    ),
    "two statements on a line of N-Triples": (
        "a.nt",
        "<a:a> <a:b> <a:c> . <a:a> <a:b> <a:d> .",
        """\
a.nt:1:21: only a single triple or quad can be written in a line, found IriRef("a:a")
    <a:a> <a:b> <a:c> . <a:a> <a:b> <a:d> .
                        ~~~~^
Mend it; https://www.w3.org/TR/n-triples/ describes N-Triples.""",
    ),
    "a relative IRI in N-Quads": (
        "a.nq",
        "<a:a> <a:b> <c> <a:g> .",
        """\
a.nq:1:13: no scheme found in an absolute IRI
    <a:a> <a:b> <c> <a:g> .
                ~~^
Write the whole IRI.""",
    ),
    "an undeclared namespace in RDF/XML": (
        "a.rdf",
        RDF + " <a:b\n/></rdf:RDF>",
        """\
a.rdf:3: unknown prefix a:
    /></rdf:RDF>
Mend it; https://www.w3.org/TR/rdf-syntax-grammar/ describes RDF/XML.""",
    ),
    "an open element in RDF/XML": (
        "a.owl",
        RDF + " <rdf:Description",
        """\
a.owl:2: syntax error: tag not closed: `>` not found before end of input
     <rdf:Description
Mend it; https://www.w3.org/TR/rdf-syntax-grammar/ describes RDF/XML.""",
    ),
    "JSON that is not": (
        "a.jsonld",
        '{"@id":\n{',
        """\
a.jsonld:2:2: object keys must be strings
    {
     ^
Mend it; https://www.w3.org/TR/json-ld/ describes JSON-LD.""",
    ),
    "JSON that is not JSON-LD": (
        "a.jsonld",
        '{"@id": "a:b", "a:p": {"@value": {}}}',
        """\
a.jsonld: @value value must be a string, number, boolean or null
Mend it; https://www.w3.org/TR/json-ld/ describes JSON-LD.""",
    ),
    "a wrong encoding": (
        "a.ttl",
        HEAD.encode() + "visit:é ".encode() + 'visit:p "é" .'.encode("latin-1"),
        """\
a.ttl:2:18: byte 0xe9 is not UTF-8
    visit:é visit:p "\ufffd" .
                     ^
Save the file as UTF-8.""",
    ),
    "no namespace in RDF/XML": (
        "a.rdf",
        "<a/>",
        """\
a.rdf:1: XML namespaces are required in RDF/XML
    <a/>
Mend it; https://www.w3.org/TR/rdf-syntax-grammar/ describes RDF/XML.""",
    ),
    "a wrong encoding in RDF/XML": (
        "a.rdf",
        RDF.encode() + b"<rdf:a>\xff</rdf:a></rdf:RDF>",
        """\
a.rdf:2:8: byte 0xff is not UTF-8
    <rdf:a>\ufffd</rdf:a></rdf:RDF>
           ^
Save the file as UTF-8.""",
    ),
    "a formula of N3": (
        "a.n3",
        "{ <a:b> <a:c> <a:d> } <a:e> <a:f> .",
        f"""\
a.n3:1:1: {{ is not a valid subject or graph name
    {{ <a:b> <a:c> <a:d> }} <a:e> <a:f> .
    ^
{TURTLE_REMEDY}""",
    ),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


READERS: dict[str, Callable[[str], object]] = {
    "read_document": read_document,
    "load_store": lambda path: load_store([path]),
    "load_graph": lambda path: load_graph([path]),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(("name", "content", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_told_with_place_and_remedy(
    name: str, content: str | bytes, expected: str, read: Callable[[str], object]
) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read(name)
    assert str(caught.value) == expected


def test_a_comment_in_a_wrong_encoding_does_no_harm() -> None:
    path = Path("a.ttl")
    path.write_bytes(b"<a:b> <a:c> <a:d> . # \xff")
    assert len(read_document(path).triples) == 1
