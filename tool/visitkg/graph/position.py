r"""Where the object of each triple of a text stands, in the order in which pyoxigraph gives them.

The text is known to be well-formed, so only those tokens are told apart that decide where an object
begins: Turtle and TriG (https://www.w3.org/TR/rdf12-turtle/#sec-grammar), N-Triples and N-Quads.

The order is that of a parser that reads one token ahead: ``[ ... ]`` is an object when it ends, the
node of ``( ... )`` when its first element has begun, a string without language and datatype when
the next token shows that it has none, and ``<< ... >>`` after its own triple if that is named.
"""

from __future__ import annotations

import re
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from visitkg.graph.lexical import compile_object, compile_pair, compile_token
from visitkg.graph.lines import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORT: Final = 1 << 16
_STATEMENT: Final = re.compile(rb"^[ \t]*((?:<[^>]*>|_:[^ \t<]+))[ \t]*<[^>]*>[ \t]*", re.MULTILINE)
_BY_LINE: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)

# How many names or strings follow a keyword that begins a statement.
_KEYWORDS: Final = {b"prefix": 2, b"base": 1, b"version": 1, b"graph": 0}

_NOTHING: Final = -1
_NEXT_ELEMENT: Final = -2


class _Expect(IntEnum):
    """What the next token is, as far as positions depend on it."""

    SUBJECT = 0
    VERB = 1
    OBJECT = 2
    ELEMENT = 3
    END_OF_OBJECT = 4
    REIFIER = 5
    ANNOTATION = 6
    DATATYPE = 7
    DIRECTIVE = 8
    TRIPLE_TERM = 9
    NAME_OF_REIFIED = 10


_AFTER: Final = {
    _Expect.SUBJECT: _Expect.VERB,
    _Expect.OBJECT: _Expect.END_OF_OBJECT,
    _Expect.ELEMENT: _Expect.ELEMENT,
    _Expect.TRIPLE_TERM: _Expect.TRIPLE_TERM,
}
_SEPARATORS: Final = {
    b";": _Expect.VERB,
    b",": _Expect.OBJECT,
    b".": _Expect.SUBJECT,
    b"{": _Expect.SUBJECT,
    b"}": _Expect.SUBJECT,
}


def object_offsets(text: bytes, rdf_format: RdfFormat) -> list[int]:
    """Return for each triple the offset in bytes at which its object begins.

    The n-th offset belongs to the n-th triple that pyoxigraph reads from ``text``, which must be
    well-formed Turtle, TriG, N-Triples or N-Quads. The object of an ``rdf:rest`` begins where the
    next element or the closing parenthesis does, that of an ``rdf:reifies`` where its ``<<``, ``~``
    or ``{|`` stands.
    """
    return [offset for _, offset in triple_offsets(text, rdf_format)]


def triple_offsets(text: bytes, rdf_format: RdfFormat) -> list[tuple[int, int]]:
    """Return for each triple the offsets in bytes at which its subject and its object begin.

    As ``object_offsets``. A blank node begins where its bracket stands, and so does the first node
    of a list; each other node of it where its element does. The subject within an annotation is the
    name of its reifier, which else begins at its ``~`` or ``{|``.
    """
    text = with_line_feeds(text)
    if rdf_format in _BY_LINE:
        return list(statement_offsets(text))
    return _Walk(text).offsets


