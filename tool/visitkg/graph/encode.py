r"""Triples as integers: each term has a code, the same in all files that one dictionary encodes.

Every format is brought to N-Triples lines, for which one loop suffices: a line is cut at its first
two spaces, and each of the three tokens is looked up. A token is checked once, when it is new. A
file of N-Triples whose lines are in canonical form needs no other parser; whatever differs from
that form, however little, is read by pyoxigraph, and so is all that is wrong.
"""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyoxigraph
from pyoxigraph import RdfFormat

from visitkg.errors import InputError, Position
from visitkg.graph.dictionary import Dictionary, UnusualLineError
from visitkg.graph.worker import WorkerError, has_second_processor, work_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import DefaultGraph, NamedNode

    from visitkg.graph.source import Source

_BLOCK: Final = 1 << 16
"""Bytes encoded at one go: what is cut from a larger block leaves the processor's cache."""

_TRIPLES: Final = 1 << 9
"""Triples that pyoxigraph writes as N-Triples at one go."""

LARGE: Final = 1 << 23
"""From so many bytes on, a second process saves more time than it takes to begin and to end."""

_WITH_GRAPHS: Final = frozenset({RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD})


class EncodedFile(NamedTuple):
    """Which of the triples one file states: those from ``begin`` to before ``end``.

    ``by_line`` if the n-th of them stands on the n-th line.
    """

    source: Source
    begin: int
    end: int
    by_line: bool
    prefixes: dict[str, str]


