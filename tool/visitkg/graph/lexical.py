"""The tokens of well-formed Turtle as expressions over its bytes.

https://www.w3.org/TR/rdf12-turtle/#sec-grammar; lines end with LF here.
"""

from __future__ import annotations

import re
from typing import Final

FLAGS: Final = re.VERBOSE | re.DOTALL
"""How the expressions of this module are to be compiled."""

SPACE: Final = rb"(?>(?:[ \t\n]+|\#[^\n]*)*)"
TERM: Final = rb"""(?>
    <(?!<)[^<>]*>                                                   # an IRI
  | [+-]?(?:(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)           # a number
  | _:(?:[\w\-\x80-\xff]|\.+(?=[\w\-\x80-\xff]))+                   # a blank node's label
  | (?!\.)(?:[\w:%\-\x80-\xff]|\\.|\.+(?=[\w:%\-\\\x80-\xff]))+     # a name or a keyword
)"""
STRING: Final = rb"""(?>
    \"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"
  | \'\'\'[^'\\]*(?:(?:\\.|'(?!\'\'))[^'\\]*)*\'\'\'
  | "[^"\\]*(?:\\.[^"\\]*)*"
  | '[^'\\]*(?:\\.[^'\\]*)*'
)"""
SUFFIX: Final = rb"(?>@[\w\-]+|\^\^" + TERM + rb")"
