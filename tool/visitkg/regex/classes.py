"""Escapes and character classes: https://www.w3.org/TR/xmlschema11-2/#regexs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from visitkg.regex.blocks import block
from visitkg.regex.characters import (
    NOTHING,
    Characters,
    category,
    characters,
    digits,
    single,
    with_case_variants,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_DEEPEST: Final = 100
_CODE_LENGTHS: Final = {"x": 2, "u": 4}
_SPACE: Final = single(" \t\n\r")
_NAME_START: Final = characters(
    [
        *single(":_").ranges,
        (0x41, 0x5A),
        (0x61, 0x7A),
        (0xC0, 0xD6),
        (0xD8, 0xF6),
        (0xF8, 0x2FF),
        (0x370, 0x37D),
        (0x37F, 0x1FFF),
        (0x200C, 0x200D),
        (0x2070, 0x218F),
        (0x2C00, 0x2FEF),
        (0x3001, 0xD7FF),
        (0xF900, 0xFDCF),
        (0xFDF0, 0xFFFD),
        (0x10000, 0xEFFFF),
    ]
)
_NAME: Final = _NAME_START | characters(
    [(0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)]
)


@cache
def word_characters() -> Characters:
    r"""Return what ``\w`` stands for: letters, marks, numbers and connectors such as ``_``.

    XML Schema has symbols such as ``+`` instead of connectors. No processor of SHACL follows it,
    and a pattern that was tried in any of them would mean something else here.
    """
    found = NOTHING
    for name in ("L", "M", "N", "Pc"):
        found |= category(name) or NOTHING
    return found


_SETS: Final[Mapping[str, Callable[[], Characters]]] = {
    "c": lambda: _NAME,
    "d": digits,
    "i": lambda: _NAME_START,
    "s": lambda: _SPACE,
    "w": word_characters,
}


class Scanner:
    """A pattern and the place up to which it has been read."""

    def __init__(self, text: str, place: int, *, ignores_case: bool) -> None:
        self.text = text
        self.place = place
        self.ignores_case = ignores_case
        self._depth = 0

    def peek(self) -> str:
        """Return the next character, or the empty text at the end."""
        return self.text[self.place : self.place + 1]

    def take(self) -> str:
        """Return the next character and pass it; fail at the end."""
        character = self.peek()
        if not character:
            self.fail("it ends too early")
        self.place += 1
        return character

    def accept(self, text: str) -> bool:
        """Pass ``text`` if it comes next; return whether it did."""
        found = self.text.startswith(text, self.place)
        self.place += len(text) * found
        return found

    def enter(self, begin: int) -> None:
        """Go one level deeper into what opened at ``begin``; fail where that is too deep."""
        self._depth += 1
        if self._depth > _DEEPEST:
            self.fail(f"nested deeper than {_DEEPEST}", begin)

    def leave(self) -> None:
        """Return from the level that was entered last."""
        self._depth -= 1

    def cased(self, given: Characters) -> Characters:
        """Return a set of written characters as it is matched."""
        return with_case_variants(given) if self.ignores_case else given

    def fail(self, what: str, place: int | None = None) -> NoReturn:
        """Raise the ValueError for what is wrong at a place, else at the next character."""
        raise ValueError(f"{what}, at character {(self.place if place is None else place) + 1}")


def read_escape(scanner: Scanner) -> Characters:
    """Return the set that an escape means, whose backslash has been passed."""
    begin = scanner.place - 1
    letter = scanner.take()
    if letter in "pP":
        found = _read_property(scanner)
        return ~found if letter == "P" else found
    if letter.lower() in _SETS:
        found = _SETS[letter.lower()]()
        return ~found if letter.isupper() else found
    if letter in _CODE_LENGTHS:
        return scanner.cased(single(_read_code(scanner, _CODE_LENGTHS[letter], begin)))
    if letter in _CONTROLS:
        return single(_CONTROLS[letter])
    if letter.isalnum():
        scanner.fail(f"unknown escape \\{letter}", begin)
    return single(letter)


def _read_code(scanner: Scanner, length: int, begin: int) -> str:
    digits_read = scanner.text[scanner.place : scanner.place + length]
    scanner.place += length
    try:
        code = int(digits_read, 16)
    except ValueError:
        code = -1
    if code < 0 or len(digits_read) < length:
        scanner.fail(f"an escape without its {length} hexadecimal digits", begin)
    return chr(code)


def _read_property(scanner: Scanner) -> Characters:
    r"""Return the category or block that ``\p`` names, which has been passed."""
    begin = scanner.place - 2
    end = scanner.text.find("}", scanner.place)
    if not scanner.accept("{") or end < 0:
        scanner.fail("a category without braces; write \\p{Lu}", begin)
    name = scanner.text[scanner.place : end]
    scanner.place = end + 1
    found = block(name[2:]) if name.startswith("Is") else category(name)
    if found is None:
        scanner.fail(f"unknown category or block {name!r}", begin)
    return found


def read_class(scanner: Scanner) -> Characters:
    """Return the set that a character class means, whose opening bracket has been passed."""
    begin = scanner.place - 1
    scanner.enter(begin)
    negated = scanner.accept("^")
    found, removed = NOTHING, NOTHING
    first = scanner.place
    while not scanner.accept("]"):
        if not scanner.peek():
            scanner.fail("an unclosed character class", begin)
        if scanner.place > first and scanner.accept("-["):
            removed = read_class(scanner)
            if not scanner.accept("]"):
                scanner.fail("a subtraction that doesn't end its character class")
            break
        found |= _read_member(scanner)
    else:
        if scanner.place == first + 1:
            scanner.fail("an empty character class", begin)
    scanner.leave()
    return (~found if negated else found) - removed


def _read_member(scanner: Scanner) -> Characters:
    """Return the set of the next character, escape or range in a class."""
    begin = scanner.place
    lower = _read_limit(scanner)
    if isinstance(lower, Characters):
        return lower  # a hyphen after it can only mean itself
    if not _range_follows(scanner):
        return scanner.cased(single(lower))
    scanner.take()
    upper = _read_limit(scanner)
    if isinstance(upper, Characters):
        scanner.fail("a range needs one character at each end", begin)
    if lower > upper:
        scanner.fail(f"the range {lower}-{upper} is in the wrong order", begin)
    return scanner.cased(characters([(ord(lower), ord(upper))]))


def _read_limit(scanner: Scanner) -> str | Characters:
    """Return the next character of a class, or the set where it is an escape that means one."""
    character = scanner.take()
    if character == "[":
        scanner.fail("a bracket in a character class; write \\[", scanner.place - 1)
    if character != "\\":
        return character
    cased, scanner.ignores_case = scanner.ignores_case, False
    found = read_escape(scanner)
    scanner.ignores_case = cased
    first, last = found.ranges[0]
    return chr(first) if len(found.ranges) == 1 and first == last else found


def _range_follows(scanner: Scanner) -> bool:
    after = scanner.text[scanner.place + 1 : scanner.place + 2]
    return scanner.peek() == "-" and after not in ("]", "[")
