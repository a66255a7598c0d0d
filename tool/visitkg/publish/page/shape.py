"""A shape as a section: what it looks at, what must hold there, and what to do if it doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from visitkg.publish.page.markup import NOTHING, Markup, escape, join
from visitkg.publish.page.value import (
    MOST_MEMBERS,
    MOST_VALUES,
    show_list,
    show_row,
    show_text,
    show_value,
    tell_rest,
)
from visitkg.site.kind import SUBCLASS_OF, TYPE
from visitkg.site.model import Reference, Text
from visitkg.site.value import read_value
from visitkg.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from visitkg.publish.page.links import Links
    from visitkg.site.model import Description

    Term = NamedNode | BlankNode | Literal | Triple

_ROWS: Final = {
    "targetClass": "Looks at each",
    "targetNode": "Looks at",
    "targetSubjectsOf": "Looks at what has",
    "targetObjectsOf": "Looks at the values of",
    "path": "Path",
    "property": "Shapes of its properties",
    "severity": "Severity",
}
_WORDS: Final = {
    "class": "each is a",
    "closed": "no other properties",
    "datatype": "datatype",
    "disjoint": "no value shared with",
    "equals": "the same values as",
    "flags": "flags",
    "hasValue": "one is",
    "ignoredProperties": "but for",
    "in": "one of",
    "languageIn": "language one of",
    "lessThan": "less than",
    "lessThanOrEquals": "not more than",
    "maxCount": "at most",
    "maxExclusive": "below",
    "maxInclusive": "up to",
    "maxLength": "characters at most",
    "minCount": "at least",
    "minExclusive": "above",
    "minInclusive": "from",
    "minLength": "characters at least",
    "node": "each keeps",
    "nodeKind": "kind of node",
    "not": "does not keep",
    "or": "keeps one of",
    "and": "keeps all of",
    "xone": "keeps exactly one of",
    "pattern": "pattern",
    "qualifiedMaxCount": "such values at most",
    "qualifiedMinCount": "such values at least",
    "qualifiedValueShape": "values that keep",
    "sparql": "found by a query",
    "uniqueLang": "one a language",
}
_MESSAGE: Final = NamedNode(SH + "message")
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_SELECT: Final = NamedNode(SH + "select")
_PATHS: Final = {
    SH + "inversePath": "^",
    SH + "zeroOrMorePath": "*",
    SH + "oneOrMorePath": "+",
    SH + "zeroOrOnePath": "?",
}
_TYPE: Final = RDF + "type"
_DEEPEST: Final = 12


def show_shape(links: Links, description: Description) -> Markup:
    """Return what a section says of a shape: message, targets, path, constraints, users."""
    view = links.edition.view
    node = NamedNode(description.subject.iri)
    messages = [term for term in view.objects(node, _MESSAGE) if isinstance(term, Literal)]
    told = join(
        Markup(f'<p class="definition">{show_text(links, Text(term.value, term.language))}</p>')
        for term in messages
    )
    known = {SH + name: words for name, words in _ROWS.items()}
    rows: dict[str, list[Markup]] = {}
    constraints: list[Markup] = []
    for predicate in sorted({quad.predicate.value for quad in view.outgoing(node)}):
        values = view.objects(node, NamedNode(predicate))
        shown = [show_term_of_shape(links, value) for value in values]
        name = predicate.removeprefix(SH)
        if predicate in known:
            rows[known[predicate]] = [join(shown, ", ")]
        elif predicate.startswith(SH) and predicate != _MESSAGE.value:
            words = escape(_WORDS.get(name, name))
            href = escape(predicate)
            constraints.append(
                Markup(f'<a class="other" href="{href}">{words}</a> {join(shown, ", ")}')
            )
    users = [
        links.name(value)
        for fact in description.references
        for value in fact.values
        if isinstance(value, Reference)
    ]
    left = tell_rest(len(users), links.to(links.edition.list_page("shapes")), "span")
    return join(
        (
            told,
            show_list(
                (
                    *(show_row(words, *rows[words]) for words in _ROWS.values() if words in rows),
                    _show_count(links, node),
                    show_row("Must hold", *constraints),
                    show_row("Used by", Markup(f"{join(users[:MOST_VALUES], ', ')}{left}")),
                )
            ),
        )
    )


def _show_count(links: Links, shape: NamedNode) -> Markup:
    """Return how many nodes a shape looks at for the classes that it targets."""
    view = links.edition.view
    classes = view.nodes(shape, NamedNode(SH + "targetClass"))
    if not classes:
        return NOTHING
    found: set[NamedNode] = set()
    seen: set[NamedNode] = set()
    while classes:
        class_ = classes.pop()
        if class_ not in seen:
            seen.add(class_)
            found.update(view.subjects(TYPE, class_))
            classes += view.subjects(SUBCLASS_OF, class_)
    return show_row("Nodes that it looks at", escape(f"{len(found):,}"))


def show_term_of_shape(links: Links, term: Term, depth: int = 0) -> Markup:
    """Return a value in a shape: a list with its members, a path as SPARQL writes it, a query."""
    view = links.edition.view
    if not isinstance(term, BlankNode) or depth > _DEEPEST:
        return show_value(links, read_value(view, term))
    members = list(_members(links, term))
    if members:
        between = " / " if depth == 0 and _is_path(links, term) else ", "
        some = members[:MOST_MEMBERS]
        shown = join((show_term_of_shape(links, each, depth + 1) for each in some), between)
        return Markup(f"{shown}{tell_rest(len(members), links.data, 'span', MOST_MEMBERS)}")
    queries = [each for each in view.objects(term, _SELECT) if isinstance(each, Literal)]
    if queries:
        return join(
            Markup(f'<pre tabindex="0"><code>{escape(each.value)}</code></pre>') for each in queries
        )
    for iri, sign in _PATHS.items():
        for inner in view.objects(term, NamedNode(iri)):
            shown = show_term_of_shape(links, inner, depth + 1)
            return Markup(f"{sign}{shown}" if sign == "^" else f"{shown}{sign}")
    for alternatives in view.objects(term, NamedNode(SH + "alternativePath")):
        inner_members = _members(links, alternatives)
        return join((show_term_of_shape(links, each, depth + 1) for each in inner_members), " | ")
    return _show_inner(links, term, depth)


def _show_inner(links: Links, node: BlankNode, depth: int) -> Markup:
    """Return a shape without a name as words in brackets, any other node as what is said of it."""
    view = links.edition.view
    parts = []
    for quad in view.outgoing(node):
        predicate = quad.predicate.value
        if predicate == _TYPE or not predicate.startswith(SH):
            continue
        shown = show_term_of_shape(links, quad.object, depth + 1)
        name = predicate.removeprefix(SH)
        parts.append(Markup(f"{escape(_WORDS.get(name, name))} {shown}"))
    if not parts:
        return show_value(links, read_value(view, node))
    return Markup(f"({join(parts, '; ')})")


def _is_path(links: Links, term: Term) -> bool:
    return any(quad.predicate.value == SH + "path" for quad in links.edition.view.incoming(term))


def _members(links: Links, node: Term) -> Iterator[Term]:
    """Yield the members of an RDF list; a broken or circular one ends where it breaks."""
    seen: set[Term] = set()
    while isinstance(node, BlankNode) and node not in seen:
        seen.add(node)
        yield from links.edition.view.objects(node, _FIRST)[:1]
        node = next(iter(links.edition.view.objects(node, _REST)), _NIL)
