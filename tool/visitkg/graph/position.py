r"""Where the object of each triple of a text stands, in the order in which pyoxigraph gives them.

The text is known to be well-formed, so only those tokens are told apart that decide where an object
begins: Turtle and TriG (https://www.w3.org/TR/rdf12-turtle/#sec-grammar), N-Triples and N-Quads.

The order is that of a parser that reads one token ahead: ``[ ... ]`` is an object when it ends, the
node of ``( ... )`` when its first element has begun, and a string without language and datatype
when the next token shows that it has none.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_TERM: Final = rb"""
    (?: <(?!<)[^<>]*>                                                     # an IRI
      | [+-]?(?:(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)             # a number
      | _:(?:[\w\-\x80-\xff]|\.+(?=[\w\-\x80-\xff]))+                     # a blank node's label
      | (?!\.)(?:[\w:%\-\x80-\xff]|\\.|\.+(?=[\w:%\-\\\x80-\xff]))+      # a name or a keyword
    )"""
_TOKEN: Final = re.compile(
    rb"""
    (?: [ \t\n]+ | \#[^\n]* )*
    (?: ( """
    + _TERM
    + rb""" )
      | ( \"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"
        | '''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
        | "[^"\\]*(?:\\.[^"\\]*)*"
        | '[^'\\]*(?:\\.[^'\\]*)*'
        ) ( @[\w\-]+ | \^\^"""
    + _TERM
    + rb""" )?
      | ( @[\w\-]+ )
      | ( <<\( | \)>> | << | >> | \{\| | \|\} | \^\^ | [.,;()\[\]{}~] )
    )""",
    re.VERBOSE | re.DOTALL,
)
_NAME, _STRING, _SUFFIXED_STRING, _AT_WORD = 1, 2, 3, 4

_STATEMENT: Final = re.compile(rb"^[ \t]*(?:<[^>]*>|_:[^ \t<]+)[ \t]*<[^>]*>[ \t]*", re.MULTILINE)
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
    text = _with_line_feeds(text)
    if rdf_format in _BY_LINE:
        return [match.end() for match in _STATEMENT.finditer(text)]
    return _Walk(text).offsets


def line_numbers(text: bytes, offsets: Iterable[int]) -> Iterator[int]:
    """Yield the line of each offset, from 1; a line ends with LF, CR LF or CR."""
    text = _with_line_feeds(text)
    line, last = 1, 0
    for offset in offsets:
        if offset >= last:
            line += text.count(b"\n", last, offset)
        else:
            line -= text.count(b"\n", offset, last)
        last = offset
        yield line


def _with_line_feeds(text: bytes) -> bytes:
    """Return the text with the same offsets, each line ended by a line feed."""
    if b"\r" not in text:
        return text
    return text.replace(b"\r\n", b" \n").replace(b"\r", b"\n")


class _Walk:
    """A walk over the tokens of a Turtle or TriG text, which leaves the offsets of the objects."""

    __slots__ = ("expect", "frames", "held", "link", "offsets", "remaining")

    def __init__(self, text: bytes) -> None:
        self.offsets: list[int] = []
        self.expect = _Expect.SUBJECT
        # What was expected where each open bracket stands, where that is, and the link around it.
        self.frames: list[tuple[_Expect, int, int]] = []
        # Where the triple that leads to the list's current node has its object.
        self.link = _NOTHING
        # A string or a reifier whose triple waits for the next token.
        self.held = _NOTHING
        self.remaining = 0
        for match in _TOKEN.finditer(text):
            kind = match.lastindex
            if kind == _NAME:
                self._name(match.start(1), match[1])
            elif kind in (_STRING, _SUFFIXED_STRING):
                self._string(match.start(2), suffixed=kind == _SUFFIXED_STRING)
            elif kind == _AT_WORD:
                self._at_word()
            else:
                self._punctuation(match.start(5), match[5])

    def _name(self, offset: int, text: bytes) -> None:
        expect = self.expect
        if expect is _Expect.VERB:
            self.expect = _Expect.OBJECT
        elif expect is _Expect.OBJECT:
            self.offsets.append(offset)
            self.expect = _Expect.END_OF_OBJECT
        elif expect is _Expect.ELEMENT:
            held, self.held = self.held, _NOTHING
            self.offsets.append(offset)
            self._reach_node(offset)
            self._release(held)
        elif expect is _Expect.SUBJECT:
            self._begin_statement(text)
        elif expect is _Expect.DIRECTIVE:
            self._count_down()
        elif expect is _Expect.REIFIER:
            self._release_held()
            self.expect = _Expect.ANNOTATION
        elif expect is _Expect.DATATYPE:
            self._release_held()
            self.expect = self._around()

    def _begin_statement(self, text: bytes) -> None:
        names = _KEYWORDS.get(text.lower())
        if names is None:
            self.expect = _Expect.VERB
        elif names:
            self.expect = _Expect.DIRECTIVE
            self.remaining = names

    def _count_down(self) -> None:
        self.remaining -= 1
        if not self.remaining:
            self.expect = _Expect.SUBJECT

    def _string(self, offset: int, *, suffixed: bool) -> None:
        expect = self.expect
        if expect is _Expect.DIRECTIVE:
            self._count_down()
        elif expect is not _Expect.TRIPLE_TERM:
            held, self.held = self.held, _NOTHING
            if expect is _Expect.ELEMENT:
                self._reach_node(offset)
            else:
                self.expect = _Expect.END_OF_OBJECT
            self._release(held)
            if suffixed:
                self.offsets.append(offset)
            else:
                self.held = offset

    def _at_word(self) -> None:
        """Take a directive, or the language tag of a string that stands apart from it."""
        if self.expect is _Expect.SUBJECT:
            self.expect = _Expect.DIRECTIVE
            self.remaining = _NOTHING
        else:
            self._release_held()

    def _punctuation(self, offset: int, text: bytes) -> None:
        if text == b"^^":
            if self.expect is not _Expect.TRIPLE_TERM:
                self.expect = _Expect.DATATYPE
            return
        held, self.held = self.held, _NOTHING
        if self.expect is _Expect.REIFIER:
            self._release(held)
            held = _NOTHING
        following = _SEPARATORS.get(text)
        if following is None:
            _BRACKETS[text](self, offset)
        else:
            self.expect = following
        self._release(held)

    def _around(self) -> _Expect:
        """Return what is expected after a string: a list goes on, any other object ends."""
        if self.frames and self.link != _NOTHING:
            return _Expect.ELEMENT
        return _Expect.END_OF_OBJECT

    def _release(self, held: int) -> None:
        if held >= 0:
            self.offsets.append(held)

    def _release_held(self) -> None:
        self._release(self.held)
        self.held = _NOTHING

    def _reach_node(self, offset: int) -> None:
        """Give the triple that leads to the node of the element at ``offset``."""
        self._release(offset if self.link == _NEXT_ELEMENT else self.link)
        self.link = _NEXT_ELEMENT

    def _open(self, offset: int, inside: _Expect) -> None:
        if self.expect is _Expect.ELEMENT:
            self._reach_node(offset)
        self.frames.append((self.expect, offset, self.link))
        self.expect = inside

    def _close(self) -> int:
        """Return where the bracket was opened that is now an object, if it is one."""
        expect, offset, self.link = self.frames.pop()
        self.expect = _AFTER[expect]
        return offset if expect in (_Expect.OBJECT, _Expect.ELEMENT) else _NOTHING

    def _open_properties(self, offset: int) -> None:
        self._open(offset, _Expect.VERB)

    def _close_properties(self, _: int) -> None:
        self._release(self._close())

    def _open_list(self, offset: int) -> None:
        link = _NOTHING if self.expect is _Expect.SUBJECT else offset
        self._open(offset, _Expect.ELEMENT)
        self.link = link

    def _close_list(self, offset: int) -> None:
        self._reach_node(offset)
        self._close()

    def _open_triple_term(self, offset: int) -> None:
        self._open(offset, _Expect.TRIPLE_TERM)

    def _close_triple_term(self, _: int) -> None:
        self._release(self._close())

    def _close_reified_triple(self, _: int) -> None:
        begin = self.frames[-1][1]
        self._release(self._close())
        self.offsets.append(begin)

    def _reify(self, offset: int) -> None:
        if self.expect is not _Expect.TRIPLE_TERM:
            self.expect = _Expect.REIFIER
            self.held = offset

    def _open_annotation(self, offset: int) -> None:
        if self.expect is _Expect.END_OF_OBJECT:
            self.offsets.append(offset)
        self.frames.append((_Expect.OBJECT, _NOTHING, self.link))
        self.expect = _Expect.VERB


_BRACKETS: Final[dict[bytes, Callable[[_Walk, int], None]]] = {
    b"[": _Walk._open_properties,
    b"]": _Walk._close_properties,
    b"(": _Walk._open_list,
    b")": _Walk._close_list,
    b"<<(": _Walk._open_triple_term,
    b")>>": _Walk._close_triple_term,
    b"<<": _Walk._open_triple_term,
    b">>": _Walk._close_reified_triple,
    b"~": _Walk._reify,
    b"{|": _Walk._open_annotation,
    b"|}": _Walk._close_properties,
}
