"""Files that can't be parsed, and the whole message for each."""

from __future__ import annotations

import io
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
    "half of a surrogate pair": (
        "a.ttl",
        '<a:b> <a:c> "\\uD83D" .',
        r"""a.ttl:1:14: \uD83D is half of a surrogate pair, not a character
    <a:b> <a:c> "\uD83D" .
                 ~~~~~^
Write the character as a whole.""",
    ),
    "half of a surrogate pair in an IRI": (
        "a.nt",
        '<a:b> <a:\\uDE00> "x" .',
        r"""a.nt:1:10: \uDE00 is half of a surrogate pair, not a character
    <a:b> <a:\uDE00> "x" .
             ~~~~~^
Write the character as a whole.""",
    ),
    "both halves of a surrogate pair": (
        "a.ttl",
        '<a:b> <a:c> "\\uD83D\\uDE00" .',
        r"""a.ttl:1:14: \uD83D is half of a surrogate pair, not a character
    <a:b> <a:c> "\uD83D\uDE00" .
                 ~~~~~^
Write \U0001F600 for the two halves.""",
    ),
    "the bytes of a surrogate": (
        "a.ttl",
        b'<a:b> <a:c> "\xed\xa0\xbd" .',
        """\
a.ttl:1:14: the bytes ed a0 bd are half of a surrogate pair
    <a:b> <a:c> "\ufffd\ufffd\ufffd" .
                 ^
Save the file as UTF-8, in which each character is written as a whole.""",
    ),
    "half of a surrogate pair in JSON-LD": (
        "a.jsonld",
        '{"@id":"a:b",\n"a:c":"\\ud800", "a:d":"\\ud83d\\ude00"}',
        r"""a.jsonld:2:8: \ud800 is half of a surrogate pair, not a character
    "a:c":"\ud800", "a:d":"\ud83d\ude00"}
           ~~~~~^
Write the character as a whole.""",
    ),
    "half of a surrogate pair and more in JSON-LD": (
        "a.jsonld",
        '{"@id":"a:b",\n"a:d":"\\ud83d\\ude00", "a:c":"\\ud800\\u0041"}',
        r"""a.jsonld:2:30: \ud800 is half of a surrogate pair, not a character
    "a:d":"\ud83d\ude00", "a:c":"\ud800\u0041"}
                                 ~~~~~^
Write the character as a whole.""",
    ),
    "JSON-LD that ends too early": (
        "a.jsonld",
        '{"@id":"a:b", "a:c":"d',
        """\
a.jsonld:1:21: unexpected end of file
    {"@id":"a:b", "a:c":"d
                        ^
Mend it; https://www.w3.org/TR/json-ld/ describes JSON-LD.""",
    ),
    "a letter of several bytes before a mistake in JSON-LD": (
        "a.jsonld",
        '{"a:é": x}',
        """\
a.jsonld:1:9: unexpected char: 'x'
    {"a:é": x}
            ^
Mend it; https://www.w3.org/TR/json-ld/ describes JSON-LD.""",
    ),
    "a context that stands elsewhere": (
        "a.jsonld",
        '{"@context": "http://e/context"}',
        """\
a.jsonld: its @context stands elsewhere, and nothing is fetched
Write the context itself instead of its IRI.""",
    ),
    "another encoding of RDF/XML": (
        "a.rdf",
        '<?xml version="1.0" encoding="latin-1"?>' + RDF,
        f"""\
a.rdf:1: only UTF-8 is supported by the RDF/XML parser
    <?xml version="1.0" encoding="latin-1"?>{RDF.strip()}
Mend it; https://www.w3.org/TR/rdf-syntax-grammar/ describes RDF/XML.""",
    ),
    "an IRI that does not end": (
        "a.ttl",
        HEAD + 'visit:x visit:y "z" ;\n  visit:z <http://exam',
        f"""\
a.ttl:3:11: unexpected end of file
      visit:z <http://exam
              ~~~~~~~~~~~^
{TURTLE_REMEDY}""",
    ),
    "a text longer than a parser reads": (
        "a.ttl",
        HEAD * 3 + 'visit:x visit:y """\n' + "a\n" * 8_400_000,
        """\
a.ttl:4: something longer than 16 MiB: a text, a name or a comment
Keep so long a text in a file of its own, and state where that is.""",
    ),
    "a mistake on a very long line": (
        "a.ttl",
        "<a:b> <a:c> 1 . " * 300_000 + "q:x a 1 .",
        """\
a.ttl:1: unknown prefix 'q:'
Declare it: @prefix q: <...> .""",
    ),
    "a mistake on a long line": (
        "a.ttl",
        "<a:b> <a:c> 1 . " * 30_000 + "q:x a 1 .",
        f"""\
a.ttl:1:480001: unknown prefix 'q:'
    …{"<a:b> <a:c> 1 . " * 5}q:x a 1 .
    {" " * 81}~^
Declare it: @prefix q: <...> .""",
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


KINDS: dict[str, tuple[str, str | bytes, str, str]] = {
    "Turtle in N-Triples": (
        "a.nt",
        "@prefix a: <a:> .\na:b a:c a:d .",
        "this looks like Turtle, not N-Triples",
        "Give it a name that ends in .ttl.",
    ),
    "Turtle in N-Quads": (
        "a.nq",
        "# x\n<a:b> <a:c> <a:d> , <a:e> .",
        "this looks like Turtle, not N-Quads",
        "Give it a name that ends in .ttl.",
    ),
    "Turtle in RDF/XML": (
        "a.rdf",
        "<a:b> <a:c> <a:d> .",
        "this looks like Turtle, not RDF/XML",
        "Give it a name that ends in .ttl.",
    ),
    "Turtle in JSON-LD": (
        "a.jsonld",
        "<a:b> <a:c> <a:d> .",
        "this looks like Turtle, not JSON-LD",
        "Give it a name that ends in .ttl.",
    ),
    "N-Quads in N-Triples": (
        "a.nt",
        "<a:b> <a:c> <a:d> <a:g> .",
        "this looks like N-Quads, not N-Triples",
        "Give it a name that ends in .nq.",
    ),
    "TriG in Turtle": (
        "a.ttl",
        "<a:b> <a:c> <a:d> .\nGRAPH <a:g> { <a:b> <a:c> <a:d> }",
        "this looks like TriG, not Turtle",
        "Give it a name that ends in .trig.",
    ),
    "large TriG in Turtle": (
        "a.ttl",
        "<a:g> { <a:b> <a:c> <a:d> }\n" * 40_000,
        "this looks like TriG, not Turtle",
        "Give it a name that ends in .trig.",
    ),
    "TriG in JSON-LD": (
        "a.jsonld",
        "<a:g> { <a:b> <a:c> <a:d> }",
        "this looks like TriG, not JSON-LD",
        "Give it a name that ends in .trig.",
    ),
    "RDF/XML in Turtle": (
        "a.ttl",
        '<?xml version="1.0"?>\n' + RDF,
        "this looks like RDF/XML, not Turtle",
        "Give it a name that ends in .rdf.",
    ),
    "JSON-LD in Turtle": (
        "a.ttl",
        '[\n{"@id": "a:b", "a:c": 1}]',
        "this looks like JSON-LD, not Turtle",
        "Give it a name that ends in .jsonld.",
    ),
    "a web page": (
        "a.ttl",
        "<!DOCTYPE html>\n<html><head>",
        "this is a web page, not Turtle",
        "Fetch the data themselves, for example with: curl -LH 'Accept: text/turtle' ADDRESS",
    ),
    "a web page in XML": (
        "a.rdf",
        '<?xml version="1.0"?><!-- x -->\n<HTML><br>',
        "this is a web page, not RDF/XML",
        "Fetch the data themselves, for example with: curl -LH 'Accept: text/turtle' ADDRESS",
    ),
    "a picture": (
        "a.ttl",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "this is a binary file, not text",
        "Name a file of RDF.",
    ),
    "an archive": ("a.nt", b"PK\x03\x04", "this is a ZIP archive, not text", "Name a file of RDF."),
    "gzip": ("a.ttl", b"\x1f\x8b\x08", "this is gzip data, not text", "Name it a.ttl.gz."),
    "UTF-16": (
        "a.jsonld",
        '{"@id": "a:b", "a:c": "x"}'.encode("utf-16"),
        "this is UTF-16 text, not UTF-8",
        "Save it as UTF-8, for example with: iconv -f utf-16 -t utf-8 a.jsonld",
    ),
    "UTF-16 of the other order, without a mark": (
        "a.ttl",
        "<a:b> <a:c> <a:d> .".encode("utf-16-be"),
        "this is UTF-16 text, not UTF-8",
        "Save it as UTF-8, for example with: iconv -f utf-16 -t utf-8 a.ttl",
    ),
}


@pytest.mark.parametrize(("name", "content", "what", "remedy"), KINDS.values(), ids=KINDS.keys())
def test_what_a_file_is_instead_is_told(
    name: str, content: str | bytes, what: str, remedy: str
) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as caught:
        read_document(name)
    assert str(caught.value) == f"{name}: {what}\n{remedy}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a:g> { }", "this looks like TriG, not Turtle\nSay so: its format is trig."),
        (b"\x1f\x8b", "this is gzip data, not text\nUnpack it with gunzip."),
        (
            b"\xff\xfe<\0",
            """\
this is UTF-16 text, not UTF-8
Turn it into UTF-8, for example with iconv -f utf-16 -t utf-8.""",
        ),
    ],
    ids=["TriG", "gzip", "UTF-16"],
)
def test_what_standard_input_is_instead_is_told(
    data: bytes, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(InputError) as caught:
        read_document("-")
    assert str(caught.value) == f"<stdin>: {expected}"


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
