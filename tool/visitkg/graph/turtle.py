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
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

_TYPE: Final = NamedNode(terms.RDF + "type")
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


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Return the canonical Turtle of a graph, with the prefixes of ``prefixes`` that it uses.

    The text depends on the graph and the prefixes alone, not on the order of triples or the labels
    of blank nodes; written again it stays the same. Subjects come in the order of ontologies,
    datasets, classes, properties, concept schemes, others by IRI, then blank nodes; ``a`` comes
    first, then predicates as they are spelt; objects are sorted, literals by language first. No
    triple gives an empty text.
    """
    layout = arrange(triples)
    iris = IriWriter(prefixes)
    writer = _Writer(layout, iris)
    roots = [subject for subject in layout.subjects if subject not in layout.nested]
    blocks = [text for _, text in sorted(writer.block(subject) for subject in roots)]
    header = [
        f"@prefix {prefix}: {write_iri(iris.used[prefix])} .\n" for prefix in sorted(iris.used)
    ]
    return "\n".join(["".join(header), *blocks] if header else blocks)


class _Writer:
    """Writes the blocks of one layout, and remembers in ``iris`` which prefixes they use."""

    __slots__ = ("_iris", "_layout")

    def __init__(self, layout: Layout, iris: IriWriter) -> None:
        self._layout = layout
        self._iris = iris

    def block(self, subject: Subject) -> tuple[tuple[int, int, str, str], str]:
        """Return what a subject's block is sorted by, and the block."""
        description = self._layout.subjects[subject]
        body = "".join(f"{line}\n" for line in self._pairs(description, _INDENT))
        end = f"{_INDENT}.\n"
        if isinstance(subject, NamedNode):
            text = f"{self._iris.write(subject.value)}\n{body}{end}"
            return (_rank(description), 0, subject.value, ""), text
        label = self._layout.labels.get(subject)
        if label is None:
            return (len(_KINDS), 2, "", body), f"[]\n{body}{end}"
        return (len(_KINDS), 1, f"{len(label):4}{label}", ""), f"{label}\n{body}{end}"

    def _pairs(self, description: Description, indent: str) -> list[str]:
        """Return for each predicate its lines, from ``a`` on in the order of their spelling."""
        spelt = {
            "a" if predicate == _TYPE else self._iris.write(predicate.value): objects
            for predicate, objects in description.items()
        }
        return [
            self._pair(predicate, spelt[predicate], indent)
            for predicate in sorted(spelt, key=lambda text: (text != "a", text))
        ]

    def _pair(self, predicate: str, objects: list[Term], indent: str) -> str:
        if len(objects) == 1:
            return f"{indent}{predicate} {self._object(objects[0], indent)} ;"
        deeper = indent + _INDENT
        texts = sorted((_sort_key(term), self._object(term, deeper)) for term in objects)
        joined = " ,\n".join(f"{deeper}{text}" for _, text in texts)
        return f"{indent}{predicate}\n{joined}\n{deeper};"

    def _object(self, term: Term, indent: str) -> str:
        """Return a term that begins on a line indented by ``indent``."""
        if isinstance(term, NamedNode):
            return "()" if term == NIL else self._iris.write(term.value)
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
    types = {term.value for term in description.get(_TYPE, ()) if isinstance(term, NamedNode)}
    return next((rank for rank, kind in enumerate(_KINDS) if types & kind), len(_KINDS))


def _sort_key(term: Term) -> tuple[int, str, str]:
    """Return what objects are sorted by before their text: IRIs, literals by language, nodes."""
    if isinstance(term, NamedNode):
        return 0, "", ""
    if isinstance(term, Literal):
        return 1, term.language or "", term.value
    return 3 if isinstance(term, BlankNode) else 2, "", ""
