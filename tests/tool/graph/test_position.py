"""The place of each subject and object, against generated texts that know where they put what."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from visitkg import terms
from visitkg.graph.lines import line_numbers
from visitkg.graph.place import find_places
from visitkg.graph.position import object_offsets
from visitkg.graph.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = NamedNode(terms.RDF + "first")
REST = NamedNode(terms.RDF + "rest")
NIL = NamedNode(terms.RDF + "nil")
REIFIES = NamedNode(terms.RDF + "reifies")
IDENTITY = NamedNode("http://o/identity")

Key = Any
"""What identifies an object whatever the order of triples: every value is used once only."""

Spot = tuple[int, int]
"""A line and a column."""


class Writer:
    """Writes a random Turtle text, and notes where the parts of each triple begin."""

    def __init__(self, draw: st.DrawFn, line_end: str, *, in_graphs: bool) -> None:
        self.draw = draw
        self.in_graphs = in_graphs
        self.line_end = line_end
        self.text = ""
        self.expected: Counter[tuple[Key, Spot, Spot]] = Counter()
        self.count = 0

    def number(self) -> int:
        self.count += 1
        return self.count

    def choose(self, *choices: Any) -> Any:  # noqa: ANN401  (whatever is given)
        return self.draw(st.sampled_from(choices))

    def put(self, text: str) -> Spot:
        """Write, and return the line and the column at which it begins."""
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.text += text.replace("\n", self.line_end)
        return len(lines), len(lines[-1]) + 1

    def gap(self) -> None:
        self.put(self.choose(" ", "\n", "\n\n\t", " # \"a' <comment> [ (\n", "\n#\n"))

    def expect(self, key: Key, subject: Spot, value: Spot) -> None:
        self.expected[key, subject, value] += 1

    def document(self) -> None:
        self.put(
            self.choose(
                "@prefix o: <http://o/> .",
                "PREFIX o: <http://o/>",
                'version "1.2"\nprefix o:<http://o/>',
            )
        )
        for _ in range(self.draw(st.integers(1, 3))):
            self.gap()
            if self.in_graphs and self.draw(st.booleans()):
                self.graph()
            else:
                self.statement()
        self.put(self.choose("", "\n", "\n# the end"))

    def graph(self) -> None:
        self.put(self.choose("", "o:g", "GRAPH o:g", "graph\n<http://o/g>", "[]", "_:g"))
        self.gap()
        self.put("{")
        for _ in range(self.draw(st.integers(0, 2))):
            self.gap()
            self.statement()
        if self.draw(st.booleans()):
            self.gap()
            self.statement(end="")
        self.put(self.choose("}", " }"))

    def statement(self, end: str = ".") -> None:
        kind = self.choose("iri", "iri", "node", "list", "reified")
        if kind == "iri":
            subject = self.put(self.choose("o:s.s", "o:é\U0001f600", "<http://o/s>", "_:s.1", "[]"))
        elif kind == "node":
            _, subject = self.node()
        elif kind == "list":
            _, subject = self.elements(None)
        else:
            _, subject = self.reified(0)
        self.gap()
        self.pairs(0, subject)
        self.put(self.choose("", " ", "\n", " # the end\n"))
        self.put(end)

    def pairs(self, depth: int, subject: Spot) -> None:
        for position in range(self.draw(st.integers(1, 3))):
            if position:
                self.put(self.choose(";", " ;", "\n; ;\n"))
            self.put(self.choose(f"o:p{self.number()}", f"o:é{self.number()}", "a"))
            self.gap()
            for again in range(self.draw(st.integers(1, 2))):
                if again:
                    self.put(self.choose(" ,", "\n,"))
                    self.gap()
                key = self.object(depth, subject)
                self.annotations(key, depth)
        if self.draw(st.booleans()):
            self.gap()
            self.put(";")

    def object(self, depth: int, subject: Spot) -> Key:
        """Write an object of a predicate, note it, and return its key."""
        key, spot = self.value(depth)
        self.expect(("object", key), subject, spot)
        return key

    def value(self, depth: int) -> tuple[Key, Spot]:
        simple = [self.iri, self.iri, self.string, self.string, self.number_term, self.label]
        simple.append(self.boolean)
        nested: list[Callable[[int], tuple[Key, Spot]]] = [
            self.described,
            self.list,
            self.quoted,
            self.reified,
        ]
        if depth < 3 and self.draw(st.booleans()):
            write: Any = self.draw(st.sampled_from(nested))
            result: tuple[Key, Spot] = write(depth + 1)
            return result
        write = self.draw(st.sampled_from([*simple, self.anonymous, self.empty_list]))
        return write()  # type: ignore[no-any-return]  # each writes a key and a line

    def iri(self) -> tuple[Key, Spot]:
        name = self.choose("", "é", "한\U0001f600") + str(self.number())
        return f"http://o/{name}", self.put(self.choose(f"o:{name}", f"<http://o/{name}>"))

    def number_term(self) -> tuple[Key, Spot]:
        number = self.number()
        text = self.choose(f"{number}", f"{number}.5", f"-{number}e1", f"+{number}.5E-1")
        return text, self.put(text)

    def boolean(self) -> tuple[Key, Spot]:
        text = self.choose("true", "false")
        return text, self.put(text)

    def label(self) -> tuple[Key, Spot]:
        label = f"n.{self.number()}"
        return label, self.put(f"_:{label}")

    def short_string(self) -> tuple[Key, Spot]:
        return self.string('"', "'")

    def string(self, *quotes: str) -> tuple[Key, Spot]:
        number = self.number()
        content = self.choose("", "#", "<", "[ .\\\\", "é", "한\U0001f600", "\\n")
        quote = self.choose(*(quotes or ('"', "'", '"""', "'''")))
        if len(quote) == 3:
            content += self.choose("", "\n", quote[:2] + "\n")
        spot = self.put(f"{quote}{number} {content}{quote}")
        suffix = self.choose(
            "", "", "@en", "^^o:d.t", "^^<http://o/d>", " @en-GB", "\n^^ #x\no:d", "@ar--rtl"
        )
        self.put(suffix)
        return str(number), spot

    def anonymous(self) -> tuple[Key, Spot]:
        return "anonymous", self.put(self.choose("[]", "[ ]", "[ #\n]"))

    def empty_list(self) -> tuple[Key, Spot]:
        return "nil", self.put(self.choose("()", "( )", "(\n)"))

    def described(self, depth: int) -> tuple[Key, Spot]:
        return self.node(depth)

    def node(self, depth: int = 1) -> tuple[Key, Spot]:
        number = self.number()
        spot = self.put("[")
        self.gap()
        self.put("o:identity")
        self.gap()
        self.expect(("object", str(number)), spot, self.put(f"{number}"))
        if self.draw(st.booleans()):
            self.put(";")
            self.gap()
            self.pairs(depth, spot)
        self.gap()
        self.put("]")
        return ("node", str(number)), spot

    def list(self, depth: int) -> tuple[Key, Spot]:
        return self.elements(depth)

    def elements(self, depth: int | None) -> tuple[Key, Spot]:
        spot = node = self.put("(")
        first: Key = None
        last: Key = None
        for position in range(self.draw(st.integers(1, 3))):
            self.gap()
            key, begin = self.value(2 if depth is None else depth)
            if position:
                self.expect(("rest", last, key), node, begin)
                node = begin
            else:
                first = key
            self.expect(("first", key), node, begin)
            last = key
        self.gap()
        self.expect(("rest", last, None), node, self.put(")"))
        return ("list", first), spot

    def quoted(self, _: int) -> tuple[Key, Spot]:
        spot = self.put("<<(")
        self.gap()
        self.put(f"o:s o:p{self.number()}")
        self.gap()
        key, _ = self.choose(self.iri, self.short_string, self.number_term)()
        self.gap()
        self.put(")>>")
        return ("quoted", key), spot

    def reified(self, _: int) -> tuple[Key, Spot]:
        spot = self.put("<<")
        self.gap()
        self.put(self.choose("o:s", "_:r", "[]"))
        self.gap()
        self.put(f"o:p{self.number()}")
        self.gap()
        key, _ = self.choose(self.iri, self.short_string, self.number_term)()
        self.gap()
        self.put(self.choose("", "~", f"~ o:r{self.number()}", f"~ _:r{self.number()}"))
        self.gap()
        self.put(">>")
        self.expect(("reifies", key), spot, spot)
        return ("reifier", key), spot

    def annotations(self, key: Key, depth: int) -> None:
        if depth > 2 or self.draw(st.integers(0, 5)):
            return
        after_tilde = False
        reifier = (0, 0)
        for _ in range(self.draw(st.integers(1, 2))):
            self.gap()
            block = self.draw(st.booleans())
            named = not block or after_tilde or self.draw(st.booleans())
            after_tilde = named  # pyoxigraph gives a second block to the reifier of the first
            if named:
                tilde = self.put("~")
                self.gap()
                name = self.choose("", f"o:a{self.number()}", f"_:a{self.number()}")
                reifier = self.put(name) if name else tilde
                self.expect(("reifies", key), reifier, tilde)
                self.gap()
            if block:
                brace = self.put("{|")
                if not named:
                    reifier = brace
                    self.expect(("reifies", key), brace, brace)
                self.gap()
                self.pairs(depth + 1, reifier)
                self.gap()
                self.put("|}")


