r"""Triples as integers: each term has a code, the same in all files that one dictionary encodes.

Every format is brought to N-Triples lines, for which one loop suffices: a line is cut at its first
two spaces, and each of the three tokens is looked up. A token is checked once, when it is new. A
file of N-Triples whose lines are in canonical form needs no other parser; whatever differs from
that form, however little, is read by pyoxigraph, and so is all that is wrong.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visitkg.graph.source import Source

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

_BLOCK: Final = 1 << 16
"""Bytes encoded at one go: what is cut from a larger block leaves the processor's cache."""

_TRIPLES: Final = 1 << 10
"""Triples that pyoxigraph writes as N-Triples at one go."""

_WITH_GRAPHS: Final = frozenset({RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD})


class UnusualLineError(ValueError):
    """A line that is not canonical N-Triples: pyoxigraph has to judge it."""


@cache
def _canonical_tokens() -> re.Pattern[bytes]:
    """Return what matches lines of one token each if all are valid and written canonically.

    https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples; some that are canonical, such as IRIs
    beyond ASCII, are left to pyoxigraph.
    """
    plain = rb"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*+"
    path = plain + rb"(?:%[0-9A-Fa-f]{2}" + plain + rb")*+"
    query = path.replace(b"@/]", b"@/?]")
    authority = rb"(?://[A-Za-z0-9.\-]+(?::[0-9]+)?(?=[/?#>])|(?!//))"
    scheme = rb"<[A-Za-z][A-Za-z0-9+.\-]*:"
    iri = scheme + authority + path + rb"(?:\?" + query + rb")?(?:#" + query + rb")?>"
    unwritten = rb"(?!<http://www\.w3\.org/(?:2001/XMLSchema#string|1999/02/22-rdf-syntax-ns#)>?)"
    suffix = rb"(?:@[a-z]{2,8}(?:-[a-z0-9]{1,8})*|\^\^" + unwritten + iri + rb")?"
    literal = rb'"[^"\\\x00-\x1f\x7f]*+"' + suffix
    return re.compile(rb"(?:(?>" + iri + rb"|" + literal + rb"|_:[A-Za-z0-9]+)\n)*+")


class Dictionary:
    """The code of each token, counted from 0: ``codes`` and, the other way, ``tokens``.

    A token that is written in several ways has one code, and its canonical form in ``tokens``;
    ``triple_terms`` are the codes of such terms. Blank nodes of two files are never the same: ``end_file`` closes the scope of their labels.
    """

    __slots__ = ("_labels", "_local", "codes", "tokens", "triple_terms")

    def __init__(self) -> None:
        self.codes: dict[bytes, int] = {}
        self.tokens: list[bytes] = []
        self._labels: dict[bytes, int] = {}
        self._local: list[bytes] = []
        self.triple_terms: list[int] = []

    def add(self, tokens: Iterable[bytes]) -> None:
        """Give each new token a code; raise UnusualLineError if one is invalid."""
        new = [token for token in tokens if token not in self.codes]
        text = b"\n".join([*new, b""])
        if _canonical_tokens().fullmatch(text) is None or not (text.isascii() or _is_utf8(text)):
            for token in new:
                self._add_unusual(token)
            return
        if b"_:" in text:
            for token in [token for token in new if token[:2] == b"_:"]:
                self._add_blank(token)
            new = [token for token in new if token[:2] != b"_:"]
        first = len(self.tokens)
        self.codes.update(zip(new, range(first, first + len(new)), strict=True))
        self.tokens += new

    def _add_unusual(self, token: bytes) -> None:
        canonical = _canonicalise(token)
        if token[:2] == b"_:":
            self._add_blank(token)
            return
        code = self.codes.get(canonical)
        self.codes[token] = self._add_canonical(canonical) if code is None else code

    def _add_canonical(self, token: bytes) -> int:
        code = self.codes[token] = len(self.tokens)
        self.tokens.append(token)
        if token[:3] == b"<<(":
            self.triple_terms.append(code)
        return code

    def _add_blank(self, token: bytes) -> int:
        label, number = token, 1
        while label in self._labels:
            number += 1
            label = b"%s.%d" % (token, number)
        code = self.codes[token] = self._labels[label] = len(self.tokens)
        self.tokens.append(label)
        self._local.append(token)
        return code

    def end_file(self) -> None:
        """Let the next file have blank nodes of its own, whatever their labels."""
        for token in self._local:
            del self.codes[token]
        self._local.clear()

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
                code = self._add_blank(token)
                self.end_file()
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
    if token[:1] == b'"' and b"\\" not in token:
        text, _, suffix = token[1:].rpartition(b'"')
        if not suffix:
            return Literal(text.decode())
        if suffix[:2] == b"^^":
            return Literal(text.decode(), datatype=NamedNode(suffix[3:-1].decode()))
        if b"--" not in suffix:
            return Literal(text.decode(), language=suffix[1:].decode())
    return _parse_token(token)


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
    except (SyntaxError, ValueError) as error:
        raise UnusualLineError from error


