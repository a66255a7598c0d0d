"""What queries in shapes answer about the data: https://www.w3.org/TR/shacl/#sparql-constraints.

The data are loaded into a store only when the first query is asked. Blank nodes stand there as IRIs
with their codes, so that a query can name them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.prebinding import FUNCTIONS
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from visitkg.graph.dictionary import Node, Term
    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.prebinding import Query

SHAPES_GRAPH: Final = NamedNode("urn:visitkg:shapes-graph")
_BLANK: Final = "urn:visitkg:blank:"
_XSD_LITERAL: Final = b'"^^<' + XSD.encode()
_SHAPE_BLANK: Final = "urn:visitkg:shape-blank:"
_TRUE: Final = Literal("true", datatype=NamedNode(XSD + "boolean"))
_FALSE: Final = Literal("false", datatype=NamedNode(XSD + "boolean"))


class Answers:
    """Answers queries about some triples and the shapes graph, in the codes of the triples."""

    def __init__(self, triples: EncodedTriples, shapes: ShapesGraph) -> None:
        self._triples = triples
        self._shapes = shapes
        self._dictionary = triples.dictionary
        self._store: Store | None = None
        self.skolemised = any(token[:2] == b"_:" for token in self._dictionary.tokens)
        self.write = cache(self._write)
        self.decode = self._dictionary.decode
        self._originals: Mapping[Term, list[int]] | None = None

    def _write(self, code: int) -> str:
        """Return a term of the data as a query has it."""
        token = self._dictionary.tokens[code]
        return f"<{_BLANK}{code}>" if token[:2] == b"_:" else token.decode()

    def select(
        self, query: Query, values: Mapping[str, Sequence[str]], *, many: bool = False
    ) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT, of which unbound variables are left out."""
        found = self._ask(query, values, many=many)
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise InputError("sh:select takes a SELECT query")
        names = [variable.value for variable in found.variables]
        for solution in found:
            yield {
                name: value
                for name, value in zip(names, solution, strict=True)
                if value is not None
            }

    def ask(self, query: Query, values: Mapping[str, Sequence[str]]) -> bool:
        """Return the answer to an ASK."""
        found = self._ask(query, values)
        if not isinstance(found, pyoxigraph.QueryBoolean):
            raise InputError("sh:ask takes an ASK query")
        return bool(found)

    def _ask(
        self, query: Query, values: Mapping[str, Sequence[str]], *, many: bool = False
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        if self._store is None:
            self._store = self._load()
        text = query.bind(values, many=many)
        try:
            return self._store.query(text, custom_functions=_functions() if self.skolemised else {})
        except (SyntaxError, ValueError, OSError) as error:
            raise InputError(
                f"a query of the shapes can't be asked: {error}",
                remedy="Nothing is known of the data until the shapes are mended.",
            ) from error

    def _load(self) -> Store:
        store = Store()
        tokens = [
            b"<%s%d>" % (_BLANK.encode(), code) if token[:2] == b"_:" else token
            for code, token in enumerate(self._dictionary.tokens)
        ]
        columns = self._triples.subjects, self._triples.predicates, self._triples.objects
        lines = b"".join(
            [
                b"%s %s %s .\n" % (tokens[s], tokens[p], tokens[o])
                for s, p, o in zip(*columns, strict=True)
            ]
        )
        store.bulk_load(lines, RdfFormat.N_TRIPLES, lenient=True)
        store.bulk_extend(
            pyoxigraph.Quad(
                _skolemise_node(triple.subject),
                triple.predicate,
                _skolemise(triple.object),
                SHAPES_GRAPH,
            )
            for triple in self._shapes.triples
        )
        return store

    def code(self, term: Term, near: Callable[[], Collection[int]]) -> int:
        """Return the code of a term in a solution.

        The store spells some literals anew: ``01`` becomes ``1``. Where the data have a literal
        that is spelt so, that is meant, best one of those ``near`` the focus node.
        """
        if isinstance(term, NamedNode) and term.value.startswith(_BLANK):
            return int(term.value.removeprefix(_BLANK))
        code = self._dictionary.codes.get(write_token(term))
        originals = self._find_originals().get(term) if isinstance(term, Literal) else None
        if originals:
            candidates = originals if code is None else [code, *originals]
            around = near() if len(candidates) > 1 else ()
            return next((c for c in candidates if c in around), candidates[0])
        return self._dictionary.encode(term) if code is None else code

    def _find_originals(self) -> Mapping[Term, list[int]]:
        """Return the codes of literals that the store spells otherwise, by its spelling."""
        if self._originals is None:
            typed = [
                (code, self._dictionary.decode(code))
                for code, token in enumerate(self._dictionary.tokens)
                if _XSD_LITERAL in token
            ]
            originals: dict[Term, list[int]] = {}
            for (code, literal), spelt in zip(typed, respell(t for _, t in typed), strict=True):
                if spelt != literal:
                    originals.setdefault(spelt, []).append(code)
            self._originals = originals
        return self._originals


def respell(terms: Iterable[Term]) -> list[Term]:
    """Return terms as the store gives them back."""
    store = Store()
    names = [(NamedNode(f"urn:visitkg:{number}"), term) for number, term in enumerate(terms)]
    store.bulk_extend(pyoxigraph.Quad(name, name, term) for name, term in names)
    spelt: dict[NamedNode, Term] = {quad.predicate: quad.object for quad in store}
    return [spelt[name] for name, _ in names]


def _skolemise(term: Term) -> Term:
    return _skolemise_node(term) if isinstance(term, BlankNode) else term


def _skolemise_node(node: Node | Triple) -> NamedNode | Triple:
    return NamedNode(_SHAPE_BLANK + node.value) if isinstance(node, BlankNode) else node


def write_shape(term: Term) -> str:
    """Return a node of the shapes graph as a query has it."""
    return write_token(_skolemise(term)).decode()


@cache
def _functions() -> dict[NamedNode, Callable[..., Term | None]]:
    """Return the functions that tell the IRIs of blank nodes from others."""
    return {
        NamedNode(FUNCTIONS + "ISBLANK"): lambda term: _boolean(_is_blank(term)),
        NamedNode(FUNCTIONS + "ISIRI"): lambda term: _boolean(_is_iri(term)),
        NamedNode(FUNCTIONS + "ISURI"): lambda term: _boolean(_is_iri(term)),
        NamedNode(FUNCTIONS + "STR"): _text,
    }


def _is_blank(term: Term) -> bool:
    return isinstance(term, BlankNode) or (
        isinstance(term, NamedNode) and term.value.startswith((_BLANK, _SHAPE_BLANK))
    )


def _is_iri(term: Term) -> bool:
    return isinstance(term, NamedNode) and not _is_blank(term)


def _boolean(value: bool) -> Literal:  # noqa: FBT001  (the value itself)
    return _TRUE if value else _FALSE


def _text(term: Term) -> Literal | None:
    if _is_blank(term) or isinstance(term, Triple):
        return None
    return Literal(term.value)