class EncodedTriples:
    """The triples of some files, in the order of their texts; one stated twice stands there twice.

    The n-th triple is ``subjects[n]``, ``predicates[n]``, ``objects[n]``.
    """

    __slots__ = ("dictionary", "files", "limit", "objects", "predicates", "subjects")

    def __init__(self) -> None:
        self.dictionary = Dictionary()
        self.subjects = array("i")
        self.predicates = array("i")
        self.objects = array("i")
        self.files: list[EncodedFile] = []
        # So many bytes of memory may be taken; None is as many as it takes.
        self.limit: int | None = None

    def __len__(self) -> int:
        """Return the number of triples, repeated ones included."""
        return len(self.subjects)

    def file_of(self, index: int) -> EncodedFile | None:
        """Return the file that states the triple with this index, or None if it is of no file."""
        return next((file for file in self.files if file.begin <= index < file.end), None)

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
                prefixes = self._add_other(source, graph)
        self.end_lines()
        self.files.append(EncodedFile(source, begin, len(self), by_line, prefixes))

    def _add_canonical(self, data: bytes) -> bool:
        """Encode canonical N-Triples; return False, and add nothing, if they are not."""
        begin, size = len(self), len(self.dictionary.tokens)
        try:
            if len(data) >= LARGE and has_second_processor():
                self._add_halves(data)
            else:
                for block in cut_blocks(data, 0, len(data)):
                    self.add_lines(block)
        except (UnusualLineError, ValueError, WorkerError):
            self._forget(begin, size)
            return False
        return True

    def _forget(self, begin: int, size: int) -> None:
        """Take back the triples from ``begin`` on, and the codes from ``size`` on."""
        for column in (self.subjects, self.predicates, self.objects):
            del column[begin:]
        self.dictionary.forget(size)

    def _add_halves(self, data: bytes) -> None:
        """Encode the first half of the lines while another process encodes the second."""
        middle = data.find(b"\n", len(data) // 2) + 1 or len(data)

        def encode_second() -> Iterator[bytes]:
            second = EncodedTriples()
            for block in cut_blocks(data, middle, len(data)):
                second.add_lines(block)
            yield b"\n".join(second.dictionary.tokens)
            for column in (second.subjects, second.predicates, second.objects):
                yield column.tobytes()

        with work_beside(encode_second) as pieces:
            for block in cut_blocks(data, 0, middle):
                self.add_lines(block)
            encoded = list(pieces)
        if encoded:
            self.add_encoded(encoded[0].split(b"\n"), encoded[1:])

    def add_encoded(self, tokens: Sequence[bytes], columns: Iterable[bytes]) -> None:
        """Add triples of another dictionary, which has these tokens in the order of their codes.

        ``columns`` are the codes of subjects, predicates and objects, in four bytes each; raise
        UnusualLineError for a token that is invalid.
        """
        # Imported here: small data need no arrays.
        import numpy as np

        self.dictionary.add(tokens)
        codes = np.fromiter(map(self.dictionary.codes.__getitem__, tokens), np.int32, len(tokens))
        own = self.subjects, self.predicates, self.objects
        for column, piece in zip(own, columns, strict=True):
            column.frombytes(codes[np.frombuffer(piece, dtype=np.int32)].tobytes())

    def add_lines(self, block: bytes) -> None:
        """Encode whole lines; raise ValueError if one is not canonical."""
        lines = block.split(b" .\n")
        if lines.pop():
            raise UnusualLineError
        if not lines:
            return
        subjects, predicates, objects = zip(*[line.split(b" ", 2) for line in lines], strict=True)
        # An absolute IRI begins with a letter, than which a quotation mark is less, and "<<(" too;
        # an underscore is more than "<".
        if min(subjects) < b"<A" or min(predicates) < b"<A" or max(predicates) >= b"=":
            raise UnusualLineError
        self.dictionary.add({*subjects, *predicates, *objects})
        code = self.dictionary.codes.__getitem__
        self.subjects.extend(map(code, subjects))
        self.predicates.extend(map(code, predicates))
        self.objects.extend(map(code, objects))

    def end_lines(self) -> None:
        """End what lines were of: blank nodes that follow are others, whatever their labels."""
        self.dictionary.end_file()

    def _add_other(self, source: Source, graph: NamedNode | DefaultGraph | None) -> dict[str, str]:
        """Encode what pyoxigraph reads; return the prefixes that the text declares."""
        if len(source.data) >= LARGE and has_second_processor():
            begin, size = len(self), len(self.dictionary.tokens)
            try:
                return self._add_beside(source, graph)
            except (WorkerError, UnusualLineError):
                # What is wrong is found out by reading again.
                self._forget(begin, size)
        lines = ParsedLines(source, graph)
        try:
            for block in lines:
                self.add_lines(block)
        except UnusualLineError as error:
            raise InputError(
                "something here can't be written as N-Triples",
                position=Position(source.name),
                remedy="Look for a literal of rdf:langString without a language, or one of many "
                "million control characters.",
            ) from error
        return lines.prefixes

    def _add_beside(self, source: Source, graph: NamedNode | DefaultGraph | None) -> dict[str, str]:
        """Encode what another process reads."""
        lines = ParsedLines(source, graph)

        def parse() -> Iterator[bytes]:
            yield from lines
            yield b"#" + json.dumps(lines.prefixes).encode()

        # Imported here, before there are two processes: small data are read without it.
        import json

        with work_beside(parse) as pieces:
            for piece in pieces:
                if piece[:1] == b"#":
                    prefixes: dict[str, str] = json.loads(piece[1:])
                    return prefixes
                self.add_lines(piece)
        raise WorkerError


class ParsedLines:
    """The triples that pyoxigraph reads from a source, as blocks of N-Triples lines.

    ``prefixes`` is complete when all are read. Raise InputError for what can't be parsed.
    """

    def __init__(self, source: Source, graph: NamedNode | DefaultGraph | None) -> None:
        self._source = source
        self._graph = graph
        self._parser = pyoxigraph.parse(source.input, source.format, base_iri=source.base_iri)

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that have been declared so far."""
        prefixes: dict[str, str] = self._parser.prefixes
        return prefixes

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines of some hundred triples at a time."""
        triples: Any = self._parser
        if self._source.format in _WITH_GRAPHS:
            wanted = self._graph
            triples = (q.triple for q in triples if wanted is None or q.graph_name == wanted)
        try:
            while lines := pyoxigraph.serialize(
                islice(triples, _TRIPLES), format=RdfFormat.N_TRIPLES
            ):
                yield lines
        except (SyntaxError, MemoryError) as error:
            # Imported here: only a mistake needs it.
            from visitkg.graph.syntax import explain

            raise explain(self._source, error) from error


def cut_blocks(data: bytes, begin: int, stop: int) -> Iterator[bytes]:
    """Yield the lines in blocks of at least one, each line ended by a line feed."""
    while begin < stop:
        end = data.rfind(b"\n", begin, min(begin + _BLOCK, stop)) + 1
        if not end:
            end = data.find(b"\n", begin, stop) + 1
        if not end:
            yield data[begin:stop] + b"\n"
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
