"""Made-up data about a library, and shapes for it, of any size: what ``validate.py`` measures.

Everything is drawn from a seeded generator, so that the same size gives the same triples.
"""
# ruff: noqa: E501  (shapes read best with one property a line)

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LIBRARY: Final = "https://example.org/library/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
PREFIXES: Final = (
    f"@prefix l: <{LIBRARY}> . @prefix rdf: <{RDF}> . @prefix rdfs: <{RDFS}> . "
    f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <{XSD}> .\n"
)
_NAMESPACES: Final = {"l": LIBRARY, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
WORDS: Final = (
    "river",
    "stone",
    "winter",
    "garden",
    "letter",
    "harbour",
    "bread",
    "night",
    "voice",
)

Row = tuple[str, str, str]


class Workload(NamedTuple):
    """What is validated: rows of terms as Turtle has them, by how many are wanted, and shapes."""

    rows: Callable[[int, Random], Iterator[Row]]
    shapes: Callable[[int], str]


def write(name: str, size: int, folder: Path) -> tuple[Path, Path, Path]:
    """Write N-Triples, Turtle and shapes of a workload with about ``size`` triples."""
    workload = WORKLOADS[name]
    rows = list(workload.rows(size, Random(7)))  # noqa: S311  (nothing is secret)
    lines = folder / f"{name}-{size}.nt"
    turtle = folder / f"{name}-{size}.ttl"
    shapes = folder / f"{name}-{size}.shapes.ttl"
    with lines.open("w", encoding="utf-8") as out:
        out.writelines(f"{_full(s)} {_full(p)} {_full(o)} .\n" for s, p, o in rows)
    with turtle.open("w", encoding="utf-8") as out:
        out.write(PREFIXES)
        subject = None
        for s, p, o in rows:
            out.write(
                f" ;\n    {p} {o}" if s == subject else f"{' .' if subject else ''}\n{s} {p} {o}"
            )
            subject = s
        out.write(" .\n")
    shapes.write_text(PREFIXES + workload.shapes(size), encoding="utf-8")
    return lines, turtle, shapes


def _full(term: str) -> str:
    """Return a term as N-Triples has it."""
    if term[0] in "<_":
        return term
    if term[0] == '"':
        text, sign, datatype = term.rpartition("^^")
        return f"{text}^^{_full(datatype)}" if sign else term
    prefix, _, name = term.partition(":")
    return f"<{ {'l': LIBRARY, 'rdf': RDF, 'rdfs': RDFS, 'xsd': XSD}[prefix] }{name}>".replace(
        " ", ""
    )


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^xsd:{datatype}'


def _classes() -> Iterator[Row]:
    for sub, sup in (("Novel", "Book"), ("Crime", "Novel"), ("Atlas", "Book"), ("Book", "Item")):
        yield f"l:{sub}", "rdfs:subClassOf", f"l:{sup}"


def library(size: int, random: Random, broken: float = 0.001) -> Iterator[Row]:
    """Yield books with copies, loans and readers; a share of the nodes break a shape."""
    yield from _classes()
    count = max(1, size // 42)
    for number in range(count):
        yield from _book(number, count, random, broken)


def _book(number: int, count: int, random: Random, broken: float) -> Iterator[Row]:
    book, wrong = f"l:book-{number}", random.random() < broken
    yield book, "rdf:type", random.choice(["l:Novel", "l:Crime", "l:Atlas"])
    yield book, "l:isbn", f'"{"X" if wrong else 978}-{number:09d}"'
    for tag in ("en", "fr", "en" if wrong else "de"):
        yield book, "l:title", f'"{" ".join(random.choices(WORDS, k=4))}"@{tag}'
    yield (
        book,
        "l:pages",
        _typed(random.randrange(-9, 0) if wrong else random.randrange(1, 900), "integer"),
    )
    yield book, "l:price", _typed(f"{random.random() * 80:.2f}", "string" if wrong else "decimal")
    yield book, "l:sequelOf", f"l:book-{number // 2}"
    yield book, "l:shelf", f"l:shelf-{number % 97}"
    for copy in range(3):
        node = f"l:copy-{number}-{copy}"
        yield book, "l:copy", node
        yield node, "rdf:type", "l:Item" if wrong else "l:Copy"
        yield node, "l:number", _typed(copy + 1, "integer")
        loan = f"_:loan{number}x{copy}"
        yield node, "l:loan", loan
        yield loan, "l:reader", f"l:reader-{random.randrange(count)}"
        begin = f"20{10 + number % 14}-0{1 + copy}-{10 + number % 18}"
        end = begin if not wrong else "2001-01-01"
        yield loan, "l:begin", _typed(f"{begin}T09:00:00Z", "dateTime")
        yield loan, "l:end", _typed(f"{end}T17:30:00Z", "dateTime")
    reader = f"l:reader-{number}"
    yield reader, "rdf:type", "l:Reader"
    yield reader, "l:name", f'"{random.choice(WORDS).title()} {number}"'
    yield reader, "l:status", "l:Unknown" if wrong else random.choice(["l:Active", "l:Barred"])
    yield f"l:shelf-{number % 97}", "l:in", f"l:shelf-{(number % 97) // 2}"


LIBRARY_SHAPES: Final = """\
l:BookShape a sh:NodeShape ; sh:targetClass l:Book ; sh:nodeKind sh:IRI ;
  sh:property l:B-isbn , l:B-title , l:B-pages , l:B-price , l:B-copy , l:B-shelf , l:B-sequel .
l:B-isbn a sh:PropertyShape ; sh:path l:isbn ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^978-[0-9]{9}$" .
l:B-title a sh:PropertyShape ; sh:path l:title ; sh:minCount 1 ; sh:uniqueLang true ;
  sh:languageIn ( "en" "fr" "de" ) ; sh:minLength 3 ; sh:maxLength 200 .
l:B-pages a sh:PropertyShape ; sh:path l:pages ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minExclusive 0 .
l:B-price a sh:PropertyShape ; sh:path l:price ; sh:datatype xsd:decimal ; sh:maxInclusive 80.0 .
l:B-copy a sh:PropertyShape ; sh:path l:copy ; sh:minCount 1 ; sh:class l:Copy ; sh:node l:CopyShape .
l:B-shelf a sh:PropertyShape ; sh:path ( l:shelf [ sh:zeroOrMorePath l:in ] ) ; sh:hasValue l:shelf-0 .
l:B-sequel a sh:PropertyShape ; sh:path l:sequelOf ; sh:maxCount 1 ; sh:class l:Book .
l:CopyShape a sh:NodeShape ; sh:property l:C-number , l:C-loan , l:C-book .
l:C-number a sh:PropertyShape ; sh:path l:number ; sh:minCount 1 ; sh:datatype xsd:integer .
l:C-loan a sh:PropertyShape ; sh:path l:loan ; sh:nodeKind sh:BlankNode ; sh:maxCount 5 .
l:C-book a sh:PropertyShape ; sh:path [ sh:inversePath l:copy ] ; sh:minCount 1 ; sh:maxCount 1 .
l:LoanShape a sh:NodeShape ; sh:targetSubjectsOf l:reader ; sh:closed true ;
  sh:ignoredProperties ( rdf:type ) ; sh:property l:L-reader , l:L-begin , l:L-end .
l:L-reader a sh:PropertyShape ; sh:path l:reader ; sh:minCount 1 ; sh:class l:Reader .
l:L-begin a sh:PropertyShape ; sh:path l:begin ; sh:datatype xsd:dateTime ; sh:lessThan l:end .
l:L-end a sh:PropertyShape ; sh:path l:end ; sh:maxCount 1 .
l:ReaderShape a sh:NodeShape ; sh:targetClass l:Reader ;
  sh:property [ sh:path l:status ; sh:in ( l:Active l:Barred ) ] ;
  sh:or ( [ sh:path l:name ; sh:minCount 1 ] [ sh:path l:title ; sh:minCount 1 ] ) .
"""


def chains(size: int, random: Random) -> Iterator[Row]:
    """Yield chains of a hundred books, each with a last one that has an end, but for a few."""
    yield from _classes()
    for number in range(size // 2):
        book = f"l:book-{number}"
        if number % 100 < 99:
            yield book, "l:sequelOf", f"l:book-{number + 1}"
        elif random.random() < 0.98:
            yield book, "l:end", _typed(number, "integer")
        if number % 10 == 0:
            yield book, "rdf:type", "l:Novel"
        elif number % 3:
            yield book, "l:title", f'"{random.choice(WORDS)}"'


CHAIN_SHAPES: Final = """\
l:ChainShape a sh:NodeShape ; sh:targetClass l:Book ; sh:property l:C-end , l:C-deep , l:C-back .
l:C-end a sh:PropertyShape ; sh:path ( [ sh:zeroOrMorePath l:sequelOf ] l:end ) ; sh:minCount 1 ; sh:maxCount 1 .
l:C-deep a sh:PropertyShape ; sh:path ( l:sequelOf l:sequelOf l:sequelOf l:sequelOf l:title ) ; sh:maxCount 1 .
l:C-back a sh:PropertyShape ; sh:path [ sh:oneOrMorePath [ sh:inversePath l:sequelOf ] ] ; sh:maxCount 99 .
"""


LOGIC_SHAPES: Final = """\
l:BookShape a sh:NodeShape ; sh:targetClass l:Book ;
  sh:not [ sh:or ( [ sh:not [ sh:property l:B-isbn ] ] [ sh:and ( l:NoPages [ sh:not l:Priced ] ) ] ) ] ;
  sh:xone ( [ sh:class l:Novel ] [ sh:class l:Atlas ] ) ; sh:property l:B-first , l:B-second .
l:B-isbn a sh:PropertyShape ; sh:path l:isbn ; sh:pattern "^978" .
l:NoPages a sh:NodeShape ; sh:property [ sh:path l:pages ; sh:maxCount 0 ] .
l:Priced a sh:NodeShape ; sh:property [ sh:path l:price ; sh:minCount 1 ; sh:not [ sh:datatype xsd:string ] ] .
l:B-first a sh:PropertyShape ; sh:path l:copy ; sh:qualifiedValueShapesDisjoint true ;
  sh:qualifiedValueShape [ sh:property [ sh:path l:number ; sh:maxInclusive 1 ] ] ; sh:qualifiedMinCount 1 .
l:B-second a sh:PropertyShape ; sh:path l:copy ; sh:qualifiedValueShapesDisjoint true ;
  sh:qualifiedValueShape [ sh:property [ sh:path l:number ; sh:minInclusive 2 ] ] ; sh:qualifiedMaxCount 2 .
"""


def kinds(size: int, random: Random) -> Iterator[Row]:
    """Yield things of many kinds, each with a number."""
    for number in range(size // 2):
        yield f"l:thing-{number}", "rdf:type", f"l:Kind{number % _kind_count(size)}"
        yield f"l:thing-{number}", "l:number", _typed(random.randrange(1000), "integer")


def _kind_count(size: int) -> int:
    return max(10, min(3000, size // 30))


def kind_shapes(size: int) -> str:
    """Return a shape for each kind."""
    return "".join(
        f"l:Shape{kind} a sh:NodeShape ; sh:targetClass l:Kind{kind} ; sh:property l:P{kind} .\n"
        f"l:P{kind} a sh:PropertyShape ; sh:path l:number ; sh:maxCount 1 ; sh:maxInclusive 998 .\n"
        for kind in range(_kind_count(size))
    )


def wide(size: int, random: Random) -> Iterator[Row]:
    """Yield one node with as many values as there are triples."""
    for number in range(size):
        yield (
            "l:catalogue",
            "l:number",
            _typed(number, "integer" if random.random() < 0.999 else "string"),
        )


WIDE_SHAPES: Final = """\
l:CatalogueShape a sh:NodeShape ; sh:targetNode l:catalogue ; sh:property l:C-number .
l:C-number a sh:PropertyShape ; sh:path l:number ; sh:minCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 .
"""

WORKLOADS: Final[dict[str, Workload]] = {
    "library": Workload(library, lambda _: LIBRARY_SHAPES),
    "broken": Workload(lambda size, random: library(size, random, 0.1), lambda _: LIBRARY_SHAPES),
    "chains": Workload(chains, lambda _: CHAIN_SHAPES),
    "logic": Workload(library, lambda _: LOGIC_SHAPES),
    "kinds": Workload(kinds, kind_shapes),
    "wide": Workload(wide, lambda _: WIDE_SHAPES),
}
"""Each workload by its name: everyday data, 10 % broken, long chains, nested logic, many shapes, a
node with many values."""
