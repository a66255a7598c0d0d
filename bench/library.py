"""Made-up data about a library, of any size, and shapes for them: what ``workload.py`` writes.

All is drawn from a seeded generator, so that the same size gives the same triples. Rows are terms
as Turtle writes them.
"""
# ruff: noqa: E501  (shapes read best with one property a line)

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Row = tuple[str, str, str]

_WORDS: Final = [
    "river",
    "stone",
    "winter",
    "garden",
    "letter",
    "harbour",
    "bread",
    "night",
    "voice",
    "island",
]
_ROWS_OF_BOOK: Final = 45


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^xsd:{datatype}'


def _classes() -> Iterator[Row]:
    for sub, sup in (("Novel", "Book"), ("Crime", "Novel"), ("Atlas", "Book"), ("Book", "Item")):
        yield f"l:{sub}", "rdfs:subClassOf", f"l:{sup}"


def everyday(size: int, random: Random, broken: float = 0.001) -> Iterator[Row]:
    """Yield books with authors, copies, loans and readers; a share breaks shapes, at least one."""
    yield from _classes()
    for number in range(1, 97):
        yield f"l:shelf-{number}", "l:in", f"l:shelf-{number // 2}"
    count = max(1, size // _ROWS_OF_BOOK)
    for number in range(count):
        wrong = number == 2 or random.random() < broken
        yield from _book(number, count, random, wrong=wrong)
        for copy in range(3):
            yield from _copy(number, copy, random.randrange(count), wrong=wrong)
        yield from _people(number, random, wrong=wrong)


def _book(number: int, count: int, random: Random, *, wrong: bool) -> Iterator[Row]:
    book, year = f"l:book-{number}", 1900 + number % 99
    yield book, "rdf:type", random.choice(["l:Novel", "l:Crime", "l:Atlas"])
    yield book, "l:isbn", f'"{"X" if wrong else 978}-{number:09d}"'
    for tag in ("en", "fr", "en" if wrong else "de"):
        yield book, "l:title", f'"{" ".join(random.choices(_WORDS, k=4))}"@{tag}'
    yield book, "l:pages", _typed(-9 if wrong else random.randrange(1, 900), "integer")
    price = f"{random.random() * 80:.2f}"
    yield book, "l:price", _typed(price, "string" if wrong else "decimal")
    yield book, "l:sequelOf", f"l:book-{number // 2}"
    yield book, "l:shelf", f"l:shelf-{number % 97}"
    author = random.randrange(count)
    yield book, "l:author", f"l:person-{author}"
    yield book, "l:editor", f"l:person-{author if wrong else (author + 1) % (count + 1)}"
    yield book, "l:published", _typed(f"{year}-{1 + number % 12:02d}-11", "date")
    yield book, "l:acquired", _typed(f"{1890 if wrong else year + 1}-01-31", "date")
    for copy in range(3):
        yield book, "l:copy", f"l:copy-{number}-{copy}"


def _copy(number: int, copy: int, reader: int, *, wrong: bool) -> Iterator[Row]:
    node, loan = f"l:copy-{number}-{copy}", f"_:loan{number}x{copy}"
    yield node, "rdf:type", "l:Item" if wrong else "l:Copy"
    yield node, "l:copyOf", f"l:book-{number + wrong * (copy % 2)}"
    yield node, "l:number", _typed(copy + 1, "integer")
    yield node, "l:loan", loan
    yield loan, "l:reader", f"l:reader-{reader}"
    day = f"20{10 + number % 14}-0{1 + copy}-{10 + number % 18}"
    yield loan, "l:begin", _typed(f"{day}T09:00:00Z", "dateTime")
    yield loan, "l:end", _typed(f"{'2001-01-01' if wrong else day}T17:30:00Z", "dateTime")


def _people(number: int, random: Random, *, wrong: bool) -> Iterator[Row]:
    person, reader = f"l:person-{number}", f"l:reader-{number}"
    yield person, "rdf:type", "l:Person"
    yield person, "l:name", f'"{random.choice(_WORDS).title()} {number}"'
    yield person, "l:penName", f'"{random.choice(_WORDS)}"'
    if wrong:
        yield person, "l:died", _typed(f"{1999 - number % 99}", "gYear")
        yield person, "l:living", _typed("true", "boolean")
    yield reader, "rdf:type", "l:Reader"
    yield reader, "l:name", f'"{random.choice(_WORDS).title()} {number}"'
    yield reader, "l:status", "l:Unknown" if wrong else random.choice(["l:Active", "l:Barred"])
    yield reader, "l:friend", f"l:reader-{number // 3}"


EVERYDAY_SHAPES: Final = """\
l:BookShape a sh:NodeShape ; sh:targetClass l:Book ; sh:nodeKind sh:IRI ;
  sh:property l:B-isbn , l:B-title , l:B-pages , l:B-price , l:B-copy , l:B-copies , l:B-shelf , l:B-sequel , l:B-author , l:B-published .
l:B-isbn a sh:PropertyShape ; sh:path l:isbn ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^978-[0-9]{9}$" .
l:B-title a sh:PropertyShape ; sh:path l:title ; sh:minCount 1 ; sh:uniqueLang true ; sh:languageIn ( "en" "fr" "de" ) ; sh:minLength 3 ; sh:maxLength 200 .
l:B-pages a sh:PropertyShape ; sh:path l:pages ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minExclusive 0 ; sh:maxExclusive 2000 .
l:B-price a sh:PropertyShape ; sh:path l:price ; sh:datatype xsd:decimal ; sh:maxInclusive 80.0 ; sh:severity sh:Warning .
l:B-copy a sh:PropertyShape ; sh:path l:copy ; sh:minCount 1 ; sh:class l:Copy ; sh:node l:CopyShape .
l:B-copies a sh:PropertyShape ; sh:path [ sh:inversePath l:copyOf ] ; sh:equals l:copy .
l:B-shelf a sh:PropertyShape ; sh:path ( l:shelf [ sh:zeroOrMorePath l:in ] ) ; sh:hasValue l:shelf-0 .
l:B-sequel a sh:PropertyShape ; sh:path l:sequelOf ; sh:maxCount 1 ; sh:class l:Book .
l:B-author a sh:PropertyShape ; sh:path l:author ; sh:minCount 1 ; sh:class l:Person ; sh:disjoint l:editor .
l:B-published a sh:PropertyShape ; sh:path l:published ; sh:maxCount 1 ; sh:datatype xsd:date ; sh:lessThanOrEquals l:acquired .
l:CopyShape a sh:NodeShape ; sh:property l:C-number , l:C-loan , l:C-book .
l:C-number a sh:PropertyShape ; sh:path l:number ; sh:minCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 1 .
l:C-loan a sh:PropertyShape ; sh:path l:loan ; sh:nodeKind sh:BlankNode ; sh:maxCount 5 .
l:C-book a sh:PropertyShape ; sh:path [ sh:inversePath l:copy ] ; sh:minCount 1 ; sh:maxCount 1 .
l:LoanShape a sh:NodeShape ; sh:targetSubjectsOf l:reader ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
  sh:property l:L-reader , l:L-begin , l:L-end .
l:L-reader a sh:PropertyShape ; sh:path l:reader ; sh:minCount 1 ; sh:class l:Reader .
l:L-begin a sh:PropertyShape ; sh:path l:begin ; sh:datatype xsd:dateTime ; sh:lessThan l:end .
l:L-end a sh:PropertyShape ; sh:path l:end ; sh:maxCount 1 .
l:ReaderShape a sh:NodeShape ; sh:targetClass l:Reader ; sh:targetObjectsOf l:friend ; sh:property l:R-status , l:R-friend ;
  sh:or ( [ sh:path l:name ; sh:minCount 1 ] [ sh:path l:title ; sh:minCount 1 ] ) .
l:R-status a sh:PropertyShape ; sh:path l:status ; sh:in ( l:Active l:Barred ) .
l:R-friend a sh:PropertyShape ; sh:path ( l:friend [ sh:zeroOrOnePath l:friend ] ) ; sh:class l:Reader .
l:PersonShape a sh:NodeShape ; sh:targetClass l:Person ; sh:property l:P-names ;
  sh:and ( [ sh:property l:P-name ] [ sh:nodeKind sh:IRI ] ) ; sh:not [ sh:path l:living ; sh:minCount 1 ] .
l:P-names a sh:PropertyShape ; sh:path [ sh:alternativePath ( l:name l:penName ) ] ; sh:minCount 2 .
l:P-name a sh:PropertyShape ; sh:path l:name ; sh:minCount 1 ; sh:datatype xsd:string .
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

QUERY_SHAPES: Final = """\
l: sh:declare [ sh:prefix "l" ; sh:namespace "https://example.org/library/"^^xsd:anyURI ] .
l:BookShape a sh:NodeShape ; sh:targetClass l:Book ; sh:sparql l:Bought ; sh:property l:B-price .
l:Bought a sh:SPARQLConstraint ; sh:prefixes l: ; sh:message "Bought before it was published." ;
  sh:select "SELECT $this ?value WHERE { $this l:published ?published ; l:acquired ?value . FILTER (?value < ?published) }" .
l:B-price a sh:PropertyShape ; sh:path l:price ; sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes l: ;
    sh:message "A price is a number." ; sh:select "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (!isNumeric(?value)) }" ] .
