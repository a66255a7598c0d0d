"""What is in the tables, made alike from the graph of any project of this shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.graph.language import write_language
from visitkg.publish.table.claim import read_claim_tables
from visitkg.publish.table.csv import Column, make_table
from visitkg.publish.table.index import Index, read_index
from visitkg.publish.table.source import read_source_tables
from visitkg.site.kind import TYPE, Kind
from visitkg.site.proposition import is_slot, read_proposition
from visitkg.site.view import ALTERNATIVE, LABEL, PREFERRED, TITLE
from visitkg.terms import RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visitkg.publish.content import Site
    from visitkg.publish.table.csv import Row, Table
    from visitkg.publish.table.index import Term

_TERMS: Final = (Kind.CLASS, Kind.PROPERTY, Kind.SCHEME, Kind.CONCEPT)
_NAMES: Final = {LABEL: "label", PREFERRED: "preferred", ALTERNATIVE: "alternative", TITLE: "title"}
_DEFINITIONS: Final = (NamedNode(SKOS + "definition"), NamedNode(RDFS + "comment"))
_SCHEME: Final = NamedNode(SKOS + "inScheme")
_NUMBER: Final = Column("number", "Counts the rows of one subject.", "nonNegativeInteger")
_VALUE: Final = (
    Column("property", "What is said, by its IRI.", "anyURI", "terms"),
    Column("property_name", "What the property is called."),
    Column("node", "The IRI of the value, if it has one.", "anyURI", predicate="{+property}"),
    Column("value", "The value: a literal as it is spelt, or what the node is called."),
    Column("datatype", "The datatype of a literal that is not plain text.", "anyURI"),
    Column("language", "The language of a text."),
)


def read_tables(site: Site) -> tuple[Table, ...]:
    """Return the tables of a site that have rows, in order of their names."""
    index = read_index(site)
    tables = (
        _read_terms(index),
        _read_things(index),
        _read_names(index),
        _read_facts(index),
        _read_propositions(index),
        _read_slots(index),
        *read_source_tables(index),
        *read_claim_tables(index),
    )
    return tuple(sorted((table for table in tables if table.rows), key=lambda table: table.name))


def _read_terms(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the term.", "anyURI"),
        Column("code", "Its short form, with a prefix."),
        Column("kind", "Class, property, scheme or concept."),
        Column("name", "What it is called."),
        Column("definition", "What it means."),
        Column("scheme", "The list that a concept is in.", "anyURI", "terms", _SCHEME.value),
    )
    rows = (_term_row(index, kind, node) for kind in _TERMS for node in index.kinds.get(kind, ()))
    ordered = sorted(rows, key=lambda row: str(row[0]))
    return make_table("terms", "A term of the vocabulary in a row.", columns, 1, ordered)


def _term_row(index: Index, kind: Kind, node: NamedNode) -> Row:
    scheme = index.first(node, _SCHEME)
    definition = index.view.text(node, *_DEFINITIONS)
    code = index.view.curie(node.value)
    name = index.name(node)
    return node.value, code, kind.value, name, definition, scheme.value if scheme else None


def _read_things(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the thing.", "anyURI"),
        Column("name", "What it is called, in English where it has an English name."),
        Column("type", "Its class.", "anyURI", "terms", TYPE.value),
        Column("type_name", "What the class is called."),
    )
    rows = (
        (node.value, index.name(node), type_.value, index.name(type_))
        for node in index.kinds.get(Kind.THING, ())
        if (type_ := find_type(index, node))
    )
    return make_table("things", "Somebody or something that is spoken of.", columns, 1, rows)


def find_type(index: Index, node: NamedNode) -> NamedNode | None:
    """Return a class of a node, one of the project's own where there is one."""
    base = index.site.addresses.base
    types = index.view.nodes(node, TYPE)
    return min(
        types, key=lambda type_: (not type_.value.startswith(base), str(type_)), default=None
    )


def _read_names(index: Index) -> Table:
    columns = (
        Column("thing", "What is called so.", "anyURI", "things"),
        _NUMBER,
        Column("name", "The name, in its own script."),
        Column("language", "Its language."),
        Column("kind", "Label, preferred, alternative or title."),
    )
    rows = (
        (node.value, number, *cells)
        for node in index.kinds.get(Kind.THING, ())
        for number, cells in enumerate(_name_cells(index, node), start=1)
    )
    return make_table("names", "A name of a thing.", columns, 2, rows)


def _name_cells(index: Index, node: NamedNode) -> Iterator[Row]:
    for predicate, name in index.state(node):
        if predicate in _NAMES and isinstance(name, Literal):
            language = write_language(name.language) if name.language else None
            yield name.value, language, _NAMES[predicate]


def _read_facts(index: Index) -> Table:
    def is_more(node: NamedNode, predicate: NamedNode, value: Term) -> bool:
        """Return whether the tables of things and names don't say so yet."""
        if predicate == TYPE:
            return value != find_type(index, node)
        return not (predicate in _NAMES and isinstance(value, Literal))

    columns = (Column("thing", "What it is said of.", "anyURI", "things"), _NUMBER, *_VALUE)
    rows = _value_rows(index, Kind.THING, is_more)
    about = "What is stated of a thing by itself, apart from claims: identifiers, notes, parts."
    return make_table("facts", about, columns, 2, rows)


def _read_propositions(index: Index) -> Table:
    columns = (
        Column("id", "The IRI of the proposition.", "anyURI"),
        Column("sentence", "What it says, in words."),
        Column("type", "Its class.", "anyURI", "terms", TYPE.value),
        Column("type_name", "What the class is called."),
    )
    about = "What somebody claims; by itself neither true nor false."
    rows = (_proposition_row(index, node) for node in index.kinds.get(Kind.PROPOSITION, ()))
    return make_table("propositions", about, columns, 1, rows)


def _proposition_row(index: Index, node: NamedNode) -> Row:
    type_ = find_type(index, node)
    sentence = read_proposition(index.view, node).reference.label
    return node.value, sentence, *((type_.value, index.name(type_)) if type_ else (None, None))


def _read_slots(index: Index) -> Table:
    def is_slot_of(_: NamedNode, predicate: NamedNode, __: Term) -> bool:
        return is_slot(predicate)

    columns = (Column("proposition", "What says it.", "anyURI", "propositions"), _NUMBER, *_VALUE)
    rows = _value_rows(index, Kind.PROPOSITION, is_slot_of)
    return make_table("slots", "A part of what a proposition says.", columns, 2, rows)


def _value_rows(
    index: Index, kind: Kind, is_fit: Callable[[NamedNode, NamedNode, Term], bool]
) -> Iterator[Row]:
    for node in index.kinds.get(kind, ()):
        said = (pair for pair in index.state(node) if is_fit(node, *pair))
        for number, pair in enumerate(said, start=1):
            yield node.value, number, *index.cells_of_value(*pair)