@st.composite
def documents(
    draw: st.DrawFn, *, in_graphs: bool = False
) -> tuple[bytes, Counter[tuple[Key, Spot, Spot]]]:
    writer = Writer(draw, draw(st.sampled_from(["\n", "\r\n", "\r"])), in_graphs=in_graphs)
    writer.document()
    return writer.text.encode(), writer.expected


def read_places(text: bytes, rdf_format: RdfFormat) -> Counter[tuple[Key, Spot, Spot]]:
    """Return the key and the places of each triple, as the code under test tells them."""
    triples = [quad.triple for quad in pyoxigraph.parse(text, rdf_format)]
    places = find_places(
        Source(Path("data"), text, rdf_format, None),
        range(len(triples)),
        count=len(triples),
        triple_at=lambda _: ("", "", ""),
        find_triple=lambda _: [],
    )
    assert len(places) == len(triples)
    lines = line_numbers(text, object_offsets(text, rdf_format))
    assert [place.object[0] for _, place in sorted(places.items())] == list(lines)
    known = Keys(triples)
    return Counter(
        (known.key(triple), places[number].subject, places[number].object)
        for number, triple in enumerate(triples)
    )


class Keys:
    """Finds out of the triples which object it was, without regard to their order."""

    def __init__(self, triples: list[Triple]) -> None:
        self.identity: dict[Any, Any] = self.objects(triples, IDENTITY)
        self.first: dict[Any, Any] = self.objects(triples, FIRST)
        self.reified: dict[Any, Any] = self.objects(triples, REIFIES)

    @staticmethod
    def objects(triples: list[Triple], predicate: NamedNode) -> dict[Any, Any]:
        return {t.subject: t.object for t in triples if t.predicate == predicate}

    def key(self, triple: Triple) -> Key:
        value: Any = triple.object
        if triple.predicate == REST:
            following = None if value == NIL else self.term(self.first[value])
            return "rest", self.term(self.first[triple.subject]), following
        if triple.predicate == FIRST:
            return "first", self.term(value)
        if triple.predicate == REIFIES:
            return "reifies", self.term(value.object)
        return "object", self.term(value)

    def term(self, term: Any) -> Key:  # noqa: ANN401  (any term)
        for kind, inner in (
            ("node", self.identity.get(term)),
            ("list", self.first.get(term)),
            ("reifier", self.reified[term].object if term in self.reified else None),
            ("quoted", term.object if isinstance(term, Triple) else None),
        ):
            if inner is not None:
                return kind, self.term(inner)
        if isinstance(term, Literal):
            return term.value.split(" ")[0]
        if isinstance(term, BlankNode) and not term.value.startswith("n."):
            return "anonymous"
        return "nil" if term == NIL else term.value