"""


def chains(size: int, random: Random) -> Iterator[Row]:
    """Yield chains of a hundred books, each with a last one that has an end, but for a few."""
    yield from _classes()
    for number in range(size * 100 // 175):
        book = f"l:book-{number}"
        if number % 100 < 99:
            yield book, "l:sequelOf", f"l:book-{number + 1}"
        elif random.random() < 0.98:
            yield book, "l:end", _typed(number, "integer")
        if number % 10 == 0:
            yield book, "rdf:type", "l:Novel"
        elif number % 3:
            yield book, "l:title", f'"{random.choice(_WORDS)}"'


CHAIN_SHAPES: Final = """\
l:ChainShape a sh:NodeShape ; sh:targetClass l:Book ; sh:property l:C-end , l:C-deep , l:C-back .
l:C-end a sh:PropertyShape ; sh:path ( [ sh:zeroOrMorePath l:sequelOf ] l:end ) ; sh:minCount 1 ; sh:maxCount 1 .
l:C-deep a sh:PropertyShape ; sh:path ( l:sequelOf l:sequelOf l:sequelOf l:sequelOf l:title ) ; sh:maxCount 1 .
l:C-back a sh:PropertyShape ; sh:path [ sh:oneOrMorePath [ sh:inversePath l:sequelOf ] ] ; sh:maxCount 90 .
"""


def line(size: int, _: Random) -> Iterator[Row]:
    """Yield a single chain through all books, of which ten are looked at."""
    count = size // 2
    for number in range(count):
        yield f"l:book-{number}", "l:sequelOf", f"l:book-{number + 1}"
        yield f"l:book-{number}", "l:pages", _typed(number % 800, "integer")
        if number % max(1, count // 10) == 0:
            yield f"l:book-{number}", "rdf:type", "l:Milestone"


LINE_SHAPES: Final = """\
l:LineShape a sh:NodeShape ; sh:targetClass l:Milestone ; sh:property l:L-all , l:L-pages .
l:L-all a sh:PropertyShape ; sh:path [ sh:zeroOrMorePath l:sequelOf ] ; sh:nodeKind sh:IRI ; sh:hasValue l:book-9 .
l:L-pages a sh:PropertyShape ; sh:path ( [ sh:oneOrMorePath l:sequelOf ] l:pages ) ; sh:maxInclusive 798 .
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
        datatype = "integer" if random.random() < 0.999 else "string"
        yield "l:catalogue", "l:number", _typed(number, datatype)


WIDE_SHAPES: Final = """\
l:CatalogueShape a sh:NodeShape ; sh:targetNode l:catalogue ; sh:property l:C-number .
l:C-number a sh:PropertyShape ; sh:path l:number ; sh:minCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 .
"""
