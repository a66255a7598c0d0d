"""A dictionary of terms: an integer for each, by its token in canonical N-Triples.

https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


_ESCAPED: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class UnusualLineError(ValueError):
    """A line that is not canonical N-Triples: pyoxigraph has to judge it."""


@cache
def _canonical_tokens() -> re.Pattern[bytes]:
    """Return what matches lines of one token each if all are valid and written canonically.

    https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples; some rare tokens that are canonical
    are left to pyoxigraph. That the bytes are UTF-8 is for others to see.
    """
    # Beyond ASCII, characters from U+00C0 to U+CFFF: all of them may stand in an IRI.
    plain = rb"[A-Za-z0-9\-._~!$&'()*+,;=:@/\x80-\xbf\xc3-\xec]*+"
    path = plain + rb"(?:%[0-9A-Fa-f]{2}" + plain + rb")*+"
    query = path.replace(b"@/", b"@/?")
    authority = rb"(?://[A-Za-z0-9.\-]+(?::[0-9]+)?(?=[/?#>])|(?!//))"
    scheme = rb"<[A-Za-z][A-Za-z0-9+.\-]*:"
    iri = scheme + authority + path + rb"(?:\?" + query + rb")?(?:#" + query + rb")?>"
    unwritten = rb"(?!<http://www\.w3\.org/(?:2001/XMLSchema#string|1999/02/22-rdf-syntax-ns#)>?)"
    language = rb"@[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    suffix = rb"(?:" + language + rb"|\^\^" + unwritten + iri + rb")?"
    text = rb'[^"\\\x00-\x1f\x7f]*+'
    literal = rb'"' + text + rb'(?:\\[nrt"\\]' + text + rb')*+"' + suffix
    return re.compile(rb"(?:(?>" + iri + rb"|" + literal + rb"|_:[A-Za-z0-9]+)\n)*+")


class Dictionary:
    """The code of each token, counted from 0: ``codes`` and, the other way, ``tokens``.

    A token that is written in several ways has one code, and its canonical form in ``tokens``;
    ``triple_terms`` are the codes of such terms. Blank nodes of two files are never the same:
    ``end_file`` closes the scope of their labels.
    """

    __slots__ = ("_begin", "_file", "_labels", "_local", "codes", "tokens", "triple_terms")

    remembered: ClassVar[int | None] = None
    """Of so many terms what was found out may be kept; None is of all."""

    def __init__(self) -> None:
        self.codes: dict[bytes, int] = {}
        self.tokens: list[bytes] = []
        self.triple_terms: list[int] = []
        self._labels: dict[bytes, int] = {}
        # Tokens that mean this in one file only: blank nodes that have other labels here, and
        # triple terms of blank nodes; and where the tokens of the file begin.
        self._local: list[bytes] = []
        self._begin = 0
        self._file = 1

    def add(self, tokens: Iterable[bytes]) -> None:
        """Give each new token a code; raise UnusualLineError if one is invalid."""
        new = [token for token in tokens if token not in self.codes]
        match = _canonical_tokens().fullmatch
        text = b"\n".join([*new, b""])
        if match(text) is None or not (text.isascii() or _is_utf8(text)):
            for token in new:
                if match(token + b"\n") is None or not (token.isascii() or _is_utf8(token)):
                    self._add_unusual(token)
            new = [token for token in new if token not in self.codes]
        renamed = [token for token in new if token in self._labels] if self._labels else []
        if renamed:
            for token in renamed:
                self._add_renamed(token)
            new = [token for token in new if token not in self.codes]
        first = len(self.tokens)
        self.codes.update(zip(new, range(first, first + len(new)), strict=True))
        self.tokens += new

    def _add_unusual(self, token: bytes) -> None:
        canonical = _canonicalise(token)
        if canonical[:3] == b"<<(" and b"_:" in canonical:
            canonical = self._localise(token, read_token(canonical))
        code = self.codes.get(canonical)
        if code is not None:
            self.codes[token] = code
        elif canonical in self._labels:
            self._add_renamed(canonical)
        else:
            self.codes[token] = self._add_canonical(canonical)

    def _localise(self, token: bytes, term: Term) -> bytes:
        """Return a triple term with the labels that its blank nodes have here."""
        labels = {node: b"_:" + node.value.encode() for node in _blank_nodes(term)}
        self.add(labels.values())
        nodes = {
            node: BlankNode(self.tokens[self.codes[label]][2:].decode())
            for node, label in labels.items()
        }
        canonical = write_token(_replace(term, nodes))
        if nodes:
            self._local += (token, canonical)
        return canonical

    def _add_canonical(self, token: bytes) -> int:
        code = self.codes[token] = len(self.tokens)
        self.tokens.append(token)
        if token[:3] == b"<<(":
            self.triple_terms.append(code)
        return code

    def _add_renamed(self, token: bytes) -> None:
        """Give a blank node a label that none of another file has."""
        label, number = token, self._file
        while label in self._labels or label in self.codes:
            label = b"%s.%d" % (token, number)
            number += 1
        self.codes[token] = self._labels[label] = len(self.tokens)
        self.tokens.append(label)
        self._local.append(token)

    def end_file(self) -> None:
        """Let the next file have blank nodes of its own, whatever their labels."""
        tokens = self.tokens
        for code in range(self._begin, len(tokens)):
            token = tokens[code]
            if token[:2] == b"_:" and self.codes.get(token) == code:
                self._labels[token] = code
                del self.codes[token]
        for token in self._local:
            self.codes.pop(token, None)
        self._local.clear()
        self._begin = len(tokens)
        self._file += 1

    def forget(self, size: int) -> None:
        """Take back all codes from ``size`` on, of a file that has not ended yet."""
        self.codes = {token: code for token, code in self.codes.items() if code < size}
        self._labels = {label: code for label, code in self._labels.items() if code < size}
        self.triple_terms = [code for code in self.triple_terms if code < size]
        self._local.clear()
        del self.tokens[size:]

    def look_up(self, token: bytes) -> int | None:
        """Return the code of a canonical token that is no blank node, or None."""
        return self.codes.get(token)

    def tokens_of(self, codes: Sequence[int]) -> list[bytes]:
        """Return the tokens of some codes."""
        tokens = self.tokens
        return [tokens[code] for code in codes]

    def first_bytes(self) -> NDArray[np.uint8]:
        """Return the first byte of each token."""
        # Imported here: small data need no arrays.
        import numpy as np

        return np.frombuffer(bytes([token[0] for token in self.tokens]), dtype=np.uint8).copy()

    def release(self) -> None:
        """Let go of tokens that are in memory, if they are elsewhere too."""

    def find(self, term: Term) -> int | None:
        """Return the code of a term that some triple holds, or None."""
        token = write_token(term)
        return self._labels.get(token) if token[:2] == b"_:" else self.codes.get(token)

    def encode(self, term: Term) -> int:
        """Return the code of a term, a new one if need be; blank nodes go by their labels."""
        token = write_token(term)
        if token[:2] == b"_:":
            code = self._labels.get(token)
            if code is None:
                code = self._labels[token] = len(self.tokens)
                self.tokens.append(token)
            return code
        code = self.codes.get(token)
        return self._add_canonical(token) if code is None else code

    def decode(self, code: int) -> Term:
        """Return the term of a code, with its lexical form."""
        return read_token(self.tokens[code])

    def decode_iri(self, code: int) -> NamedNode:
        """Return the IRI of a code that is known to be one, such as that of a predicate."""
        return NamedNode(self.tokens[code][1:-1].decode())


def write_token(term: Term) -> bytes:
    """Return a term as canonical N-Triples has it."""
    return (f"<<( {term} )>>" if isinstance(term, Triple) else str(term)).encode()


def read_token(token: bytes) -> Term:
    """Return the term that a canonical token stands for."""
    if token[:1] == b"<" and token[:2] != b"<<":
        return NamedNode(token[1:-1].decode())
    if token[:2] == b"_:":
        return BlankNode(token[2:].decode())
    if token[:1] == b'"':
        written, _, suffix = token[1:].rpartition(b'"')
        text = _unescape(written.decode())
        if not suffix:
            return Literal(text)
        if suffix[:2] == b"^^":
            return Literal(text, datatype=NamedNode(suffix[3:-1].decode()))
        if b"--" not in suffix:
            return Literal(text, language=suffix[1:].decode())
    return _parse_token(token)


def _unescape(written: str) -> str:
    """Return a text without escapes; pyoxigraph would not read a very long one at once."""
    if "\\" not in written:
        return written
    return re.sub(r"\\(?:u([0-9A-F]{4})|(.))", _unescape_one, written)


def _unescape_one(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2])


def _blank_nodes(term: Term) -> Iterator[BlankNode]:
    """Yield the blank nodes in a term, as often as it holds them."""
    if isinstance(term, BlankNode):
        yield term
    elif isinstance(term, Triple):
        yield from _blank_nodes(term.subject)
        yield from _blank_nodes(term.object)


def rename_blank(term: Term, rename: Callable[[bytes], bytes]) -> Term:
    """Return a term with other labels of its blank nodes; ``rename`` gives a token for a token."""
    nodes = {
        node: BlankNode(rename(b"_:" + node.value.encode())[2:].decode())
        for node in _blank_nodes(term)
    }
    renamed: Term = _replace(term, nodes)
    return renamed


def _replace(term: Any, nodes: Mapping[BlankNode, BlankNode]) -> Any:  # noqa: ANN401  (of one type)
    if isinstance(term, Triple):
        return Triple(_replace(term.subject, nodes), term.predicate, _replace(term.object, nodes))
    return nodes.get(term, term)


def _parse_token(token: bytes) -> Term:
    statement = b"<x:s> <x:p> " + token + b" ."
    (quad,) = pyoxigraph.parse(statement, RdfFormat.N_TRIPLES)
    term: Term = quad.object
    return term


def _canonicalise(token: bytes) -> bytes:
    if b"\n" in token:
        raise UnusualLineError
    try:
        return write_token(_parse_token(token))
    except (SyntaxError, ValueError, MemoryError) as error:
        raise UnusualLineError from error


def _is_utf8(token: bytes) -> bool:
    try:
        token.decode()
    except UnicodeDecodeError as error:
        raise UnusualLineError from error
    return True