def statement_offsets(
    text: bytes, begin: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of subject and object of N-Triples or N-Quads whose lines end with LF."""
    for match in _STATEMENT.finditer(text, begin, end):
        yield match.start(1), match.end()


class _Walk:
    """A walk over the tokens of a Turtle or TriG text, which leaves the offsets of the objects."""

    __slots__ = (
        "after_datatype",
        "expect",
        "frames",
        "held",
        "is_named",
        "link",
        "offsets",
        "reifier",
        "remaining",
        "subject",
    )

    def __init__(self, text: bytes) -> None:
        self.offsets: list[tuple[int, int]] = []
        self.expect = _Expect.SUBJECT
        # Where the node begins that the predicates now are about.
        self.subject = 0
        # What was expected where each open bracket stands, where that is, the link around it, and
        # the subject there.
        self.frames: list[tuple[_Expect, int, int, int]] = []
        # Where the triple that leads to the list's current node has its object.
        self.link = _NOTHING
        # The subject and the object, a string or a reifier, of a triple that waits for a token.
        self.held: tuple[int, int] | None = None
        self.reifier = 0
        # Whether the reifier of the triple in the innermost ``<< >>`` has a name.
        self.is_named = False
        self.after_datatype = _Expect.END_OF_OBJECT
        self.remaining = 0
        self.read(text)

    def read(self, text: bytes) -> None:
        """Go to the end of the text."""
        position = 0
        token, whole_pair, whole_object = compile_token(), None, None
        if len(text) > _SHORT:
            # A short text is read before these are compiled.
            whole_pair, whole_object = compile_pair(), compile_object()
        while True:
            match = None
            if whole_pair and self.expect is _Expect.VERB:
                match = whole_pair.match(text, position)
            elif whole_object and self.expect is _Expect.OBJECT:
                match = whole_object.match(text, position)
            if match:
                self.offsets.append((self.subject, match.start(1)))
                self.expect = _SEPARATORS[match[2]]
            else:
                match = token.match(text, position)
                if not match:
                    return
                self.token(match)
            position = match.end()

    def token(self, match: re.Match[bytes]) -> None:
        """Take one token, which is one of the groups of its expression."""
        name, string, suffix, at_word, punctuation = match.groups()
        if name is not None:
            self.name(match.start(1), name)
        elif string is not None:
            self.string(match.start(2), suffixed=suffix is not None)
        elif at_word is not None:
            self.at_word()
        else:
            self.punctuation(match.start(5), punctuation)

    def name(self, offset: int, text: bytes) -> None:
        expect = self.expect
        if expect is _Expect.VERB:
            self.expect = _Expect.OBJECT
        elif expect is _Expect.OBJECT:
            self.offsets.append((self.subject, offset))
            self.expect = _Expect.END_OF_OBJECT
        elif expect is _Expect.ELEMENT:
            held, self.held = self.held, None
            node = offset if self.link == _NEXT_ELEMENT else self.subject
            self.offsets.append((node, offset))
            self.reach_node(offset)
            self.release(held)
        elif expect is _Expect.SUBJECT:
            self.begin_statement(offset, text)
        elif expect is _Expect.DIRECTIVE:
            self.count_down()
        elif expect is _Expect.REIFIER:
            self.held = offset, self.reifier
            self.reifier = offset
            self.release_held()
            self.expect = _Expect.ANNOTATION
        elif expect is _Expect.DATATYPE:
            self.release_held()
            self.expect = self.after_datatype
        elif expect is _Expect.NAME_OF_REIFIED:
            self.is_named = True

    def begin_statement(self, offset: int, text: bytes) -> None:
        names = _KEYWORDS.get(text.lower())
        if names is None:
            self.subject = offset
            self.expect = _Expect.VERB
        elif names:
            self.expect = _Expect.DIRECTIVE
            self.remaining = names

    def count_down(self) -> None:
        self.remaining -= 1
        if not self.remaining:
            self.expect = _Expect.SUBJECT

    def string(self, offset: int, *, suffixed: bool) -> None:
        expect = self.expect
        if expect is _Expect.DIRECTIVE:
            self.count_down()
        elif expect is not _Expect.TRIPLE_TERM:
            held, self.held = self.held, None
            if expect is _Expect.ELEMENT:
                self.reach_node(offset)
            else:
                self.expect = _Expect.END_OF_OBJECT
            self.release(held)
            found = self.subject, offset
            if suffixed:
                self.offsets.append(found)
            else:
                self.held = found

    def at_word(self) -> None:
        """Take a directive, or the language tag of a string that stands apart from it."""
        if self.expect is _Expect.SUBJECT:
            self.expect = _Expect.DIRECTIVE
            self.remaining = _NOTHING
        else:
            self.release_held()

    def punctuation(self, offset: int, text: bytes) -> None:
        if text == b"^^":
            if self.expect is not _Expect.TRIPLE_TERM:
                self.after_datatype = self.expect
                self.expect = _Expect.DATATYPE
            return
        held, self.held = self.held, None
        following = _SEPARATORS.get(text)
        if following is None:
            _BRACKETS[text](self, offset)
        else:
            self.expect = following
        self.release(held)

    def release(self, held: tuple[int, int] | None) -> None:
        if held is not None:
            self.offsets.append(held)

    def release_held(self) -> None:
        self.release(self.held)
        self.held = None

    def reach_node(self, offset: int) -> None:
        """Give the triple that leads to the node of the element at ``offset``; be about that."""
        if self.link == _NEXT_ELEMENT:
            self.offsets.append((self.subject, offset))
            self.subject = offset
        elif self.link != _NOTHING:
            self.offsets.append((self.frames[-1][3], self.link))
        self.link = _NEXT_ELEMENT

    def open(self, offset: int, inside: _Expect) -> None:
        if self.expect is _Expect.ELEMENT:
            self.reach_node(offset)
        self.frames.append((self.expect, offset, self.link, self.subject))
        self.expect = inside

    def close(self) -> tuple[int, int] | None:
        """Return the subject and the bracket that is now its object, if it is one."""
        expect, offset, self.link, self.subject = self.frames.pop()
        self.expect = _AFTER[expect]
        if expect is _Expect.SUBJECT:
            self.subject = offset
        is_value = expect in (_Expect.ELEMENT, _Expect.OBJECT) and offset != _NOTHING
        return (self.subject, offset) if is_value else None

    def open_properties(self, offset: int) -> None:
        self.open(offset, _Expect.VERB)
        self.subject = offset

    def close_properties(self, _: int) -> None:
        self.release(self.close())

    def open_list(self, offset: int) -> None:
        link = _NOTHING if self.expect is _Expect.SUBJECT else offset
        self.open(offset, _Expect.ELEMENT)
        self.link, self.subject = link, offset

    def close_list(self, offset: int) -> None:
        self.reach_node(offset)
        self.close()

    def open_triple_term(self, offset: int) -> None:
        self.open(offset, _Expect.TRIPLE_TERM)

    def close_triple_term(self, _: int) -> None:
        self.release(self.close())

    def close_reified_triple(self, _: int) -> None:
        begin = self.frames[-1][1]
        found, named, self.is_named = self.close(), self.is_named, False
        if named:
            self.offsets.append((begin, begin))
        self.release(found)
        if not named:
            self.offsets.append((begin, begin))

    def reify(self, offset: int) -> None:
        if self.expect is _Expect.TRIPLE_TERM:
            self.expect = _Expect.NAME_OF_REIFIED
        else:
            self.expect = _Expect.REIFIER
            self.reifier = offset
            self.held = offset, offset

    def open_annotation(self, offset: int) -> None:
        if self.expect is _Expect.END_OF_OBJECT:
            self.offsets.append((offset, offset))
            self.reifier = offset
        self.frames.append((_Expect.OBJECT, _NOTHING, self.link, self.subject))
        self.subject = self.reifier
        self.expect = _Expect.VERB


_BRACKETS: Final[dict[bytes, Callable[[_Walk, int], None]]] = {
    b"[": _Walk.open_properties,
    b"]": _Walk.close_properties,
    b"(": _Walk.open_list,
    b")": _Walk.close_list,
    b"<<(": _Walk.open_triple_term,
    b")>>": _Walk.close_triple_term,
    b"<<": _Walk.open_triple_term,
    b">>": _Walk.close_reified_triple,
    b"~": _Walk.reify,
    b"{|": _Walk.open_annotation,
    b"|}": _Walk.close_properties,
}
