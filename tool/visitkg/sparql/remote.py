"""What a query reaches out to: SERVICE, which the engine would follow to any server, and FROM."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Store

from visitkg.sparql.fetch import fetch_graph
from visitkg.sparql.place import error_at, error_at_token
from visitkg.sparql.tokens import Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visitkg.errors import UsageError
    from visitkg.sparql.prepare import Prepared

_SERVICE: Final = re.compile(r"(servic)(e)", re.IGNORECASE | re.ASCII)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def admit(store: Store, prepared: Prepared, *, allow_remote: bool) -> None:
    """Raise UsageError for a query that reaches out, unless that is allowed.

    If it is, the graphs that FROM names are fetched into the store; the engine follows SERVICE.
    """
    if not allow_remote:
        refuse_service(prepared)
    for keyword, graph in unknown_graphs(store, prepared):
        if not allow_remote:
            raise _refuse_graph(prepared, keyword, graph)
        fetch_graph(store, graph)


def refuse_service(prepared: Prepared) -> None:
    """Raise UsageError for a query that asks another server; nothing is sent.

    The word alone decides nothing: it may stand in a string, an IRI, a name or a comment. Nor does
    a tokeniser of ours: the engine reads ``trueSERVICE<x>`` as two words where the recommendation
    sees one. So the engine's own parser does, on the same text with the word misspelt everywhere:
    if that is a query, no occurrence is a keyword.
    """
    if not _SERVICE.search(_unescape(prepared.text)):
        return
    misspelt, prefixes = _misspell(prepared)
    if _SERVICE.search(_unescape(misspelt)):
        raise _escaped(prepared)
    try:
        Store().query(misspelt, prefixes=prefixes, base_iri=prepared.base_iri)
    except SyntaxError as error:
        raise _refusal(prepared) or _explain(prepared, error) from error


def unknown_graphs(store: Store, prepared: Prepared) -> Iterator[tuple[Token, NamedNode]]:
    """Yield the graphs that FROM and FROM NAMED name and the store does not have.

    The engine never fetches them: without them a query would run on nothing.
    """
    for clause in prepared.from_clauses:
        graph = _read_graph(prepared, clause.graph)
        if not store.contains_named_graph(graph):
            yield clause.keyword, graph


def _refuse_graph(prepared: Prepared, keyword: Token, graph: NamedNode) -> UsageError:
    """Return the error for a graph that FROM names and that is not loaded."""
    return error_at_token(
        f"the graph {graph} is not loaded",
        keyword,
        name=prepared.name,
        text=prepared.source,
        remedy="Leave FROM out to ask all that is loaded, or add --allow-remote to fetch it.",
    )


def _read_graph(prepared: Prepared, token: Token) -> NamedNode:
    """Return the IRI that an IRI or a prefixed name stands for under the query's declarations."""
    try:
        solutions: Any = Store().query(
            f"{prepared.prologue} SELECT ({token.text} AS ?graph) {{}}",
            prefixes=dict(prepared.prefixes),
            base_iri=prepared.base_iri,
        )
    except SyntaxError as error:
        raise _explain(prepared, error) from error
    return NamedNode(next(solutions)["graph"].value)


def _explain(prepared: Prepared, error: SyntaxError) -> UsageError:
    # Imported here: only a mistake needs it.
    from visitkg.sparql.syntax import explain

    return explain(prepared, error)


def _misspell(prepared: Prepared) -> tuple[str, dict[str, str]]:
    """Return the text and the prefixes with the last letter of the word changed, sign by sign."""
    spelt = prepared.text.lower()
    letter = next((each for each in "xqzjkvwy" if f"servic{each}" not in spelt), "x")

    def change(text: str) -> str:
        return _SERVICE.sub(
            lambda match: match[1] + (letter if match[2] == "e" else letter.upper()), text
        )

    return change(prepared.text), {change(key): iri for key, iri in prepared.prefixes.items()}


def _unescape(text: str) -> str:
    """Return the text as an engine sees it that reads escapes everywhere, as SPARQL 1.1 says.

    https://www.w3.org/TR/sparql11-query/#codepointEscape
    """
    return _ESCAPE.sub(_code_point, text) if "\\" in text else text


def _code_point(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else match[0]


def _refusal(prepared: Prepared) -> UsageError | None:
    tokens = tokenise(prepared.source)
    keyword = next((token for token in tokens if token.word == "SERVICE"), None)
    if keyword is None:
        return None
    return error_at_token(
        "SERVICE asks another server, which is refused",
        keyword,
        name=prepared.name,
        text=prepared.source,
        remedy="Add --allow-remote if the query may reach out.",
    )


def _escaped(prepared: Prepared) -> UsageError:
    """Return the error for an escape that can spell the word, in whatever reading."""
    escape = _ESCAPE.search(prepared.source)
    return error_at(
        "an escape spells a letter of the word SERVICE",
        name=prepared.name,
        text=prepared.source,
        offset=escape.start() if escape else 0,
        width=len(escape[0]) if escape else 1,
        remedy="Write the letters themselves.",
    )
