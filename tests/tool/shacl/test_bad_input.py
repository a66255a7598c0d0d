"""Bad input ends a validation with one message and exit code 3, and never conforms."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from visitkg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES: Final = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
)
SHAPES: Final = "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:maxCount 1 ] .\n"
TRIPLE: Final = "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n"


class Outcome(NamedTuple):
    """What the command left behind."""

    code: object
    out: str
    err: str


@pytest.fixture
def validate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Return what validates a file, or standard input, by shapes that any triple conforms to."""
    monkeypatch.chdir(tmp_path)

    def run(name: str, content: str | bytes | None, *options: str, shapes: str = SHAPES) -> Outcome:
        data = content.encode() if isinstance(content, str) else content
        Path("shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
        if name == "-":
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data or b"")))
        elif data is not None:
            Path(name).write_bytes(data)
        with pytest.raises(SystemExit) as ended:
            main(["validate", name, "--shapes", "shapes.ttl", *options])
        return Outcome(ended.value.code, *capsys.readouterr())

    return run


GOOD: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {
    "Turtle": ("a.ttl", TRIPLE, ()),
    "a byte order mark": ("a.ttl", b"\xef\xbb\xbf" + TRIPLE.encode(), ()),
    "packed Turtle": ("a.ttl.gz", gzip.compress(TRIPLE.encode()), ()),
    "packed N-Triples": ("a.nt.gz", gzip.compress(TRIPLE.encode()), ()),
    "N-Quads": ("a.nq", TRIPLE.replace(" .", " <http://example.org/g> ."), ()),
    "TriG": ("a.trig", "<http://example.org/g> {" + TRIPLE + "}", ()),
    "one graph of TriG": (
        "a.trig",
        "<http://example.org/g> {" + TRIPLE + "} <a:h> { <a:b> <a:c> <a:d> }",
        ("--graph", "http://example.org/g"),
    ),
    "the default graph of TriG": (
        "a.trig",
        TRIPLE + "<a:h> { <a:b> <a:c> <a:d> }",
        ("--graph", "default"),
    ),
    "standard input": ("-", TRIPLE, ()),
    "standard input in N-Quads": (
        "-",
        TRIPLE.replace(" .", " <http://example.org/g> ."),
        ("--input-format", "nquads"),
    ),
    "standard input in JSON-LD": (
        "-",
        '{"@id": "http://example.org/a", "http://example.org/p": 1}',
        ("--input-format", "jsonld"),
    ),
    "a relative IRI in a file": ("a.ttl", "<a> <http://example.org/p> <b> .", ()),
    "a triple term": (
        "a.ttl",
        "<http://example.org/a> <http://example.org/p> <<( <a:b> <a:c> <a:d> )>> .",
        (),
    ),
    "a character beyond the first plane": ("a.ttl", TRIPLE.replace("/b>", "/\\U0001F600>"), ()),
    "canonical N-Triples of 20 MB on a line": (
        "a.nt",
        '<http://example.org/a> <http://example.org/p> "' + "x" * 20_000_000 + '" .\n',
        (),
    ),
    "many statements on a line": ("a.ttl", TRIPLE.replace("\n", " ") * 10_000, ()),
}


@pytest.mark.parametrize(("name", "content", "options"), GOOD.values(), ids=GOOD)
def test_what_is_unusual_but_sound_is_validated(
    validate: Callable[..., Outcome], name: str, content: str | bytes, options: tuple[str, ...]
) -> None:
    outcome = validate(name, content, *options)
    assert outcome == (0, "Checked 1 focus node against 2 shapes: no violation.\n", "")


