"""What queries in shapes answer about the data: https://www.w3.org/TR/shacl/#sparql-constraints.

The data are loaded into a store only when the first query is asked. Blank nodes stand there as IRIs
with their codes, so that a query can name them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from visitkg.errors import InputError
from visitkg.graph.dictionary import write_token
from visitkg.shacl.prebinding import FUNCTIONS, THIS, prepare_query
from visitkg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from visitkg.graph.dictionary import Term
    from visitkg.graph.encode import EncodedTriples
    from visitkg.shacl.model import ShapesGraph
    from visitkg.shacl.prebinding import Query

PREBOUND: Final = frozenset({THIS, "value", "currentShape", "shapesGraph"})
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

    def prepare(self, text: str, arguments: Mapping[str, Term]) -> Query:
        """Return a query made ready for pre-binding $this and its like, and what has arguments."""
        of_shapes = "shapesGraph" in text or any(
            isinstance(term, BlankNode) for term in arguments.values()
        )
        names = PREBOUND | arguments.keys()
        return prepare_query(text, names, skolemised=self.skolemised or of_shapes)

    def _write(self, code: int) -> str:
        """Return a term of the data as a query has it."""
        token = self._dictionary.tokens[code]
        if token[:2] == b"_:":
            return f"<{_BLANK}{code}>"
        if token[:3] == b"<<(" and b"_:" in token:
            return write_token(_replace_blank(self.decode(code), self._name_blank)).decode()
        return token.decode()

    def _name_blank(self, node: BlankNode) -> NamedNode:
        return NamedNode(f"{_BLANK}{self._dictionary.encode(node)}")

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
            return self._store.query(text, custom_functions=_functions())
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
        for code in self._dictionary.triple_terms:
            tokens[code] = self.write(code).encode()
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
                _replace_blank(triple.subject, _name_shape),
                triple.predicate,
                _replace_blank(triple.object, _name_shape),
                SHAPES_GRAPH,
            )
            for triple in self._shapes.triples
        )
        return store

    def restore(self, term: Any) -> Any:  # noqa: ANN401  (a node of a node, a term of a term)
        """Return a term of a solution as the data, or the shapes, have it."""
        if isinstance(term, Triple):
            return Triple(self.restore(term.subject), term.predicate, self.restore(term.object))
        if isinstance(term, NamedNode):
            if term.value.startswith(_BLANK):
                return self.decode(int(term.value.removeprefix(_BLANK)))
            if term.value.startswith(_SHAPE_BLANK):
                return BlankNode(term.value.removeprefix(_SHAPE_BLANK))
        return term

    def codes(self, term: Term, near: Callable[[], Collection[int]] | None = None) -> Sequence[int]:
        """Return the codes of the terms that one in a solution stands for.

        The store spells some literals anew: ``01`` becomes ``1``. Where the data have literals that
        are spelt so, these are meant: those ``near`` the focus node, or else one of them.
        """
        term = self.restore(term)
        code = self._find(term)
        found = [] if code is None else [code]
        if isinstance(term, Literal):
            found += self._find_originals().get(term, ())
        if len(found) > 1 and near is not None:
            around = near()
            return [each for each in found if each in around] or found[:1]
        return found or [self._dictionary.encode(term)]

    def _find(self, term: Term) -> int | None:
        if isinstance(term, Triple):
            token = write_token(term)
            codes = self._dictionary.triple_terms
            return next((code for code in codes if self._dictionary.tokens[code] == token), None)
        return self._dictionary.find(term)

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


def _replace_blank(term: Any, name: Callable[[BlankNode], NamedNode]) -> Any:  # noqa: ANN401  (a term)
    """Return a term with an IRI for each blank node."""
    if isinstance(term, Triple):
        subject, value = _replace_blank(term.subject, name), _replace_blank(term.object, name)
        return Triple(subject, term.predicate, value)
    return name(term) if isinstance(term, BlankNode) else term


def _name_shape(node: BlankNode) -> NamedNode:
    return NamedNode(_SHAPE_BLANK + node.value)


def write_shape(term: Term) -> str:
    """Return a node of the shapes graph as a query has it."""
    return write_token(_replace_blank(term, _name_shape)).decode()


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
