"""Canonical Turtle: isomorphic graphs give the same text, each fact on a line of its own.

https://www.w3.org/TR/rdf12-turtle/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg import terms
from visitkg.graph.blank import FIRST, NIL, REST, Description, Layout, Subject, Term, arrange
from visitkg.graph.term import IriWriter, write_iri, write_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Triple

_TYPE: Final = NamedNode(terms.RDF + "type")
_NIL: Final = NIL.value
_ALONE: Final = Layout({}, {}, frozenset(), frozenset())
_INDENT: Final = "    "
_WIDEST_INLINE: Final = 72
"""A node or a list of more characters takes a line for each of its parts."""

# Subjects of the first kind come first; one of no kind comes last.
_KINDS: Final = (
    {terms.OWL + "Ontology"},
    {terms.DCAT + name for name in ("Catalog", "Dataset")}
    | {terms.VOID + name for name in ("Dataset", "DatasetDescription")},
    {terms.OWL + name for name in ("Class", "DeprecatedClass")} | {terms.RDFS + "Class"},
    {
        terms.OWL + name
        for name in (
            "AnnotationProperty",
            "DatatypeProperty",
            "DeprecatedProperty",
            "ObjectProperty",
            "OntologyProperty",
        )
    }
    | {terms.RDF + "Property"},
    {terms.SKOS + "ConceptScheme"},
)
_RANKS: Final = {iri: rank for rank, kind in enumerate(_KINDS) for iri in kind}


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Return the canonical Turtle of a graph, with the prefixes of ``prefixes`` that it uses.

    The text depends on the graph and the prefixes alone, not on the order of triples or the labels
    of blank nodes; written again it stays the same. Subjects come in the order of ontologies,
    datasets, classes, properties, concept schemes, others by IRI, then blank nodes; ``a`` comes
    first, then predicates as they are spelt; objects are sorted, literals by language first. No
    triple gives an empty text.
    """
    iris = IriWriter(prefixes)
    blocks = write_blocks(triples, iris)
    header = write_header(iris.used)
    return "\n".join([header, *blocks] if header else blocks)


def write_blocks(triples: Iterable[Triple], iris: IriWriter) -> list[str]:
    """Return the blocks of a graph in canonical Turtle, in order."""
    layout = arrange(triples)
    writer = _Writer(layout, iris)
    roots = [subject for subject in layout.subjects if subject not in layout.nested]
    return [text for _, text in sorted(map(writer.block, roots))]


def write_block(node: NamedNode, description: Description, iris: IriWriter) -> str:
    """Return the block of a node; raise ValueError if it speaks of a blank node."""
    return _Writer(_ALONE, iris).write(node, description)


def block_order(node: NamedNode, description: Description) -> tuple[int, str]:
    """Return what blocks of nodes with an IRI are sorted by."""
    return _rank(description), node.value


def write_header(prefixes: Mapping[str, str]) -> str:
    """Return the declarations of prefixes, in order."""
    return "".join(f"@prefix {name}: {write_iri(prefixes[name])} .\n" for name in sorted(prefixes))


class _Writer:
    """Writes the blocks of one layout, and remembers in ``iris`` which prefixes they use."""

    __slots__ = ("_iris", "_layout")

    def __init__(self, layout: Layout, iris: IriWriter) -> None:
        self._layout = layout
        self._iris = iris

    def block(self, subject: Subject) -> tuple[tuple[int, int, str, str], str]:
        """Return what a subject's block is sorted by, and the block."""
        description = self._layout.subjects[subject]
        text = self.write(subject, description)
        if isinstance(subject, NamedNode):
            return (_rank(description), 0, subject.value, ""), text
        label = self._layout.labels.get(subject)
        if label is None:
            return (len(_KINDS), 2, "", text), text
        return (len(_KINDS), 1, f"{len(label):4}{label}", ""), text

    def write(self, subject: Subject, description: Description) -> str:
        """Return the block of a subject."""
        if isinstance(subject, NamedNode):
            name = self._iris.write(subject.value)
        else:
            name = self._layout.labels.get(subject, "[]")
        return "\n".join([name, *self._pairs(description, _INDENT), f"{_INDENT}.\n"])

    def _pairs(self, description: Description, indent: str) -> list[str]:
        """Return for each predicate its lines, from ``a`` on in the order of their spelling."""
        known = self._iris.known
        values = [*description.values()]
        pairs = []
        for name, place in self._iris.order(tuple(description)):
            objects = values[place]
            text = None
            if len(objects) == 1 and isinstance(objects[0], NamedNode):
                # Most pairs are such, and to look up takes less time than to call for it.
                text = known.get(objects[0].value)
            pairs.append(f"{indent}{name} {text} ;" if text else self._pair(name, objects, indent))
        return pairs

    def _pair(self, predicate: str, objects: Sequence[Term], indent: str) -> str:
        if len(objects) == 1:
            return f"{indent}{predicate} {self._object(objects[0], indent)} ;"
        deeper = indent + _INDENT
        texts = sorted((_sort_key(term), self._object(term, deeper)) for term in objects)
        joined = " ,\n".join(f"{deeper}{text}" for _, text in texts)
        return f"{indent}{predicate}\n{joined}\n{deeper};"

    def _object(self, term: Term, indent: str) -> str:
        """Return a term that begins on a line indented by ``indent``."""
        if isinstance(term, NamedNode):
            iri = term.value
            return "()" if iri == _NIL else self._iris.write(iri)
        if isinstance(term, Literal):
            return write_literal(term, self._iris)
        if isinstance(term, BlankNode):
            if term in self._layout.labels:
                return self._layout.labels[term]
            if term in self._layout.cells:
                return self._list(term, indent)
            return self._node(term, indent)
        return self._triple_term(term, indent)

    def _triple_term(self, triple: Triple, indent: str) -> str:
        subject = self._object(triple.subject, indent)
        predicate = self._iris.write(triple.predicate.value)
        return f"<<( {subject} {predicate} {self._object(triple.object, indent)} )>>"

    def _node(self, node: BlankNode, indent: str) -> str:
        if self._layout is _ALONE:
            raise ValueError(node)
        description = self._layout.subjects.get(node)
        if not description:
            return "[]"
        pairs = self._pairs(description, indent + _INDENT)
        if len(pairs) == 1 and "\n" not in pairs[0]:
            text = pairs[0].removesuffix(" ;").lstrip()
            if len(text) <= _WIDEST_INLINE:
                return f"[ {text} ]"
        return "\n".join(["[", *pairs, f"{indent}]"])

    def _list(self, cell: BlankNode, indent: str) -> str:
        deeper = indent + _INDENT
        elements = []
        rest: Term = cell
        while isinstance(rest, BlankNode):
            description = self._layout.subjects[rest]
            elements.append(self._object(description[FIRST][0], deeper))
            rest = description[REST][0]
        text = " ".join(elements)
        if "\n" not in text and len(text) <= _WIDEST_INLINE:
            return f"( {text} )"
        return "\n".join(["(", *(f"{deeper}{element}" for element in elements), f"{indent})"])


def _rank(description: Description) -> int:
    last = len(_KINDS)
    types = description.get(_TYPE, ())
    return min((_RANKS.get(t.value, last) for t in types if isinstance(t, NamedNode)), default=last)


def _sort_key(term: Term) -> tuple[int, str, str]:
    """Return what objects are sorted by before their text: IRIs, literals by language, nodes."""
    if isinstance(term, NamedNode):
        return 0, "", ""
    if isinstance(term, Literal):
        return 1, term.language or "", term.value
    return 3 if isinstance(term, BlankNode) else 2, "", ""