MEND = "Mend it; https://www.w3.org/TR/turtle/ describes Turtle.\n"
BAD: dict[str, tuple[str, str | bytes | None, tuple[str, ...], str]] = {
    "a missing file": (
        "a.ttl",
        None,
        (),
        """\
a.ttl: no such file or folder
Check the spelling; paths are relative to the working directory.
""",
    ),
    "nothing": (
        "a.ttl",
        "",
        (),
        """\
a.ttl: nothing to check: no triple here
Name files that state something, or accept it with --allow-empty.
""",
    ),
    "no focus node": (
        "a.ttl",
        "<a:b> <a:c> <a:d> .",
        (),
        """\
a.ttl: nothing to check: no target of the shapes selects a node here
Spell classes and properties alike in shapes and data, or accept it with --allow-empty.
""",
    ),
    "truncated Turtle": (
        "a.ttl",
        TRIPLE + '<http://example.org/a> <http://example.org/q> "x',
        (),
        f"""\
a.ttl:2:47: unexpected end of file
    <http://example.org/a> <http://example.org/q> "x
                                                  ~^
{MEND}""",
    ),
    "truncated gzip": (
        "a.nt.gz",
        gzip.compress(TRIPLE.encode())[:-9],
        (),
        "a.nt.gz: this gzip file is broken: it is cut off\nFetch or pack it again.\n",
    ),
    "no gzip": (
        "a.nt.gz",
        TRIPLE,
        (),
        "a.nt.gz: this is not gzip data\nUnless it is packed, leave .gz out of its name.\n",
    ),
    "gzip by another name": (
        "a.nt",
        gzip.compress(TRIPLE.encode()),
        (),
        "a.nt: this is gzip data, not text\nName it a.nt.gz.\n",
    ),
    "UTF-16": (
        "a.ttl",
        TRIPLE.encode("utf-16"),
        (),
        """\
a.ttl: this is UTF-16 text, not UTF-8
Save it as UTF-8, for example with: iconv -f utf-16 -t utf-8 a.ttl
""",
    ),
    "Latin-1 in N-Triples": (
        "a.nt",
        TRIPLE.encode() + '<a:b> <a:c> "é" .\n'.encode("latin-1"),
        (),
        """\
a.nt:2:14: byte 0xe9 is not UTF-8
    <a:b> <a:c> "\ufffd" .
                 ^
Save the file as UTF-8.
""",
    ),
    "half of a surrogate pair": (
        "a.nt",
        TRIPLE + '<a:b> <a:c> "\\uD800" .\n',
        (),
        """\
a.nt:2:14: \\uD800 is half of a surrogate pair, not a character
    <a:b> <a:c> "\\uD800" .
                 ~~~~~^
Write the character as a whole.
""",
    ),
    "the bytes of half a surrogate pair": (
        "a.nt",
        TRIPLE.encode() + b'<a:b> <a:c> "\xed\xa0\x80" .\n',
        (),
        """\
a.nt:2:14: the bytes ed a0 80 are half of a surrogate pair
    <a:b> <a:c> "\ufffd\ufffd\ufffd" .
                 ^
Save the file as UTF-8, in which each character is written as a whole.
""",
    ),
    "a relative IRI on standard input": (
        "-",
        "<a> <http://example.org/p> <b> .",
        (),
        """\
<stdin>:1:1: no scheme found in an absolute IRI
    <a> <http://example.org/p> <b> .
    ~~^
Write the whole IRI, or declare a base.
""",
    ),
    "another format on standard input": (
        "-",
        TRIPLE.replace(" .", " <http://example.org/g> ."),
        ("--input-format", "ntriples"),
        """\
<stdin>: this looks like N-Quads, not N-Triples
Say so: its format is nquads.
""",
    ),
    "Turtle in N-Triples": (
        "a.nt",
        PREFIXES + "ex:a ex:p ex:b .",
        (),
        "a.nt: this looks like Turtle, not N-Triples\nGive it a name that ends in .ttl.\n",
    ),
    "a web page": (
        "a.ttl",
        "<!doctype html><html>",
        (),
        """\
a.ttl: this is a web page, not Turtle
Fetch the data themselves, for example with: curl -LH 'Accept: text/turtle' ADDRESS
""",
    ),
    "a binary file": (
        "a.ttl",
        bytes(range(256)),
        (),
        "a.ttl: this is a binary file, not text\nName a file of RDF.\n",
    ),
    "an absent graph": (
        "a.trig",
        TRIPLE + "<a:h> { <a:b> <a:c> <a:d> }",
        ("--graph", "http://example.org/g"),
        """\
a.trig: no graph <http://example.org/g> here
The named graphs are <a:h>.
""",
    ),
    "a text of 20 MB in Turtle": (
        "a.ttl",
        TRIPLE + '<a:b> <a:c> "' + "x" * 20_000_000 + '" .\n',
        (),
        """\
a.ttl:2: something longer than 16 MiB: a text, a name or a comment
Keep so long a text in a file of its own, and state where that is.
""",
    ),
    "entities that grow": (
        "a.rdf",
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefg", "bcdefgh", strict=True)
        )
        + "]><a/>",
        (),
        """\
a.rdf:1: the entity 'f' would grow to a very long text
Write the text itself; entities are for the beginnings of IRIs.
""",
    ),
    "a context that stands elsewhere": (
        "a.jsonld",
        '{"@context": "http://127.0.0.1:1/"}',
        (),
        """\
a.jsonld: its @context stands elsewhere, and nothing is fetched
Write the context itself instead of its IRI.
""",
    ),
}