@settings(max_examples=200, deadline=None)
@given(documents())
def test_in_turtle_subject_and_object_of_each_triple_are_where_their_tokens_begin(
    document: tuple[bytes, Counter[tuple[Key, Spot, Spot]]],
) -> None:
    text, expected = document
    assert read_places(text, RdfFormat.TURTLE) == expected


@settings(max_examples=100, deadline=None)
@given(documents(in_graphs=True))
def test_in_trig_subject_and_object_of_each_triple_are_where_their_tokens_begin(
    document: tuple[bytes, Counter[tuple[Key, Spot, Spot]]],
) -> None:
    text, expected = document
    assert read_places(text, RdfFormat.TRIG) == expected


TIGHT = {
    "a dot after a name": ("o:a o:b o:c.\no:d o:e o:f.", [1, 2]),
    "a dot within a name": ("o:a o:b o:c.d\n.", [1]),
    "a dot after a label": ("_:a o:b _:c.\n_:d.e o:f _:g.h.", [1, 2]),
    "a dot after a number": ("o:a o:b 1.\no:c o:d 1.5.\no:e o:f 1.e0.\no:g o:h .5.", [1, 2, 3, 4]),
    "a number and a bracket": ("o:a o:b[o:c 1.5]\n,[o:c 1],(1.5\n1).", [1, 1, 2, 2, 2, 2, 3, 3, 3]),
    "no space around strings": ('o:a o:b"c",\'d\'@en,\n"e"^^o:f,"""g""".', [1, 1, 2, 2]),
    "an empty string": ("o:a o:b \"\",\n''.", [1, 2]),
    "quotes in long strings": ('o:a o:b """a"b""c\\"""",\n"""\n"""\n,1 .', [1, 2, 4]),
    "escapes in names": (r"o:a o:b o:c\#d," + "\no:e.", [1, 2]),
    "a number sign in an IRI": ("o:a o:b <http://c#d>,\n<http://e>.", [1, 2]),
    "comments between tokens": ('o:a#x.\no:b#"\n#\n"c"#\n@en#\n.', [4]),
    "names that begin like keywords": ("prefix:a prefix:b true.\nbase:a base:b base:c.", [1, 2]),
    "keywords in capitals": ("PREFIX x: <http://x/>\nBASE <http://y/>\nx:a x:b <c>.", [3]),
    "a for rdf:type": ("o:a a\no:b;a o:c.", [2, 2]),
    "repeated semicolons": ("o:a o:b 1;;\n;o:c 2;.", [1, 2]),
    "a literal typed by a whole IRI": (
        'o:a o:b ( "c"^^<http://d>\n"e"\n^^\n<http://f> ).',
        [1, 1, 2, 2, 4],
    ),
    "nothing but a comment": ("# nothing", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), TIGHT.values(), ids=TIGHT.keys())