def _is_utf8(token: bytes) -> bool:
    try:
        token.decode()
    except UnicodeDecodeError as error:
        raise UnusualLineError from error
    return True


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """Which of the triples one file states: those from ``begin`` to before ``end``.

    ``by_line`` if the n-th of them stands on the n-th line.
    """

    source: Source
    begin: int
    end: int
    by_line: bool
    prefixes: dict[str, str]


@dataclass(slots=True)
class EncodedTriples:
    """The triples of some files, in the order of their texts; one stated twice stands there twice.

    The n-th triple is ``subjects[n]``, ``predicates[n]``, ``objects[n]``.
    """

    dictionary: Dictionary = field(default_factory=Dictionary)
    subjects: array[int] = field(default_factory=lambda: array("i"))
    predicates: array[int] = field(default_factory=lambda: array("i"))
    objects: array[int] = field(default_factory=lambda: array("i"))
    files: list[EncodedFile] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of triples, repeated ones included."""
        return len(self.subjects)

    def file_of(self, index: int) -> EncodedFile:
        """Return the file that states the triple with this index."""
        return next(file for file in self.files if file.begin <= index < file.end)

    def add_file(self, source: Source, graph: NamedNode | DefaultGraph | None = None) -> None:
        """Encode what a source states, in all its graphs or in one; raise InputError if broken."""
        begin = len(self)
        prefixes: dict[str, str] = {}
        by_line = False
        # What is built here are millions of objects without a cycle among them.
        with _without_collection():
            if source.format == RdfFormat.N_TRIPLES:
                by_line = self._add_canonical(source.data)
            if not by_line:
                prefixes = self._add_parsed(source, graph)
        self.dictionary.end_file()
        self.files.append(EncodedFile(source, begin, len(self), by_line, prefixes))

    def _add_canonical(self, data: bytes) -> bool:
        """Encode canonical N-Triples; return False, and add nothing, if they are not."""
        begin = len(self)
        try:
            for block in _blocks(data):
                self._add_lines(block)
        except (UnusualLineError, ValueError):
            for column in (self.subjects, self.predicates, self.objects):
                del column[begin:]
            self.dictionary.end_file()
            return False
        return True

    def _add_lines(self, block: bytes) -> None:
        """Encode whole lines; raise ValueError if one is not canonical."""
        lines = block.split(b" .\n")
        if lines.pop() or b'\n"' in block or block[:1] == b'"':
            raise UnusualLineError
        if not lines:
            return
        subjects, predicates, objects = zip(*[line.split(b" ", 2) for line in lines], strict=True)
        if not all(token[:1] == b"<" for token in set(predicates)):
            raise UnusualLineError
        self.dictionary.add({*subjects, *predicates, *objects})
        code = self.dictionary.codes.__getitem__
        self.subjects.extend(map(code, subjects))
        self.predicates.extend(map(code, predicates))
        self.objects.extend(map(code, objects))

    def _add_parsed(self, source: Source, graph: NamedNode | DefaultGraph | None) -> dict[str, str]:
        parser = pyoxigraph.parse(source.data, source.format, base_iri=source.base_iri)
        triples: Any = iter(parser)
        if source.format in _WITH_GRAPHS:
            triples = (q.triple for q in parser if graph is None or q.graph_name == graph)
        try:
            while lines := pyoxigraph.serialize(
                islice(triples, _TRIPLES), format=RdfFormat.N_TRIPLES
            ):
                self._add_lines(lines)
        except SyntaxError as error:
            # Imported here: only a mistake needs it.
            from visitkg.graph.syntax import explain

            raise explain(source, error) from error
        return parser.prefixes


def _blocks(data: bytes) -> Iterator[bytes]:
    """Yield the lines in blocks of at least one, each line ended by a line feed."""
    begin, size = 0, len(data)
    while begin < size:
        end = data.rfind(b"\n", begin, begin + _BLOCK) + 1
        if not end:
            end = data.find(b"\n", begin) + 1
        if not end:
            yield data[begin:] + b"\n"
            return
        block = data[begin:end]
        yield block.replace(b"\r\n", b"\n") if b"\r" in block else block
        begin = end


class _without_collection:  # noqa: N801  (used as a word in a with statement)
    """Keep the cyclic garbage collector from looking at objects that hold no cycle."""

    def __enter__(self) -> None:
        import gc

        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        import gc

        if self._enabled:
            gc.enable()