@pytest.mark.parametrize(("name", "content", "options", "message"), BAD.values(), ids=BAD)
def test_bad_data_end_the_run_with_one_message(
    validate: Callable[..., Outcome],
    name: str,
    content: str | bytes | None,
    options: tuple[str, ...],
    message: str,
) -> None:
    assert validate(name, content, *options) == (3, "", message)


BAD_SHAPES: dict[str, tuple[str, str]] = {
    "a pattern that is none": (
        'ex:T sh:pattern "a(" .',
        """\
shapes.ttl:3: sh:pattern "a(" can't be used: an unclosed group, at character 2
Mend it; https://www.w3.org/TR/xpath-functions-31/#regex-syntax describes them.
""",
    ),
    "a pattern that can take forever": (
        'ex:T sh:pattern "^(a|aa)+\\\\1$" .',
        """\
shapes.ttl:3: sh:pattern "^(a|aa)+\\\\1$" can't be used: it refers back to a group in a way \
that can take forever
Mend it; https://www.w3.org/TR/xpath-functions-31/#regex-syntax describes them.
""",
    ),
    "a query that reaches out": (
        'ex:T sh:sparql [ sh:select "SELECT $this { SERVICE <http://e/> { $this ?p ?o } }" ] .',
        """\
shapes.ttl:3: this sh:select reaches out by SERVICE
Ask only the data that are validated: a report must not depend on other places.
""",
    ),
    "flags that there are not": (
        'ex:T sh:pattern "a" ; sh:flags "g" .',
        """\
shapes.ttl:3: sh:flags "g" can't be used: unknown flag 'g'; the flags are s, m, i, x, q
Remove it.
""",
    ),
}


@pytest.mark.parametrize(("shape", "message"), BAD_SHAPES.values(), ids=BAD_SHAPES)
def test_bad_shapes_end_the_run_with_one_message(
    validate: Callable[..., Outcome], shape: str, message: str
) -> None:
    assert validate("a.ttl", TRIPLE, shapes=SHAPES + shape) == (3, "", message)


@pytest.mark.parametrize(
    ("value", "code"), [("a" * 5000, 0), ("a" * 5000 + "b", 1)], ids=["found", "not found"]
)
def test_a_pattern_that_goes_back_without_end_elsewhere_ends_here(
    validate: Callable[..., Outcome], value: str, code: int
) -> None:
    shape = 'ex:T sh:targetObjectsOf ex:p ; sh:pattern "^(a+)+$" .'
    text = f'<http://example.org/a> <http://example.org/p> "{value}" .'
    assert validate("a.ttl", text, shapes=shape).code == code


CHANGED: Final = """\
a.ttl: this file changed while it was read
Run it again when nothing writes to the file.
"""


def test_a_very_long_text_that_breaks_a_shape_is_told(validate: Callable[..., Outcome]) -> None:
    text = '<http://example.org/a> <http://example.org/p> "a\\n' + "x" * 17_000_000 + '" .\n'
    outcome = validate("a.nt", text, shapes="ex:T sh:targetObjectsOf ex:p ; sh:maxLength 3 .")
    assert (outcome.code, outcome.err) == (1, "")
    assert len(outcome.out) < 1500


def test_a_file_that_changes_while_it_is_read_is_refused(
    validate: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def read_and_change(path: Path) -> bytes:
        content = read(path)
        if path.name == "a.ttl":
            path.write_bytes(content * 2)
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_change)
    assert validate("a.ttl", TRIPLE) == (
        3,
        "",
        CHANGED,
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(validate: Callable[..., Outcome]) -> None:
    os.mkfifo("a.ttl")
    assert validate("a.ttl", None) == (
        3,
        "",
        """\
a.ttl: this is a pipe or a device, not a file
Pass what comes from it to standard input, and name that as -.
""",
    )