def test_tokens_that_touch_are_told_apart(text: str, expected: list[int]) -> None:
    head = b"".join(b"@prefix %s: <http://o/> . " % prefix for prefix in (b"o", b"prefix", b"base"))
    data = head + text.encode()
    triples = list(pyoxigraph.parse(data, RdfFormat.TURTLE))
    offsets = object_offsets(data, RdfFormat.TURTLE)
    assert len(offsets) == len(triples)
    assert sorted(line_numbers(data, offsets)) == expected


LINES = {
    "comments and empty lines": (b'# x\n\n<a:a> <a:b> <a:c> . # y\n \n_:a <a:b> "c".', [3, 5]),
    "tabs and no spaces": (b"<a:a>\t<a:b>\t<a:c>.\n_:a<a:b>_:c.\n", [1, 2]),
    "CR LF": (b"<a:a> <a:b> <a:c> .\r\n<a:a> <a:b> <a:d> .\r\n", [1, 2]),
    "CR": (b"<a:a> <a:b> <a:c> .\r\r<a:a> <a:b> <a:d> .", [1, 3]),
    "a statement in a string": (b'<a:a> <a:b> "\\n<a:a> <a:b> <a:c> ." .\n', [1]),
    "a triple term": (b"<a:a> <a:b> <<( <a:c> <a:d> <a:e> )>> .\n", [1]),
    "nothing": (b"", []),
}


@pytest.mark.parametrize("rdf_format", [RdfFormat.N_TRIPLES, RdfFormat.N_QUADS], ids=["nt", "nq"])
@pytest.mark.parametrize(("data", "expected"), LINES.values(), ids=LINES.keys())
def test_each_statement_of_n_triples_and_n_quads_has_its_line(
    data: bytes, expected: list[int], rdf_format: RdfFormat
) -> None:
    assert len(list(pyoxigraph.parse(data, rdf_format))) == len(expected)
    assert list(line_numbers(data, object_offsets(data, rdf_format))) == expected


def test_an_offset_in_bytes_is_where_the_object_begins() -> None:
    data = '<a:é> <a:b> "한" , <a:c>.'.encode()
    assert [data[offset:] for offset in object_offsets(data, RdfFormat.TURTLE)] == [
        '"한" , <a:c>.'.encode(),
        b"<a:c>.",
    ]
