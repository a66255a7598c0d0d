"""The prefixes that a shapes graph declares for its queries.

https://www.w3.org/TR/shacl/#sparql-prefixes
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from visitkg.shacl.result import ShapeProblem
from visitkg.terms import OWL, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeGuard

    from visitkg.shacl.index import Index, Node, Term

_DECLARE: Final = NamedNode(SH + "declare")
_IMPORTS: Final = NamedNode(OWL + "imports")
_NAMESPACE: Final = NamedNode(SH + "namespace")
_PREFIX: Final = NamedNode(SH + "prefix")
_PREFIXES: Final = NamedNode(SH + "prefixes")

_NAMES: Final = re.compile(r"(?:[^\W\d_][\w.-]*(?<![.]))?")
_IRIS: Final = re.compile(r'[^\x00-\x20<>"{}|^`\\]+')

_USUAL: Final = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "sh": SH, "xsd": XSD}
"""Prefixes that other validators know without a declaration, so that shapes rely on them."""


def declared_prefixes(index: Index, node: Term) -> dict[str, str]:
    """Return what the values of sh:prefixes declare, and what they import; some always are."""
    owners = _find_owners(index, index.objects(node, _PREFIXES))
    return {**_USUAL, **dict(_read_declarations(index, owners))}


def _find_owners(index: Index, owners: Iterable[Term]) -> Iterable[Term]:
    """Return what may declare prefixes: some nodes, and all that they import."""
    found = dict.fromkeys(owners)
    waiting = list(found)
    while waiting:
        for imported in index.objects(waiting.pop(), _IMPORTS):
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return found


def _read_declarations(index: Index, owners: Iterable[Term]) -> Iterator[tuple[str, str]]:
    """Yield the prefixes and namespaces that are declared and can stand in a query."""
    for owner in owners:
        for declaration in index.objects(owner, _DECLARE):
            for prefix in index.objects(declaration, _PREFIX):
                for namespace in index.objects(declaration, _NAMESPACE):
                    if _is_prefix(prefix) and _is_namespace(namespace):
                        yield prefix.value, namespace.value


def _is_prefix(term: Term) -> TypeGuard[Literal]:
    return isinstance(term, Literal) and _NAMES.fullmatch(term.value) is not None


def _is_namespace(term: Term) -> TypeGuard[Literal | NamedNode]:
    return isinstance(term, Literal | NamedNode) and _IRIS.fullmatch(term.value) is not None


def check_declarations(index: Index) -> Iterator[ShapeProblem]:
    """Yield what is wrong with declarations; only a prefix of two meanings is fatal."""
    for owner, declaration in index.pairs(_DECLARE):
        place = index.position(owner, _DECLARE, declaration)
        prefixes = index.objects(declaration, _PREFIX)
        if len(prefixes) != 1 or not _is_prefix(prefixes[0]):
            message = "a declared prefix has one sh:prefix, a string without a colon"
            remedy = 'Write it like this: sh:prefix "ex" ;'
            yield ShapeProblem(message, remedy, place)
        namespaces = index.objects(declaration, _NAMESPACE)
        if len(namespaces) != 1 or not _is_exact(namespaces[0]):
            message = "a declared prefix has one sh:namespace, an IRI as xsd:anyURI"
            remedy = 'Write it like this: sh:namespace "http://example.org/"^^xsd:anyURI ;'
            yield ShapeProblem(message, remedy, place)
    for subject, named in index.pairs(_PREFIXES):
        if not dict(_read_declarations(index, _find_owners(index, [named]))):
            message = f"sh:prefixes refers to {named}, which declares none"
            place = index.position(subject, _PREFIXES, named)
            yield ShapeProblem(message, "Add sh:declare to it.", place)
    for subject in dict.fromkeys(subject for subject, _ in index.pairs(_PREFIXES)):
        yield from _check_conflicts(index, subject)


def _check_conflicts(index: Index, subject: Node) -> Iterator[ShapeProblem]:
    meanings: dict[str, str] = {}
    owners = index.objects(subject, _PREFIXES)
    for prefix, namespace in _read_declarations(index, _find_owners(index, owners)):
        if meanings.setdefault(prefix, namespace) != namespace:
            yield ShapeProblem(
                f"sh:prefixes declares {prefix} as <{meanings[prefix]}> and as <{namespace}>",
                "Declare each prefix once.",
                index.position(subject, _PREFIXES, owners[0]),
                fatal=True,
            )


def _is_exact(term: Term) -> bool:
    return (
        _is_namespace(term) and isinstance(term, Literal) and term.datatype.value == XSD + "anyURI"
    )
